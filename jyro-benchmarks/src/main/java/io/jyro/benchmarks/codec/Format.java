package io.jyro.benchmarks.codec;

import java.io.IOException;

/** A format that writes a value as bytes. For one thread, like all implementations. */
interface Format {
    /** Writes a value over the previous one. Returns how many bytes it took. */
    int write(Object value) throws IOException;

    /** Returns the array whose first bytes are those written last; it may be longer. */
    byte[] bytes();

    /** Reads the value that {@link #write} wrote. */
    Object read(byte[] bytes, int length) throws IOException, ClassNotFoundException;
}
