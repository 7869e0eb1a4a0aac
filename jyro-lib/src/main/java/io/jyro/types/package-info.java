/**
 * Values that Python has and Java lacks: tuples, complex numbers, arrays of numpy, class dicts. Knows nothing of anything else.
 * Read {@link io.jyro.types.Tuple} first.
 */
@NullMarked
package io.jyro.types;

import org.jspecify.annotations.NullMarked;
