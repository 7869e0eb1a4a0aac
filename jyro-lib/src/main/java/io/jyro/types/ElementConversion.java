package io.jyro.types;

import java.nio.ByteBuffer;

import io.jyro.types.DType.Kind;

/** Converts elements to another dtype. Text and bytes are only copied, to the same type in any byte order. */
final class ElementConversion {
    private static final int PART_FLOAT = 2 * Float.BYTES;

    private final DType type;
    private final ByteBuffer data;
    private final Elements elements;
    private final DType wanted;
    private final ByteBuffer out;

    /** Creates a conversion from a type to a wanted one, whose elements are appended to a buffer in its byte order. */
    ElementConversion(DType type, ByteBuffer data, Elements elements, DType wanted,
            ByteBuffer out) {
        this.type = type;
        this.data = data;
        this.elements = elements;
        this.wanted = wanted;
        this.out = out;
    }

    /** Converts elements at equal distances. */
    void run(int at, int stride, int count) {
        for (int i = 0; i < count; i++) {
            convert(at + i * stride);
        }
    }

    private void convert(int at) {
        switch (wanted.kind()) {
            case BOOL -> out.put((byte) (elements.bool(at) ? 1 : 0));
            case INT -> putInteger(elements.integer(at));
            case UINT -> putUnsigned(type.kind() == Kind.UINT
                    ? elements.unsigned(at)
                    : ExactNumbers.natural(elements.integer(at)));
            case FLOAT -> putFloating(at);
            case COMPLEX -> putComplex(elements.complex(at));
            case DATETIME, TIMEDELTA -> putTime(at);
            case BYTES -> out.put(data.slice(at, type.itemSize()));
            case TEXT -> {
                for (int i = at; i < at + type.itemSize(); i += Integer.BYTES) {
                    out.putInt(data.getInt(i));
                }
            }
        }
    }

    private void putInteger(long value) {
        switch (wanted.itemSize()) {
            case 1 -> out.put(
                    (byte) ExactNumbers.inRange(value, Byte.MIN_VALUE, Byte.MAX_VALUE, "i1"));
            case 2 -> out.putShort(
                    (short) ExactNumbers.inRange(value, Short.MIN_VALUE, Short.MAX_VALUE, "i2"));
            case 4 -> out.putInt(
                    (int) ExactNumbers.inRange(value, Integer.MIN_VALUE, Integer.MAX_VALUE, "i4"));
            default -> out.putLong(value);
        }
    }

    private void putUnsigned(long value) {
        switch (wanted.itemSize()) {
            case 1 -> out.put((byte) ExactNumbers.inRange(value, 0, 0xff, "u1"));
            case 2 -> out.putShort((short) ExactNumbers.inRange(value, 0, 0xffff, "u2"));
            case 4 -> out.putInt((int) ExactNumbers.inRange(value, 0, 0xffff_ffffL, "u4"));
            default -> out.putLong(value);
        }
    }

    private void putFloating(int at) {
        switch (wanted.itemSize()) {
            case 2 -> out.putShort(ExactNumbers.half(elements.floating(at)));
            case 4 -> out.putFloat(elements.float32(at));
            default -> out.putDouble(elements.floating(at));
        }
    }

    private void putComplex(Complex number) {
        if (wanted.itemSize() == PART_FLOAT) {
            out.putFloat(ExactNumbers.narrow(number.re()))
                    .putFloat(ExactNumbers.narrow(number.im()));
        } else {
            out.putDouble(number.re()).putDouble(number.im());
        }
    }

    private void putTime(int at) {
        if (type.kind() != Kind.INT && !type.withByteOrder(wanted.byteOrder()).equals(wanted)) {
            throw elements.none("numbers of units of " + wanted);
        }
        out.putLong(elements.integer(at));
    }
}
