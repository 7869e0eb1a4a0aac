package io.jyro.nameserver;

import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

import io.jyro.nameserver.PatternNode.Anchor;
import io.jyro.nameserver.PatternNode.Characters;
import io.jyro.nameserver.PatternNode.Choice;
import io.jyro.nameserver.PatternNode.Repeat;
import io.jyro.nameserver.PatternNode.Sequence;

/**
 * Translates a pattern to the syntax of RE2, and calculates beforehand how large RE2/J's program for it becomes.
 * Immutable.
 */
final class PatternTranslation {
    /** RE2's limit for one repeat; larger counts are written as repeats of repeats. */
    private static final long LARGEST_COUNT = 1_000;
    /** RE2/J nests optional repetitions in each other, and recurses for each. */
    private static final long MOST_OPTIONAL = 100;
    private static final long FRAME = 4; // start, end and failure, with one to spare
    /** Far above the accepted size, and far below where the arithmetic overflows. */
    private static final long HUGE = 1L << 20;

    private final PatternNode root;
    private final PatternAlphabet alphabet;

    private PatternTranslation(PatternNode root, PatternAlphabet alphabet) {
        this.root = root;
        this.alphabet = alphabet;
    }

    /**
     * Prepares a translation.
     *
     * @throws IllegalArgumentException if the matcher does not support the pattern
     */
    static PatternTranslation of(PatternNode root) {
        Set<CodePoints> sets = new HashSet<>();
        Set<Anchor> anchors = EnumSet.noneOf(Anchor.class);
        collect(root, sets, anchors);
        return new PatternTranslation(root, new PatternAlphabet(sets, anchors));
    }

    private static void collect(PatternNode node, Set<CodePoints> sets, Set<Anchor> anchors) {
        switch (node) {
            case Characters characters -> sets.add(characters.set());
            case Anchor anchor -> anchors.add(anchor);
            case Sequence sequence ->
                sequence.parts().forEach(part -> collect(part, sets, anchors));
            case Choice choice -> choice.branches()
                    .forEach(branch -> collect(branch, sets, anchors));
            case Repeat repeat -> collect(repeat.body(), sets, anchors);
        }
    }

    PatternAlphabet alphabet() {
        return alphabet;
    }

    /** Returns how many instructions RE2/J's program has at most; not exact above a million. */
    long instructions() {
        return FRAME + instructions(root);
    }

    private long instructions(PatternNode node) {
        long count = switch (node) {
            case Characters characters -> alphabet.instructionsPerCharacter();
            case Anchor anchor -> 1;
            case Sequence sequence -> Math.max(1, sum(sequence.parts()));
            case Choice choice -> sum(choice.branches()) + choice.branches().size();
            case Repeat(PatternNode body, long least, long most) -> {
                long once = instructions(body);
                yield most == PatternNode.UNLIMITED
                        ? Math.max(1, least) * once + 2
                        : Math.max(1, least * once + (most - least) * (once + 2));
            }
        };
        return Math.min(count, HUGE);
    }

    private long sum(List<PatternNode> nodes) {
        long sum = 0;
        for (PatternNode node : nodes) {
            sum += instructions(node);
        }
        return sum;
    }

    /** Returns the pattern in RE2's syntax, for names in the form of its alphabet. */
    String text() {
        StringBuilder text = new StringBuilder();
        write(root, text);
        return text.toString();
    }

    private void write(PatternNode node, StringBuilder text) {
        switch (node) {
            case Characters characters -> text.append(alphabet.written(characters.set()));
            case Anchor anchor -> text.append(switch (anchor) {
                case START -> "\\A";
                case END -> "\\z";
                case LINE_START -> "(?m:^)";
                case LINE_END, END_BUT_NEWLINE -> "(?m:$)";
                case BOUNDARY, ASCII_BOUNDARY -> "\\b";
                case NO_BOUNDARY, ASCII_NO_BOUNDARY -> "\\B";
            });
            case Sequence sequence -> sequence.parts().forEach(part -> writeInGroup(part, text));
            case Choice choice -> {
                String separator = "";
                for (PatternNode branch : choice.branches()) {
                    text.append(separator);
                    write(branch, text);
                    separator = "|";
                }
            }
            case Repeat repeat -> write(repeat, text);
        }
    }

    private void writeInGroup(PatternNode node, StringBuilder text) {
        text.append("(?:");
        write(node, text);
        text.append(')');
    }

    private void write(Repeat repeat, StringBuilder text) {
        StringBuilder inGroup = new StringBuilder();
        writeInGroup(repeat.body(), inGroup);
        String body = inGroup.toString();
        // The text repeats the body no more often than the program does, whose size is limited.
        if (repeat.most() == PatternNode.UNLIMITED) {
            writeTimes(body, "", Math.max(1, repeat.least()) - 1, LARGEST_COUNT, text);
            text.append(body).append(repeat.least() == 0 ? '*' : '+');
        } else {
            writeTimes(body, "", repeat.least(), LARGEST_COUNT, text);
            writeTimes(body, "0,", repeat.most() - repeat.least(), MOST_OPTIONAL, text);
        }
    }

    private static void writeTimes(String body, String from, long times, long largest,
            StringBuilder text) {
        if (times >= largest) {
            text.append("(?:").append(body).append('{').append(from).append(largest)
                    .append("}){").append(times / largest).append('}');
        }
        if (times % largest > 0) {
            text.append(body).append('{').append(from).append(times % largest).append('}');
        }
    }
}
