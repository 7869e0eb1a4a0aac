/**
 * The bytes of a message in both dialects: header, annotations, flags, checksum, HMAC, compression.
 * Converts bytes to bytes, independent of sockets and Java objects. Read
 * {@link io.jyro.wire.MessageWriter} and {@link io.jyro.wire.Header} first.
 *
 * <p>Not API: public for the other packages of Jyro, and may change.
 */
@NullMarked
package io.jyro.wire;

import org.jspecify.annotations.NullMarked;
