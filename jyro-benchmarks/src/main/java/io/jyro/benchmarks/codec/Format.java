package io.jyro.benchmarks.codec;

import java.io.IOException;

/** One way to write a value as bytes. For one thread, as are all that it keeps. */
interface Format {
    /** Writes a value over what was written before; says how many bytes it took. */
    int write(Object value) throws IOException;

    /** The bytes written last, from 0 on; perhaps more than that behind them. */
    byte[] bytes();

    /** Reads back what {@link #write} wrote. */
    Object read(byte[] bytes, int length) throws IOException, ClassNotFoundException;
}
