package io.jyro.attacks;

import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;

/** Writes marshal data piece by piece, also such as Python would never write. */
final class MarshalBytes {
    private static final int REFERABLE = 0x80;
    private static final int DIGIT_BITS = 15;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private int referables;

    /** Begins a container of a type, {@code ( [ < >}, with a number of elements. */
    MarshalBytes container(char type, int count) {
        out.write(type);
        return int32(count);
    }

    /** The same, and gives it a number by which it can be referred to. */
    int referable(char type, int count) {
        out.write(type | REFERABLE);
        int32(count);
        return referables++;
    }

    MarshalBytes beginDict() {
        out.write('{');
        return this;
    }

    int beginReferableDict() {
        out.write('{' | REFERABLE);
        return referables++;
    }

    MarshalBytes endDict() {
        out.write('0');
        return this;
    }

    MarshalBytes none() {
        out.write('N');
        return this;
    }

    MarshalBytes yes() {
        out.write('T');
        return this;
    }

    MarshalBytes number(int number) {
        out.write('i');
        return int32(number);
    }

    MarshalBytes number(long number) {
        out.write('I');
        return int32((int) number).int32((int) (number >>> Integer.SIZE));
    }

    MarshalBytes number(double number) {
        long bits = Double.doubleToLongBits(number);
        out.write('g');
        return int32((int) bits).int32((int) (bits >>> Integer.SIZE));
    }

    /** An integer of so many binary digits, all ones. */
    MarshalBytes ones(int bits) {
        out.write('l');
        int digits = (bits + DIGIT_BITS - 1) / DIGIT_BITS;
        int32(digits);
        for (int i = 0; i < digits; i++) {
            int32of16(0x7fff);
        }
        return this;
    }

    MarshalBytes number(BigInteger number) {
        out.write('l');
        int digits = (number.bitLength() + DIGIT_BITS - 1) / DIGIT_BITS;
        int32(digits);
        for (int i = 0; i < digits; i++) {
            int32of16(number.shiftRight(i * DIGIT_BITS).intValue() & 0x7fff);
        }
        return this;
    }

    private void int32of16(int digit) {
        out.write(digit);
        out.write(digit >> Byte.SIZE);
    }

    MarshalBytes text(String text) {
        out.write('u');
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        int32(bytes.length);
        out.writeBytes(bytes);
        return this;
    }

    int referableText(String text) {
        out.write('u' | REFERABLE);
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        int32(bytes.length);
        out.writeBytes(bytes);
        return referables++;
    }

    /** A text that versions 1 and 2 number by themselves. */
    MarshalBytes interned(String text) {
        out.write('t');
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        int32(bytes.length);
        out.writeBytes(bytes);
        return this;
    }

    MarshalBytes internedAgain(int number) {
        out.write('R');
        return int32(number);
    }

    MarshalBytes bytes(byte[] bytes) {
        out.write('s');
        int32(bytes.length);
        out.writeBytes(bytes);
        return this;
    }

    MarshalBytes again(int number) {
        out.write('r');
        return int32(number);
    }

    MarshalBytes again(int number, int times) {
        for (int i = 0; i < times; i++) {
            again(number);
        }
        return this;
    }

    private MarshalBytes int32(int value) {
        for (int shift = 0; shift < Integer.SIZE; shift += Byte.SIZE) {
            out.write(value >>> shift);
        }
        return this;
    }

    int size() {
        return out.size();
    }

    byte[] toBytes() {
        return out.toByteArray();
    }
}
