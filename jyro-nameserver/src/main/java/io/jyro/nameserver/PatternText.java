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

    /** Goes back to a position. */
    void backTo(int position) {
        at = position;
    }

    boolean isAtEnd() {
        return at >= text.length();
    }

    /** The next character, or -1 at the end. */
    int next() {
        if (isAtEnd()) {
            return END;
        }
        int c = text.codePointAt(at);
        at += Character.charCount(c);
        return c;
    }

    /** What {@link #next} will return, or a part of it if that is beyond U+FFFF. */
    int peek() {
        return peek(0);
    }

    /** What is so many characters further on, or -1 beyond the end. */
    int peek(int further) {
        return at + further < text.length() ? text.charAt(at + further) : END;
    }

    /** Moves past a character if that is the next one. */
    boolean take(char expected) {
        boolean found = peek() == expected;
        if (found) {
            at++;
        }
        return found;
    }

    /** Moves past the next such character, or to the end if there is none. A backslash hides the character after it. */
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

    /** Moves past the digits 0 to 9 that are next. */
    String digits() {
        int start = at;
        while (peek() >= '0' && peek() <= '9') {
            at++;
        }
        return since(start);
    }

    /** The text from a position up to here. */
    String since(int start) {
        return text.substring(start, at);
    }

    PatternSyntaxException invalid(String what, int position) {
        return new PatternSyntaxException(what + " at position " + position, text, position);
    }

    /** The refusal of something that Python has, and that only a matcher with backtracking can do. */
    PatternSyntaxException backtracks(String what, int position) {
        return invalid(
                what + " are not supported, since the name server matches without backtracking,",
                position);
    }
}
