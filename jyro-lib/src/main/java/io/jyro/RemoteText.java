package io.jyro;

import java.util.Locale;

import org.jspecify.annotations.Nullable;

/**
 * Prepares text from other machines for log lines and error messages. The result is one line of at most some hundred
 * visible characters, so that a peer can neither forge a log line, nor control a terminal, nor fill a disk with one
 * message. Jyro logs nothing from a peer without it; users who log arguments or names can do the same. Thread-safe.
 *
 * <p>Characters that are not shown as themselves are written as in Java source: {@code \n}, {@code \u001b}. These are
 * control characters, line and paragraph separators, marks that change the writing direction, other invisible
 * characters, and surrogates without their other half. Backslashes are not escaped, so that preparing a text twice does
 * not change it.
 */
public final class RemoteText {
    /** The length at which names, uris and other parts of a message are cut. */
    static final int MOST_SHOWN = 200;
    /** The length at which a whole message is cut: our own sentence and the remote parts in it. */
    static final int LONGEST_MESSAGE = 1000;

    private RemoteText() {}

    /**
     * Returns a name, uri or other text in one line, cut at 200 characters: {@code aaa… (1,234,567 characters)}. The
     * cost does not depend on the length of the text.
     *
     * @return {@code null} as the word for null, as in other messages
     */
    public static String shown(@Nullable String text) {
        return shown(text, MOST_SHOWN);
    }

    /**
     * Returns the message of an exception in one line, cut at 1,000 characters, or the name of its class if it has
     * none. Never throws, whatever the exception's own methods do.
     */
    public static String message(Throwable thrown) {
        try {
            String message = thrown.getMessage();
            return message == null
                    ? shown(thrown.getClass().getSimpleName())
                    : shown(message, LONGEST_MESSAGE);
        } catch (RuntimeException | Error e) { // thrown by a user's exception class
            return thrown.getClass().getName() + " (no message: getMessage() failed)";
        }
    }

    /** Returns the class of an exception and its message, as {@link #message} prepares it. Never throws. */
    public static String described(Throwable thrown) {
        try {
            String name = thrown.getClass().getName();
            return thrown.getMessage() == null ? name : name + ": " + message(thrown);
        } catch (RuntimeException | Error e) { // thrown by a user's exception class
            return message(thrown);
        }
    }

    /**
     * Returns an exception whose stack trace can be logged: the same one if its messages and frames, and those of its
     * causes, are short and of one line each; otherwise a copy that names the class of the original. Programs get the
     * original with its whole text; only log lines use the copy. Never throws.
     */
    public static Throwable loggable(Throwable thrown) {
        return PrintedThrowable.of(thrown);
    }

    /** Returns a text in one line, cut at another length, for messages with many such parts or minor ones. */
    public static String shown(@Nullable String text, int most) {
        if (text == null) {
            return "null";
        }
        int end = text.length() <= most ? text.length() : most;
        if (end < text.length()
                && Character.isSurrogatePair(text.charAt(end - 1), text.charAt(end))) {
            end--;
        }
        int visible = visible(text, 0, end);
        if (visible == text.length()) {
            return text;
        }
        StringBuilder line = new StringBuilder(end + 40).append(text, 0, visible);
        for (int i = visible; i < end;) {
            int next = visible(text, i, end);
            line.append(text, i, next);
            if (next < end) {
                int point = text.codePointAt(next);
                escape(point, line);
                next += Character.charCount(point);
            }
            i = next;
        }
        if (end < text.length()) {
            line.append(String.format(Locale.ROOT, "… (%,d characters)", text.length()));
        }
        return line.toString();
    }

    /** Returns whether {@link #shown} would return the text unchanged. */
    static boolean isShownAsIs(String text, int most) {
        return text.length() <= most && visible(text, 0, text.length()) == text.length();
    }

    /** Returns the end of the run of visible characters that begins at an index. */
    private static int visible(String text, int from, int end) {
        int i = from;
        while (i < end) {
            char c = text.charAt(i);
            if (c >= ' ' && c < 0x7f) {
                i++;
            } else {
                int point = text.codePointAt(i);
                if (!isVisible(point)) {
                    break;
                }
                i += Character.charCount(point);
            }
        }
        return i;
    }

    /**
     * Returns whether a character of remote text may be shown: not a control or format character, line separator,
     * unpaired surrogate or letter without a shape.
     */
    public static boolean isVisible(int point) {
        return switch (Character.getType(point)) {
            case Character.CONTROL, Character.FORMAT, Character.SURROGATE,
                    Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR ->
                false;
            default -> !isIgnorable(point);
        };
    }

    // Letters and marks without a shape of their own, which Unicode does not count as format characters.
    private static boolean isIgnorable(int point) {
        return point == 0x034f // the grapheme joiner
                || point == 0x115f || point == 0x1160 || point == 0x3164 || point == 0xffa0 // Hangul fillers
                || point == 0x17b4 || point == 0x17b5 // Khmer vowels that are never written
                || point >= 0x180b && point <= 0x180f // variation selectors, here and in the next two
                || point >= 0xfe00 && point <= 0xfe0f
                || point >= 0xe0000 && point <= 0xe0fff;
    }

    private static void escape(int point, StringBuilder line) {
        switch (point) {
            case '\n' -> line.append("\\n");
            case '\r' -> line.append("\\r");
            case '\t' -> line.append("\\t");
            default -> {
                for (char unit : Character.toChars(point)) {
                    line.append(String.format(Locale.ROOT, "\\u%04x", (int) unit));
                }
            }
        }
    }
}
