package io.jyro.transport;

import java.io.IOException;

/** A source of bytes. */
@FunctionalInterface
public interface ByteSource {
    /**
     * Reads once, waiting for at least one byte.
     *
     * @return how many bytes were read, or -1 at the end of the input
     */
    int read(byte[] bytes, int from, int length) throws IOException;
}
