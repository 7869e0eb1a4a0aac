/** Name servers and their clients, of Python and of Jyro, in every combination. */
@NullMarked
package io.jyro.interop.names;

import org.jspecify.annotations.NullMarked;
