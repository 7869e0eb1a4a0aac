/**
 * Converts Java objects to payload bytes and back: codecs with one small interface, the registry of converters, and the
 * binding of plain values to declared Java types. Independent of calls and sockets. Read
 * {@link io.jyro.serialize.Codec} first.
 *
 * <p>{@code TypeRegistry} is for users, {@code Codec} and the types in its
 * signatures for those who add a serializer; the rest may change.
 */
@NullMarked
package io.jyro.serialize;

import org.jspecify.annotations.NullMarked;
