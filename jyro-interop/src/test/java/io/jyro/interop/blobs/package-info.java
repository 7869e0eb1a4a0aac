/** Serialized blobs between Python and Java. */
@NullMarked
package io.jyro.interop.blobs;

import org.jspecify.annotations.NullMarked;
