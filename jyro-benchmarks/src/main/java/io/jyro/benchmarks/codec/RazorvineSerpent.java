package io.jyro.benchmarks.codec;

import java.util.Arrays;

import net.razorvine.serpent.Parser;
import net.razorvine.serpent.Serializer;

/** The Java library that Pyrolite uses for serpent. */
final class RazorvineSerpent implements Format {
    private final Serializer serializer = new Serializer();
    private final Parser parser = new Parser();
    private byte[] written = {};

    @Override
    public int write(Object value) {
        written = serializer.serialize(value);
        return written.length;
    }

    @Override
    public byte[] bytes() {
        return written;
    }

    @Override
    public Object read(byte[] bytes, int length) {
        byte[] exact = bytes.length == length ? bytes : Arrays.copyOf(bytes, length);
        return parser.parse(exact).getData();
    }
}
