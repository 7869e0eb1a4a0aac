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
 * @param pickleProtocol the version in which pickles are written, 2 to 5
 */
public record CodecContext(Dialect dialect, TypeRegistry types, CodecLimits limits,
        boolean bytesAsLiterals,
        NameTable names, int pickleProtocol) {
    private static final int PICKLE_PROTOCOL = 4;

    /** For connections that do not say how they want their pickles: in version 4. */
    public CodecContext(Dialect dialect, TypeRegistry types, CodecLimits limits,
            boolean bytesAsLiterals, NameTable names) {
        this(dialect, types, limits, bytesAsLiterals, names, PICKLE_PROTOCOL);
    }

    /** The same for another thread, with names of its own. */
    public CodecContext withOwnNames() {
        return new CodecContext(dialect, types, limits, bytesAsLiterals, new NameTable(),
                pickleProtocol);
    }
}
