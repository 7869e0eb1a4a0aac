package io.jyro.serialize;

import java.nio.charset.StandardCharsets;

import io.jyro.SerializationException;
import io.jyro.wire.ByteOutput;

/**
 * UTF-8 in and out of byte arrays, surrogates that stand alone included, which Java's own coders refuse. For codecs,
 * those of other modules too.
 */
public final class Utf8 {
    private static final int LOWEST_OF_TWO = 0x80;
    private static final int LOWEST_OF_THREE = 0x800;
    private static final int LOWEST_OF_FOUR = 0x10000;

    private Utf8() {}

    /** Writes a text; surrogates that stand alone as three bytes each. */
    public static void put(String text, ByteOutput out) {
        int length = text.length();
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

    private static void putRest(String text, int from, ByteOutput out) {
        int i = from;
        while (i < text.length()) {
            int point = text.codePointAt(i);
            put(point, out);
            i += Character.charCount(point);
        }
    }

    /** Writes one character. */
    static void put(int point, ByteOutput out) {
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

    /**
     * Reads a text in which surrogates may stand alone.
     *
     * @param start of the payload, from which the offset in an error counts
     */
    public static String read(byte[] bytes, int from, int to, int start) {
        String text = new String(bytes, from, to - from, StandardCharsets.UTF_8);
        // Where Java's decoder finds fault it puts this character, which may also really stand there.
        return text.indexOf('\uFFFD') < 0 ? text : readSlowly(bytes, from, to, start);
    }

    private static String readSlowly(byte[] bytes, int from, int to, int start) {
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
            if (point < lowest(size) || point > Character.MAX_CODE_POINT) {
                throw new SerializationException("text is not UTF-8 at byte " + (i - start));
            }
            text.appendCodePoint(point);
            i += size;
        }
        return text.toString();
    }

    /** Anything below could have been written in fewer bytes, and must have been. */
    private static int lowest(int size) {
        return switch (size) {
            case 2 -> LOWEST_OF_TWO;
            case 3 -> LOWEST_OF_THREE;
            case 4 -> LOWEST_OF_FOUR;
            default -> 0;
        };
    }
}
