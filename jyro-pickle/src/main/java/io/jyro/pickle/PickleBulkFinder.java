package io.jyro.pickle;

import io.jyro.wire.BulkFinder;
import io.jyro.wire.LittleEndian;
import io.jyro.wire.SteppingBulkFinder;
import org.jspecify.annotations.Nullable;

/** Steps over the instructions of a pickle without executing them. */
final class PickleBulkFinder extends SteppingBulkFinder {
    static final BulkFinder INSTANCE = new PickleBulkFinder();

    private PickleBulkFinder() {}

    @Override
    protected @Nullable Place byteString(byte[] bytes, int at) {
        return switch (bytes[at] & 0xff) {
            case 'C' -> place(at + 2, bytes[at + 1] & 0xff);
            case 'B' -> place(at + 5, uint32(bytes, at + 1));
            case 0x8e, 0x96 -> place(at + 9, int64(bytes, at + 1));
            default -> null;
        };
    }

    /** Returns the length of an instruction with its operand; for a frame, only of its head. */
    @Override
    protected long length(byte[] bytes, int at, int to) {
        return switch (bytes[at] & 0xff) {
            case 'N', '(', '0', '1', '2', ')', ']', '}', 't', 'l', 'd', 'a', 'e', 's', 'u', 'o',
                    'R', 'b',
                    0x81, 0x85, 0x86, 0x87, 0x88, 0x89, 0x8f, 0x90, 0x91, 0x92, 0x93, 0x94 ->
                1;
            case 'K', 'h', 'q', 0x80 -> 2;
            case 'M' -> 3;
            case 'J', 'j', 'r' -> 5;
            case 'G', 0x95 -> 9;
            case 'C', 'U', 0x8a, 0x8c -> 2 + (bytes[at + 1] & 0xff);
            case 'B', 'T', 'X', 0x8b -> 5 + uint32(bytes, at + 1);
            case 0x8d, 0x8e, 0x96 -> behindLong(int64(bytes, at + 1));
            case 'I', 'L', 'F', 'S', 'V', 'g', 'p' -> lines(bytes, at, to, 1);
            case 'c', 'i' -> lines(bytes, at, to, 2);
            default -> UNKNOWN;
        };
    }

    private static long behindLong(long length) {
        return length < 0 || length > Integer.MAX_VALUE ? UNKNOWN : 9 + length;
    }

    private static long lines(byte[] bytes, int at, int to, int count) {
        int left = count;
        for (int i = at + 1; i < to; i++) {
            if (bytes[i] == '\n' && --left == 0) {
                return i + 1L - at;
            }
        }
        return UNKNOWN;
    }

    private static long uint32(byte[] bytes, int at) {
        return LittleEndian.unsignedInt(bytes, at);
    }

    private static long int64(byte[] bytes, int at) {
        return LittleEndian.signedLong(bytes, at);
    }
}
