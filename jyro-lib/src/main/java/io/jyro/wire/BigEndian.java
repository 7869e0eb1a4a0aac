package io.jyro.wire;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Numbers in network order inside an array of bytes, as all of a message's header has them. */
final class BigEndian {
    private static final VarHandle SHORT = MethodHandles.byteArrayViewVarHandle(short[].class,
            ByteOrder.BIG_ENDIAN);
    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class,
            ByteOrder.BIG_ENDIAN);
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class,
            ByteOrder.BIG_ENDIAN);

    private BigEndian() {}

    static int unsignedShort(byte[] bytes, int offset) {
        return (short) SHORT.get(bytes, offset) & 0xffff;
    }

    static int signedInt(byte[] bytes, int offset) {
        return (int) INT.get(bytes, offset);
    }

    static long unsignedInt(byte[] bytes, int offset) {
        return signedInt(bytes, offset) & 0xffff_ffffL;
    }

    static long signedLong(byte[] bytes, int offset) {
        return (long) LONG.get(bytes, offset);
    }

    static void putShort(byte[] bytes, int offset, int value) {
        SHORT.set(bytes, offset, (short) value);
    }

    static void putInt(byte[] bytes, int offset, int value) {
        INT.set(bytes, offset, value);
    }

    static void putLong(byte[] bytes, int offset, long value) {
        LONG.set(bytes, offset, value);
    }
}
