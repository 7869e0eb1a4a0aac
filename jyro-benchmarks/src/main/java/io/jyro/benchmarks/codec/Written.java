package io.jyro.benchmarks.codec;

import java.io.IOException;
import java.util.Arrays;

/** A value's bytes in a format, apart from the buffer that the format goes on writing to. */
record Written(Format format, byte[] bytes) {
    static final Written NOTHING = new Written(Formats.named("java"), new byte[0]);

    static Written of(String format, Object value) throws IOException {
        Format named = Formats.named(format);
        int length = named.write(value);
        return new Written(named, Arrays.copyOf(named.bytes(), length));
    }

    Object read() throws IOException, ClassNotFoundException {
        return format.read(bytes, bytes.length);
    }
}
