/**
 * Java objects to payload bytes and back: codecs over one small interface, the registry of types that are
 * converted on the way, and binding of plain values to declared Java types. Knows nothing of calls or sockets.
 * Read {@link io.jyro.serialize.Codec} first.
 *
 * <p>{@code TypeRegistry} and {@code TypeMismatchException} are for users, {@code Codec} and the types in its signatures
 * for those who add a serializer; the rest may change.
 */
@NullMarked
package io.jyro.serialize;

import org.jspecify.annotations.NullMarked;
