/** Jyro calls objects that Python, of either version, hosts, and those of another Jyro. */
@NullMarked
package io.jyro.interop.client;

import org.jspecify.annotations.NullMarked;
