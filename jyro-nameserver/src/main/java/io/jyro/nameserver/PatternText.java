package io.jyro.nameserver;

import java.util.regex.PatternSyntaxException;

/** The text of a pattern and a position in it. For one thread. */
final class PatternText {
    private static final int END = -1;

    private final String text;
    private int at;

    PatternText(String text) {
        this.text = text;
    }

    int at() {
        return at;
    }

    /** Moves back to an earlier position. */
    void backTo(int position) {
        at = position;
    }

    boolean isAtEnd() {
        return at >= text.length();
    }

    /** Returns the next character and moves past it, or returns -1 at the end. */
    int next() {
        if (isAtEnd()) {
            return END;
        }
        int c = text.codePointAt(at);
        at += Character.charCount(c);
        return c;
    }

    /** Returns the character that {@link #next} will return, or its first half if it is beyond U+FFFF. */
    int peek() {
        return peek(0);
    }

    /** Returns the character at a distance from the position, or -1 beyond the end. */
    int peek(int further) {
        return at + further < text.length() ? text.charAt(at + further) : END;
    }

    /** Moves past a character if it is the next one. Returns whether it is. */
    boolean take(char expected) {
        boolean found = peek() == expected;
        if (found) {
            at++;
        }
        return found;
    }

    /**
     * Moves past the next occurrence of a character that is not escaped; to the end if there is none.
     */
    boolean skipPast(char end) {
        while (!isAtEnd()) {
            int c = next();
            if (c == end) {
                return true;
            }
            if (c == '\\') {
                next();
            }
        }
        return false;
    }

    /** Moves past the digits 0 to 9 at the position, and returns them. */
    String digits() {
        int start = at;
        while (peek() >= '0' && peek() <= '9') {
            at++;
        }
        return since(start);
    }

    /** Returns the text from a position to the current one. */
    String since(int start) {
        return text.substring(start, at);
    }

    PatternSyntaxException invalid(String what, int position) {
        return new PatternSyntaxException(what + " at position " + position, text, position);
    }

    /** Returns the error for a feature of Python that requires a matcher with backtracking. */
    PatternSyntaxException backtracks(String what, int position) {
        return invalid(
                what + " are not supported, since the name server matches without backtracking,",
                position);
    }
}
