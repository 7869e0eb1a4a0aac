/**
 * Converts Java objects to payload bytes and back: the interface of codecs, the registry of converters, and the code
 * that all formats share. The formats are in {@code serialize.format}, the conversion to declared Java types is in
 * {@code serialize.bind}. Independent of calls and sockets. Read {@link io.jyro.serialize.Codec} first.
 *
 * <p>{@code TypeRegistry} is for users, {@code Codec} and the types in its signatures for those who add a serializer;
 * the rest may change.
 */
@NullMarked
package io.jyro.serialize;

import org.jspecify.annotations.NullMarked;
