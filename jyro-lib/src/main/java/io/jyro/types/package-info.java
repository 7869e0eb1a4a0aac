/**
 * Values that Python has and Java lacks: tuples, complex numbers, numpy arrays, class dicts. Independent of the other
 * packages. Read {@link io.jyro.types.Tuple} first.
 */
@NullMarked
package io.jyro.types;

import org.jspecify.annotations.NullMarked;
