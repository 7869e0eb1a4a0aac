package io.jyro.nameserver;

import java.util.List;

/** A part of a pattern, reduced to what decides whether a name matches. Immutable. */
sealed interface PatternNode {
    /** The value for "any number" as the maximum of a {@link Repeat}. */
    long UNLIMITED = Long.MAX_VALUE;
    PatternNode EMPTY = new Sequence(List.of());

    /** One character of a set. */
    record Characters(CodePoints set) implements PatternNode {}

    /** A position between characters. */
    enum Anchor implements PatternNode {
        /** {@code \A}, and {@code ^} unless multiline. */
        START,
        /** {@code ^} if multiline: at the start and after each newline. */
        LINE_START,
        /** {@code \Z}. */
        END,
        /** {@code $} unless multiline: at the end and before a newline that is the last character. */
        END_BUT_NEWLINE,
        /** {@code $} if multiline: at the end and before each newline. */
        LINE_END,
        /** {@code \b} between characters of Unicode. */
        BOUNDARY,
        /** {@code \B} between characters of Unicode. */
        NO_BOUNDARY,
        /** {@code \b} with the flag {@code a}. */
        ASCII_BOUNDARY,
        /** {@code \B} with the flag {@code a}. */
        ASCII_NO_BOUNDARY
    }

    /** Several parts in sequence. */
    record Sequence(List<PatternNode> parts) implements PatternNode {
        /** Copies the parts. */
        public Sequence {
            parts = List.copyOf(parts);
        }
    }

    /** One of several branches. */
    record Choice(List<PatternNode> branches) implements PatternNode {
        /** Copies the branches. */
        public Choice {
            branches = List.copyOf(branches);
        }
    }

    /** A repeated part. */
    record Repeat(PatternNode body, long least, long most) implements PatternNode {}
}
