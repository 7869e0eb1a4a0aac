package io.jyro.benchmarks.codec;

import java.io.IOException;
import java.util.Arrays;

/** A value's bytes in a format, copied from the buffer that the format reuses. */
record Written(Format format, byte[] bytes) {
    static final Written NOTHING = new Written(Formats.named("java"), new byte[0]);

    static Written by(Format format, Object value) throws IOException {
        int length = format.write(value);
        return new Written(format, Arrays.copyOf(format.bytes(), length));
    }

    Object read() throws IOException, ClassNotFoundException {
        return format.read(bytes, bytes.length);
    }
}
