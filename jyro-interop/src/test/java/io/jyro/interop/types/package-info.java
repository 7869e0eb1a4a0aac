/** Java types and Python classes that stand for each other: named records, sealed types, class converters. */
@NullMarked
package io.jyro.interop.types;

import org.jspecify.annotations.NullMarked;
