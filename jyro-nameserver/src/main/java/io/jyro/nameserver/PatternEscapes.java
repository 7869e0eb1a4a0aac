package io.jyro.nameserver;

import java.util.Locale;

/** Reads escape sequences that mean one character. For one thread. */
final class PatternEscapes {
    private static final int LARGEST_OCTAL = 0377;

    private final PatternText text;

    PatternEscapes(PatternText text) {
        this.text = text;
    }

    /**
     * Returns the character that an escape sequence means.
     *
     * @param c the character after the backslash, which has been read, or -1
     * @param start the position of the backslash
     */
    int character(int c, int start) {
        return switch (c) {
            case -1 -> throw text.invalid("bad escape (end of pattern)", start);
            case 'a' -> 7;
            case 'f' -> '\f';
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            case 'v' -> 11;
            case 'x' -> hex(2, start);
            case 'u' -> hex(4, start);
            case 'U' -> hex(8, start);
            case 'N' -> named(start);
            case '0', '1', '2', '3', '4', '5', '6', '7' -> octal(c, start);
            default -> {
                if (isLetterOrDigit(c)) {
                    throw text.invalid("bad escape \\" + (char) c, start);
                }
                yield c;
            }
        };
    }

    static boolean isOctal(int c) {
        return c >= '0' && c <= '7';
    }

    private int octal(int first, int start) {
        int value = first - '0';
        for (int read = 1; read < 3 && isOctal(text.peek()); read++) {
            value = 8 * value + text.next() - '0';
        }
        if (value > LARGEST_OCTAL) {
            throw text.invalid("octal escape value " + text.since(start)
                    + " outside of range 0-0o377", start);
        }
        return value;
    }

    private int hex(int length, int start) {
        long value = 0;
        for (int read = 0; read < length; read++) {
            int c = text.peek();
            int digit = c < 128 ? Character.digit(c, 16) : -1;
            if (digit < 0) {
                throw text.invalid("incomplete escape " + text.since(start), start);
            }
            text.next();
            value = 16 * value + digit;
        }
        if (value > Character.MAX_CODE_POINT) {
            throw text.invalid("bad escape " + text.since(start), start);
        }
        return (int) value;
    }

    private int named(int start) {
        if (!text.take('{')) {
            throw text.invalid("missing {", text.at());
        }
        int nameStart = text.at();
        if (!text.skipPast('}')) {
            throw text.invalid("missing }, unterminated name", nameStart);
        }
        String name = text.since(nameStart);
        name = name.substring(0, name.length() - 1);
        int c = codePoint(name);
        if (c < 0) {
            throw text.invalid("undefined character name '" + name + "'", start);
        }
        return c;
    }

    // Java also accepts a block name and number for characters without a name; Python does not.
    private static int codePoint(String name) {
        try {
            int c = name.equals(name.strip()) ? Character.codePointOf(name) : -1;
            return c < 0 || String.valueOf(Character.getName(c))
                    .endsWith(" " + Integer.toHexString(c).toUpperCase(Locale.ROOT))
                            ? -1
                            : c;
        } catch (IllegalArgumentException e) {
            return -1;
        }
    }

    private static boolean isLetterOrDigit(int c) {
        return c >= '0' && c <= '9' || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z';
    }
}
