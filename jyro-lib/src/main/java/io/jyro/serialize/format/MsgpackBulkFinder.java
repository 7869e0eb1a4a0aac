package io.jyro.serialize.format;

import io.jyro.wire.BigEndian;
import io.jyro.wire.BulkFinder;
import io.jyro.wire.SteppingBulkFinder;
import org.jspecify.annotations.Nullable;

/** Steps over the elements of a msgpack payload without creating them. */
final class MsgpackBulkFinder extends SteppingBulkFinder {
    static final BulkFinder INSTANCE = new MsgpackBulkFinder();

    private MsgpackBulkFinder() {}

    @Override
    protected @Nullable Place byteString(byte[] bytes, int at) {
        return switch (bytes[at] & 0xff) {
            case 0xc4 -> place(at + 2, bytes[at + 1] & 0xff);
            case 0xc5 -> place(at + 3, uint16(bytes, at + 1));
            case 0xc6 -> place(at + 5, uint32(bytes, at + 1));
            default -> null;
        };
    }

    /** Returns the length of an element; for a container, only of its head. */
    @Override
    protected long length(byte[] bytes, int at, int to) {
        int code = bytes[at] & 0xff;
        if (code < 0xa0 || code >= 0xe0) {
            return 1;
        }
        if (code < 0xc0) {
            return 1L + (code & 31);
        }
        return switch (code) {
            case 0xc0, 0xc2, 0xc3 -> 1;
            case 0xc4, 0xd9 -> 2 + (bytes[at + 1] & 0xff);
            case 0xc5, 0xda -> 3 + uint16(bytes, at + 1);
            case 0xc6, 0xdb -> 5 + uint32(bytes, at + 1);
            case 0xc7 -> 3 + (bytes[at + 1] & 0xff);
            case 0xc8 -> 4 + uint16(bytes, at + 1);
            case 0xc9 -> 6 + uint32(bytes, at + 1);
            case 0xcc, 0xd0 -> 2;
            case 0xcd, 0xd1, 0xdc, 0xde -> 3;
            case 0xca, 0xce, 0xd2, 0xdd, 0xdf -> 5;
            case 0xcb, 0xcf, 0xd3 -> 9;
            case 0xd4, 0xd5, 0xd6, 0xd7, 0xd8 -> 2 + (1L << code - 0xd4);
            default -> UNKNOWN;
        };
    }

    private static int uint16(byte[] bytes, int at) {
        return BigEndian.unsignedShort(bytes, at);
    }

    private static long uint32(byte[] bytes, int at) {
        return BigEndian.unsignedInt(bytes, at);
    }
}
