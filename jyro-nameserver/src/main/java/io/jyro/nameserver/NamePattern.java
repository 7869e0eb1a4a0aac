package io.jyro.nameserver;

import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

import io.jyro.NamingException;

/**
 * A regular expression in Python's syntax that a client sent, matched against names from their start. For one search:
 * all names that it is matched against share one budget of steps, so that no expression, however it backtracks, holds
 * a thread for long. For one thread.
 */
final class NamePattern {
    // Some tenths of a second. Harmless expressions need less than ten steps for a character of a name.
    private static final long STEPS = 5_000_000;
    private static final long STEPS_PER_CHARACTER = 50;

    private final String regex;
    private final Pattern pattern;
    private long stepsLeft = STEPS;

    private NamePattern(String regex, Pattern pattern) {
        this.regex = regex;
        this.pattern = pattern;
    }

    /**
     * An expression ready to be matched.
     *
     * @throws NamingException {@code invalid regex: } and why
     */
    static NamePattern compile(String regex) {
        try {
            return new NamePattern(regex, PythonRegex.translate(regex));
        } catch (PatternSyntaxException e) {
            throw new NamingException("invalid regex: " + e.getDescription(), e);
        } catch (StackOverflowError e) {
            throw new NamingException("invalid regex: it is too long", e);
        }
    }

    /**
     * Whether a name begins with something that the expression matches.
     *
     * @throws NamingException if the search takes too many steps
     */
    boolean matches(String name) {
        if (name.isEmpty()) {
            return false; // it has no character to count steps by
        }
        stepsLeft += STEPS_PER_CHARACTER * name.length();
        try {
            return pattern.matcher(new Steps(name)).lookingAt();
        } catch (StackOverflowError e) {
            throw tooHard(e);
        }
    }

    private NamingException tooHard(Throwable cause) {
        return new NamingException("invalid regex: matching " + regex
                + " takes too many steps; write it with fewer repeats inside repeats", cause);
    }

    /** A name that counts how often the matcher looks at it. */
    private final class Steps implements CharSequence {
        private final String name;

        Steps(String name) {
            this.name = name;
        }

        @Override
        public char charAt(int index) {
            if (--stepsLeft < 0) {
                throw tooHard(new IllegalStateException("no steps left"));
            }
            return name.charAt(index);
        }

        @Override
        public int length() {
            return name.length();
        }

        @Override
        public CharSequence subSequence(int start, int end) {
            return name.substring(start, end);
        }

        @Override
        public String toString() {
            return name;
        }
    }
}
