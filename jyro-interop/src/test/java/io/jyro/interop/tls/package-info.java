/** Encrypted connections between Jyro and Python, in both directions. */
@NullMarked
package io.jyro.interop.tls;

import org.jspecify.annotations.NullMarked;
