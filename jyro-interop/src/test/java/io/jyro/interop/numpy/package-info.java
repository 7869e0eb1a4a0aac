/** Arrays of numpy, there and back, by every serializer. */
@NullMarked
package io.jyro.interop.numpy;

import org.jspecify.annotations.NullMarked;
