package io.jyro.wire;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Reads and writes numbers in network byte order inside an array, as in message headers and msgpack. */
public final class BigEndian {
    private static final VarHandle SHORT = MethodHandles.byteArrayViewVarHandle(short[].class,
            ByteOrder.BIG_ENDIAN);
    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class,
            ByteOrder.BIG_ENDIAN);
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class,
            ByteOrder.BIG_ENDIAN);

    private BigEndian() {}

    /** Returns the unsigned number in two bytes. */
    public static int unsignedShort(byte[] bytes, int offset) {
        return (short) SHORT.get(bytes, offset) & 0xffff;
    }

    /** Returns the signed number in four bytes. */
    public static int signedInt(byte[] bytes, int offset) {
        return (int) INT.get(bytes, offset);
    }

    /** Returns the unsigned number in four bytes. */
    public static long unsignedInt(byte[] bytes, int offset) {
        return signedInt(bytes, offset) & 0xffff_ffffL;
    }

    /** Returns the signed number in eight bytes. */
    public static long signedLong(byte[] bytes, int offset) {
        return (long) LONG.get(bytes, offset);
    }

    /** Writes the lower two bytes of a number. */
    public static void putShort(byte[] bytes, int offset, int value) {
        SHORT.set(bytes, offset, (short) value);
    }

    /** Writes a number into four bytes. */
    public static void putInt(byte[] bytes, int offset, int value) {
        INT.set(bytes, offset, value);
    }

    /** Writes a number into eight bytes. */
    public static void putLong(byte[] bytes, int offset, long value) {
        LONG.set(bytes, offset, value);
    }
}
