package io.jyro.serialize;

import io.jyro.Dialect;

/**
 * What a codec needs to know around the bytes. One for each connection.
 *
 * @param dialect decides the class names of Pyro's own types, among others
 * @param types what is made of values that are not plain, and of class dicts
 * @param limits against hostile bytes
 * @param bytesAsLiterals 502's SERPENT_BYTES_REPR: serpent writes {@code b'..'} instead of a base64 dict
 * @param names texts that come again and again; one thread at a time
 */
public record CodecContext(Dialect dialect, TypeRegistry types, CodecLimits limits,
        boolean bytesAsLiterals,
        NameTable names) {}
