package io.jyro.cli.output;

import java.util.Locale;

import io.jyro.RemoteText;

/**
 * Text of unknown origin, made fit for a terminal and for one line. Written as escapes are control characters, ends of
 * lines, characters that are not seen or turn the direction of writing, and halves of characters; tabs stay.
 */
public final class Printable {
    private Printable() {}

    /** The text with escapes where it needs them. */
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
