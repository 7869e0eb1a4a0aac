/** Python, of either version, calls objects that Jyro hosts. */
@NullMarked
package io.jyro.interop.server;

import org.jspecify.annotations.NullMarked;
