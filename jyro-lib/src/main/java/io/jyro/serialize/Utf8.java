package io.jyro.serialize;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

import io.jyro.SerializationException;
import io.jyro.wire.ByteOutput;

/**
 * Encodes and decodes UTF-8 in byte arrays, including unpaired surrogates, which Java's own coders refuse. For codecs,
 * also in other modules.
 */
public final class Utf8 {
    /** From this length on it is faster to copy first and check afterwards. */
    public static final int LONG_TEXT = 64;
    private static final int PIECE = 4096;
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class,
            ByteOrder.nativeOrder());
    private static final long HIGH_BITS = 0x8080808080808080L;

    private static final int LOWEST_OF_TWO = 0x80;
    private static final int LOWEST_OF_THREE = 0x800;
    private static final int LOWEST_OF_FOUR = 0x10000;

    private Utf8() {}

    /** Writes a text; unpaired surrogates become three bytes each. */
    public static void put(String text, ByteOutput out) {
        int length = text.length();
        if (length >= LONG_TEXT && putIfAscii(text, out)) {
            return;
        }
        byte[] array = out.reserve(length);
        int at = out.position();
        for (int i = 0; i < length; i++) {
            char c = text.charAt(i);
            if (c >= LOWEST_OF_TWO) {
                out.position(at);
                putRest(text, i, out);
                return;
            }
            array[at++] = (byte) c;
        }
        out.position(at);
    }

    /**
     * Writes a text if all of it is ASCII; returns whether it did.
     *
     * <p>Copies piece by piece and then compares the bytes with the text. The JVM does both by whole machine words,
     * which for a long text is ten times as fast as checking each character.
     */
    @SuppressWarnings("deprecation") // truncation of characters to bytes is detected
    public static boolean putIfAscii(String text, ByteOutput out) {
        int length = text.length();
        byte[] array = out.reserve(length);
        int at = out.position();
        for (int from = 0; from < length; from += PIECE) {
            int size = Math.min(PIECE, length - from);
            text.getBytes(from, from + size, array, at + from);
            String written = new String(array, at + from, size, StandardCharsets.US_ASCII);
            // a byte that is not ASCII is read as the replacement character, which the text may really contain
            if (!isAscii(array, at + from, at + from + size)
                    || !text.regionMatches(from, written, 0, size)) {
                return false;
            }
        }
        out.position(at + length);
        return true;
    }

    private static void putRest(String text, int from, ByteOutput out) {
        int i = from;
        while (i < text.length()) {
            int point = text.codePointAt(i);
            put(point, out);
            i += Character.charCount(point);
        }
    }

    /** Writes one character. */
    public static void put(int point, ByteOutput out) {
        byte[] array = out.reserve(4);
        int at = out.position();
        if (point < LOWEST_OF_TWO) {
            array[at++] = (byte) point;
        } else if (point < LOWEST_OF_THREE) {
            array[at++] = (byte) (0xc0 | point >>> 6);
            array[at++] = (byte) (0x80 | (point & 0x3f));
        } else if (point < LOWEST_OF_FOUR) {
            array[at++] = (byte) (0xe0 | point >>> 12);
            array[at++] = (byte) (0x80 | (point >>> 6 & 0x3f));
            array[at++] = (byte) (0x80 | (point & 0x3f));
        } else {
            array[at++] = (byte) (0xf0 | point >>> 18);
            array[at++] = (byte) (0x80 | (point >>> 12 & 0x3f));
            array[at++] = (byte) (0x80 | (point >>> 6 & 0x3f));
            array[at++] = (byte) (0x80 | (point & 0x3f));
        }
        out.position(at);
    }

    /** Returns whether bytes are ASCII, checking eight at a time. */
    public static boolean isAscii(byte[] bytes, int from, int to) {
        int i = from;
        while (to - i >= Long.BYTES) {
            if (((long) LONG.get(bytes, i) & HIGH_BITS) != 0) {
                return false;
            }
            i += Long.BYTES;
        }
        int all = 0;
        while (i < to) {
            all |= bytes[i++];
        }
        return all >= 0;
    }

    /**
     * Reads a text that may contain unpaired surrogates.
     *
     * @param start the beginning of the payload, to which offsets in errors are relative
     */
    public static String read(byte[] bytes, int from, int to, int start) {
        String text = new String(bytes, from, to - from, StandardCharsets.UTF_8);
        // Java's decoder inserts this character for malformed bytes, but the text may also really contain it.
        return text.indexOf('\uFFFD') < 0 ? text : readSlowly(bytes, from, to, start, true);
    }

    /** Reads a text like Python's own decoder, which refuses surrogates. */
    public static String readStrictly(byte[] bytes, int from, int to, int start) {
        String text = new String(bytes, from, to - from, StandardCharsets.UTF_8);
        return text.indexOf('\uFFFD') < 0 ? text : readSlowly(bytes, from, to, start, false);
    }

    private static String readSlowly(byte[] bytes, int from, int to, int start,
            boolean surrogates) {
        StringBuilder text = new StringBuilder(to - from);
        int i = from;
        while (i < to) {
            int lead = bytes[i];
            int size = lead >= 0
                    ? 1
                    : (lead & 0xe0) == 0xc0
                            ? 2
                            : (lead & 0xf0) == 0xe0 ? 3 : (lead & 0xf8) == 0xf0 ? 4 : 0;
            int point = size == 0 || to - i < size ? -1 : size == 1 ? lead : lead & 0x7f >>> size;
            for (int k = i + 1; point >= 0 && k < i + size; k++) {
                point = (bytes[k] & 0xc0) == 0x80 ? point << 6 | (bytes[k] & 0x3f) : -1;
            }
            if (point < lowest(size) || point > Character.MAX_CODE_POINT
                    || !surrogates && isSurrogate(point)) {
                throw new SerializationException("text is not UTF-8 at byte " + (i - start));
            }
            text.appendCodePoint(point);
            i += size;
        }
        return text.toString();
    }

    private static boolean isSurrogate(int point) {
        return point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE;
    }

    /** Returns the lowest character that needs this many bytes; UTF-8 requires the shortest form. */
    private static int lowest(int size) {
        return switch (size) {
            case 2 -> LOWEST_OF_TWO;
            case 3 -> LOWEST_OF_THREE;
            case 4 -> LOWEST_OF_FOUR;
            default -> 0;
        };
    }
}
