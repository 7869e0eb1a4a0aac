package io.jyro.cli.output;

import java.util.Locale;

import io.jyro.RemoteText;

/**
 * Makes text of unknown origin fit for one line of a terminal. Control characters, line ends, invisible characters,
 * characters that change the writing direction, and lone surrogates are escaped; tabs are kept.
 */
public final class Printable {
    private Printable() {}

    /** Returns the text with escapes where necessary. */
    public static String of(String text) {
        for (int i = 0; i < text.length();) {
            int c = text.codePointAt(i);
            if (isUnfit(c)) {
                return escaped(text);
            }
            i += Character.charCount(c);
        }
        return text;
    }

    private static String escaped(String text) {
        StringBuilder escaped = new StringBuilder(text.length() + 16);
        for (int i = 0; i < text.length();) {
            int c = text.codePointAt(i);
            i += Character.charCount(c);
            if (!isUnfit(c)) {
                escaped.appendCodePoint(c);
            } else if (c == '\n') {
                escaped.append("\\n");
            } else if (c == '\r') {
                escaped.append("\\r");
            } else {
                escaped.append(
                        String.format(Locale.ROOT, c < 0x10000 ? "\\u%04x" : "\\U%08x", c));
            }
        }
        return escaped.toString();
    }

    private static boolean isUnfit(int c) {
        return c != '\t' && !RemoteText.isVisible(c);
    }
}
