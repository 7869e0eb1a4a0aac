package io.jyro.pickle;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

import io.jyro.SerializationException;

/** Parses the text lines of protocol 0, and Python 2's text, which is bytes. */
final class PickleText {
    private static final int HEX_DIGITS = 2;
    private static final int SHORT_ESCAPE = 4;
    private static final int LONG_ESCAPE = 8;

    private final byte[] bytes;
    private final int maxDigits;

    PickleText(byte[] bytes, int maxDigits) {
        this.bytes = bytes;
        this.maxDigits = maxDigits;
    }

    // Numbers

    /**
     * Reads an integer, or a boolean: protocol 0 has no instructions for True and False, so they are written as the
     * integers {@code 01} and {@code 00}.
     */
    Object integerOrBoolean(int from, int to) {
        if (to - from == 2 && bytes[from] == '0'
                && (bytes[from + 1] == '0' || bytes[from + 1] == '1')) {
            return bytes[from + 1] == '1';
        }
        return integer(from, to);
    }

    /** Reads an integer with or without Python 2's L at its end. */
    Object longInteger(int from, int to) {
        return integer(from, to > from && bytes[to - 1] == 'L' ? to - 1 : to);
    }

    private Object integer(int from, int to) {
        int first = to > from && (bytes[from] == '-' || bytes[from] == '+') ? from + 1 : from;
        if (first == to) {
            throw notANumber("an integer");
        }
        if (to - first > maxDigits) {
            throw new SerializationException("it has an integer of " + (to - first)
                    + " digits in text, but maxIntegerDigits is " + maxDigits);
        }
        for (int i = first; i < to; i++) {
            if (bytes[i] < '0' || bytes[i] > '9') {
                throw notANumber("an integer");
            }
        }
        return Integers.smallest(new BigInteger(latin1(from, to)));
    }

    Object floatingPoint(int from, int to) {
        String text = latin1(from, to);
        switch (text) {
            case "inf" -> {
                return Double.POSITIVE_INFINITY;
            }
            case "-inf" -> {
                return Double.NEGATIVE_INFINITY;
            }
            case "nan", "-nan" -> {
                return Double.NaN;
            }
            default -> {
                // Java would accept more than Python writes: hexadecimal, suffixes, blanks
                for (int i = 0; i < text.length(); i++) {
                    char c = text.charAt(i);
                    if ((c < '0' || c > '9') && "+-.eE".indexOf(c) < 0) {
                        throw notANumber("a float");
                    }
                }
                try {
                    return Double.valueOf(text);
                } catch (NumberFormatException e) {
                    throw notANumber("a float");
                }
            }
        }
    }

    long memoNumber(int from, int to) {
        if (from == to || to - from > 10) {
            throw notANumber("a number of the memo");
        }
        long number = 0;
        for (int i = from; i < to; i++) {
            if (bytes[i] < '0' || bytes[i] > '9') {
                throw notANumber("a number of the memo");
            }
            number = number * 10 + bytes[i] - '0';
        }
        return number;
    }

    private static SerializationException notANumber(String wanted) {
        return new SerializationException(
                "it has a line that should be " + wanted + " but is not");
    }

    // Texts

    /** Returns a str of Python 2: text if it is ASCII, otherwise bytes. */
    Object ofPython2(int from, int to) {
        for (int i = from; i < to; i++) {
            if (bytes[i] < 0) {
                return Arrays.copyOfRange(bytes, from, to);
            }
        }
        return latin1(from, to);
    }

    /** Reads a str of Python 2 in the form of source code: between quotes, with escapes. */
    Object quoted(int from, int to) {
        if (to - from < 2 || bytes[from] != bytes[to - 1]
                || (bytes[from] != '\'' && bytes[from] != '"')) {
            throw new SerializationException("it has a line that should be text in quotes");
        }
        byte[] plain = new byte[to - from];
        int length = 0;
        for (int i = from + 1; i < to - 1;) {
            if (bytes[i] != '\\') {
                plain[length++] = bytes[i++];
                continue;
            }
            if (i + 1 == to - 1) {
                throw new SerializationException(
                        "it has text in quotes that ends with a backslash");
            }
            int next = bytes[i + 1];
            int simple = "\\'\"abfnrtv".indexOf(next);
            if (simple >= 0) {
                plain[length++] = (byte) "\\'\"\u0007\b\f\n\r\t\u000b".charAt(simple);
                i += 2;
            } else if (next == 'x') {
                plain[length++] = (byte) hex(i + 2, HEX_DIGITS, to - 1);
                i += 2 + HEX_DIGITS;
            } else if (next >= '0' && next <= '7') {
                int value = 0;
                int k = i + 1;
                for (; k < to - 1 && k < i + 4 && bytes[k] >= '0' && bytes[k] <= '7'; k++) {
                    value = value * 8 + bytes[k] - '0';
                }
                plain[length++] = (byte) value;
                i = k;
            } else {
                plain[length++] = '\\';
                i++;
            }
        }
        return new PickleText(plain, maxDigits).ofPython2(0, length);
    }

    /** Reads Unicode text: Latin-1, with escapes for all other characters. */
    String escaped(int from, int to) {
        StringBuilder text = new StringBuilder(to - from);
        for (int i = from; i < to;) {
            int c = bytes[i] & 0xff;
            int next = c == '\\' && i + 1 < to ? bytes[i + 1] : 0;
            int digits = next == 'u' ? SHORT_ESCAPE : next == 'U' ? LONG_ESCAPE : 0;
            if (digits > 0) {
                int point = hex(i + 2, digits, to);
                if (!Character.isValidCodePoint(point)) {
                    throw new SerializationException(
                            "it has an escape for a number that is not a character of Unicode");
                }
                text.appendCodePoint(point);
                i += 2 + digits;
            } else {
                text.append((char) c);
                i++;
                if (next != 0) {
                    // so that the second of two backslashes does not begin an escape
                    text.append((char) (next & 0xff));
                    i++;
                }
            }
        }
        return text.toString();
    }

    private int hex(int from, int digits, int to) {
        int value = 0;
        for (int i = from; i < from + digits; i++) {
            int digit = i < to ? Character.digit(bytes[i], 16) : -1;
            if (digit < 0) {
                throw new SerializationException(
                        "it has text with an escape of fewer than " + digits
                                + " hexadecimal digits");
            }
            value = value << 4 | digit;
        }
        return value;
    }

    private String latin1(int from, int to) {
        return new String(bytes, from, to - from, StandardCharsets.ISO_8859_1);
    }
}
