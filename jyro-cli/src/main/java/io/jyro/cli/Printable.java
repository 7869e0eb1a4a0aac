package io.jyro.cli;

import java.util.Locale;

/** Text of unknown origin, made fit for a terminal and for one line: control characters are written as escapes. */
final class Printable {
    private Printable() {}

    static String of(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (isUnfit(text.charAt(i))) {
                return escaped(text);
            }
        }
        return text;
    }

    private static String escaped(String text) {
        StringBuilder escaped = new StringBuilder(text.length() + 16);
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '\n' -> escaped.append("\\n");
                case '\r' -> escaped.append("\\r");
                default -> {
                    if (isUnfit(c)) {
                        escaped.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
                    } else {
                        escaped.append(c);
                    }
                }
            }
        }
        return escaped.toString();
    }

    // Also the line and paragraph separators, and what turns the direction of writing.
    private static boolean isUnfit(char c) {
        return Character.isISOControl(c) && c != '\t' || c >= '\u2028' && c <= '\u202e'
                || c >= '\u2066' && c <= '\u2069';
    }
}
