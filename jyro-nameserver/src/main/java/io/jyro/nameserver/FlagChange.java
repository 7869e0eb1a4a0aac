package io.jyro.nameserver;

import java.util.regex.PatternSyntaxException;

/**
 * The flags that a group such as {@code (?i)} or {@code (?i-s:...)} switches.
 *
 * @param on the letters of the flags that it switches on
 * @param off the letters of the flags that it switches off
 * @param isGlobal whether the group applies to the whole pattern and not to its own contents
 */
record FlagChange(String on, String off, boolean isGlobal) {
    /**
     * Reads the letters, up to and including the colon or parenthesis after them.
     *
     * @param start the position of the opening parenthesis
     */
    static FlagChange parse(PatternText text, int start) {
        if (text.peek() != '-' && text.peek() != 'L' && !PatternFlags.isFlag(text.peek())) {
            int unknown = text.next();
            throw text.invalid("unknown extension ?"
                    + (unknown < 0 ? "" : Character.toString(unknown)), start + 1);
        }
        String on = letters(text);
        if (on.indexOf('L') >= 0) {
            throw wrong("cannot use 'L' flag with a str pattern", text, start);
        }
        if (on.indexOf('a') >= 0 && on.indexOf('u') >= 0) {
            throw wrong("flags 'a', 'u' and 'L' are incompatible", text, start);
        }
        if (text.take(')')) {
            return new FlagChange(on, "", true);
        }
        String off = "";
        if (text.take('-')) {
            off = letters(text);
            if (off.isEmpty()) {
                throw text.invalid("missing flag", text.at());
            }
            if (off.chars().anyMatch(letter -> "auL".indexOf(letter) >= 0)) {
                throw wrong("cannot turn off flags 'a', 'u' and 'L'", text, start);
            }
        }
        if (!text.take(':')) {
            throw text.invalid(off.isEmpty() ? "missing -, : or )" : "missing :", text.at());
        }
        for (int i = 0; i < on.length(); i++) {
            if (off.indexOf(on.charAt(i)) >= 0) {
                throw wrong("flag turned on and off", text, start);
            }
        }
        return new FlagChange(on, off, false);
    }

    private static String letters(PatternText text) {
        int start = text.at();
        while (text.peek() == 'L' || PatternFlags.isFlag(text.peek())) {
            text.next();
        }
        return text.since(start);
    }

    private static PatternSyntaxException wrong(String what, PatternText text, int start) {
        return text.invalid("bad inline flags: " + what, start);
    }

    PatternFlags appliedTo(PatternFlags flags) {
        PatternFlags changed = flags;
        for (int i = 0; i < on.length(); i++) {
            changed = changed.with(on.charAt(i), true);
        }
        for (int i = 0; i < off.length(); i++) {
            changed = changed.with(off.charAt(i), false);
        }
        return changed;
    }
}
