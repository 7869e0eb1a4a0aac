/** The tools of {@code ./jyro}, as their users start them, beside those of Pyro. */
@NullMarked
package io.jyro.interop.tools;

import org.jspecify.annotations.NullMarked;
