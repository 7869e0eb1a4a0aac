package io.jyro.serialize.format;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

import io.jyro.SerializationException;

/** Decodes the inside of one Python string or bytes literal, between its quotes. */
final class SerpentText {
    private static final int LARGEST_BYTE_ESCAPE = 0xFF;

    private final byte[] bytes;
    private final int start;

    /** Creates a decoder for the payload that begins at {@code start}, to which offsets in errors are relative. */
    SerpentText(byte[] bytes, int start) {
        this.bytes = bytes;
        this.start = start;
    }

    /** Decodes UTF-8 without escapes. */
    String utf8(int from, int to) {
        String text = new String(bytes, from, to - from, StandardCharsets.UTF_8);
        if (text.indexOf('\uFFFD') >= 0) {
            refuseMalformed(from, to); // either the decoder inserted it, or the text really contains it
        }
        return text;
    }

    private void refuseMalformed(int from, int to) {
        ByteBuffer rest = ByteBuffer.wrap(bytes, from, to - from);
        try {
            StandardCharsets.UTF_8.newDecoder().decode(rest);
        } catch (CharacterCodingException e) {
            throw new SerializationException(
                    "serpent text is not UTF-8 at byte " + (rest.position() - start), e);
        }
    }

    /** Decodes a text with escapes or carriage returns; {@code raw} keeps the escapes unchanged. */
    String text(int from, int to, boolean raw) {
        StringBuilder text = new StringBuilder(to - from);
        int i = from;
        while (i < to) {
            int next = special(i, to, raw);
            if (next > i) {
                text.append(utf8(i, next));
                i = next;
            } else if (bytes[i] == '\r') {
                text.append('\n'); // Python reads every kind of line end as a line feed
                i = behindLineEnd(i, to);
            } else {
                i = escape(i, to, text, false);
            }
        }
        return text.toString();
    }

    /** Decodes a bytes literal, which must be ASCII. */
    byte[] bytes(int from, int to, boolean raw) {
        for (int i = from; i < to; i++) {
            if (bytes[i] < 0) {
                throw new SerializationException(
                        "bytes literals hold ASCII characters only, but the one at byte "
                                + (i - start) + " is not ASCII");
            }
        }
        if (special(from, to, raw) == to) {
            return Arrays.copyOfRange(bytes, from, to);
        }
        String text = textOfBytes(from, to, raw);
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    private String textOfBytes(int from, int to, boolean raw) {
        StringBuilder text = new StringBuilder(to - from);
        int i = from;
        while (i < to) {
            int next = special(i, to, raw);
            if (next > i) {
                text.append(new String(bytes, i, next - i, StandardCharsets.ISO_8859_1));
                i = next;
            } else if (bytes[i] == '\r') {
                text.append('\n');
                i = behindLineEnd(i, to);
            } else {
                i = escape(i, to, text, true);
            }
        }
        return text.toString();
    }

    /** Returns the index of the next backslash or carriage return. */
    private int special(int from, int to, boolean raw) {
        int i = from;
        while (i < to && bytes[i] != '\r' && (bytes[i] != '\\' || raw)) {
            i++;
        }
        return i;
    }

    private int behindLineEnd(int i, int to) {
        return bytes[i] == '\r' && i + 1 < to && bytes[i + 1] == '\n' ? i + 2 : i + 1;
    }

    /** Appends the meaning of the escape at {@code i} and returns the index after it. */
    private int escape(int i, int to, StringBuilder text, boolean ofBytes) {
        int c = bytes[i + 1];
        switch (c) {
            case '\\', '\'', '"' -> text.append((char) c);
            case 'n' -> text.append('\n');
            case 'r' -> text.append('\r');
            case 't' -> text.append('\t');
            case 'a' -> text.append('\u0007');
            case 'b' -> text.append('\b');
            case 'f' -> text.append('\f');
            case 'v' -> text.append('\u000B');
            case '\n', '\r' -> {
                return behindLineEnd(i + 1, to);
            }
            case '0', '1', '2', '3', '4', '5', '6', '7' -> {
                return octal(i + 1, to, text, ofBytes);
            }
            case 'x' -> {
                return hex(i, to, 2, text);
            }
            case 'u', 'U', 'N' -> {
                if (!ofBytes) {
                    return c == 'N' ? named(i, to, text) : hex(i, to, c == 'u' ? 4 : 8, text);
                }
                text.append('\\').append((char) c);
            }
            default -> {
                // Not an escape: Python keeps the backslash and the character after it.
                text.append('\\');
                return i + 1;
            }
        }
        return i + 2;
    }

    private int octal(int from, int to, StringBuilder text, boolean ofBytes) {
        int value = 0;
        int i = from;
        while (i < to && i < from + 3 && bytes[i] >= '0' && bytes[i] <= '7') {
            value = value * 8 + bytes[i++] - '0';
        }
        text.append((char) (ofBytes ? value & LARGEST_BYTE_ESCAPE : value));
        return i;
    }

    private int hex(int escape, int to, int digits, StringBuilder text) {
        int from = escape + 2;
        long value = 0;
        for (int i = from; i < from + digits; i++) {
            int digit = i < to ? hexDigit(bytes[i]) : -1;
            if (digit < 0) {
                throw bad(escape, digits + " hexadecimal digits must follow");
            }
            value = value << 4 | digit;
        }
        if (value > Character.MAX_CODE_POINT) {
            throw bad(escape, "there is no such character");
        }
        text.appendCodePoint((int) value);
        return from + digits;
    }

    /** Returns the value of a hexadecimal digit, or -1. */
    static int hexDigit(int c) {
        if (c >= '0' && c <= '9') {
            return c - '0';
        }
        int lower = c | 0x20;
        return lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : -1;
    }

    private int named(int escape, int to, StringBuilder text) {
        int from = escape + 3;
        int close = from;
        while (close < to && bytes[close] != '}') {
            close++;
        }
        if (close >= to || bytes[from - 1] != '{') {
            throw bad(escape, "a name in braces must follow");
        }
        try {
            String name = new String(bytes, from, close - from, StandardCharsets.ISO_8859_1);
            text.appendCodePoint(Character.codePointOf(name));
        } catch (IllegalArgumentException e) {
            throw new SerializationException(
                    "serpent text has a bad escape at byte " + (escape - start)
                            + ": there is no character of that name",
                    e);
        }
        return close + 1;
    }

    private SerializationException bad(int escape, String why) {
        return new SerializationException(
                "serpent text has a bad escape at byte " + (escape - start) + ": " + why);
    }
}
