package io.jyro.serialize;

import io.jyro.wire.ByteOutput;

/** UTF-8 written straight into the output, surrogates that stand alone included. */
final class Utf8 {
    private Utf8() {}

    static void put(int point, ByteOutput out) {
        byte[] array = out.reserve(4);
        int at = out.position();
        if (point < 0x80) {
            array[at++] = (byte) point;
        } else if (point < 0x800) {
            array[at++] = (byte) (0xc0 | point >>> 6);
            array[at++] = (byte) (0x80 | point & 0x3f);
        } else if (point < 0x10000) {
            array[at++] = (byte) (0xe0 | point >>> 12);
            array[at++] = (byte) (0x80 | point >>> 6 & 0x3f);
            array[at++] = (byte) (0x80 | point & 0x3f);
        } else {
            array[at++] = (byte) (0xf0 | point >>> 18);
            array[at++] = (byte) (0x80 | point >>> 12 & 0x3f);
            array[at++] = (byte) (0x80 | point >>> 6 & 0x3f);
            array[at++] = (byte) (0x80 | point & 0x3f);
        }
        out.position(at);
    }
}
