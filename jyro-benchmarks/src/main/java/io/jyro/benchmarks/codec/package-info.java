/**
 * Measurements, with JMH, of what turns values into bytes and back: the codecs of Jyro beside the libraries that users
 * know, and the headers of messages. Each {@link io.jyro.benchmarks.codec.Format} is one contender.
 */
@NullMarked
package io.jyro.benchmarks.codec;

import org.jspecify.annotations.NullMarked;
