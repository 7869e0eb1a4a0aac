package io.jyro.benchmarks.codec;

import java.util.Arrays;

/** The least possible work with bytes: one copy each way. It supports no other values. */
final class ArrayCopy implements Format {
    private byte[] out = {};

    @Override
    public int write(Object value) {
        byte[] bytes = (byte[]) value;
        if (out.length < bytes.length) {
            out = new byte[bytes.length];
        }
        System.arraycopy(bytes, 0, out, 0, bytes.length);
        return bytes.length;
    }

    @Override
    public byte[] bytes() {
        return out;
    }

    @Override
    public Object read(byte[] bytes, int length) {
        return Arrays.copyOf(bytes, length);
    }
}
