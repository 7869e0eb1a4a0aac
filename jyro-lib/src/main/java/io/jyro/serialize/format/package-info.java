/**
 * The formats serpent, json, marshal and msgpack: their codecs, readers and writers. Read
 * {@link io.jyro.serialize.format.Codecs} first.
 *
 * <p>Not API: public for the other packages of Jyro, and may change.
 */
@NullMarked
package io.jyro.serialize.format;

import org.jspecify.annotations.NullMarked;
