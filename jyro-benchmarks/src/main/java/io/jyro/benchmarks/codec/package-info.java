/**
 * JMH measurements of encoding and decoding: the codecs of Jyro compared with libraries that users know, and the
 * headers of messages. Each {@link io.jyro.benchmarks.codec.Format} is one contender.
 */
@NullMarked
package io.jyro.benchmarks.codec;

import org.jspecify.annotations.NullMarked;
