package io.jyro.nameserver;

import java.util.Arrays;
import java.util.BitSet;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

import io.jyro.nameserver.PatternNode.Anchor;

/**
 * The characters of names, reduced to the distinctions that one pattern makes. Characters that are in the same sets of
 * the pattern become one symbol. The matcher sees only symbols, so that its own rules for Unicode, words and case have
 * no effect.
 *
 * <p>If the pattern contains word boundaries, a character is written as three: its symbol between two letters if it
 * belongs to a word, between two hyphens if not. The matcher, which knows the words of ASCII, then finds the boundaries
 * of Python's words. A newline that ends a line for the pattern remains a newline.
 */
final class PatternAlphabet {
    // Ideographs: they have no special meaning for the matcher, and no case (RE2/J takes a set of both cases of a
    // letter for that letter, ignoring case). There are 20,000 of them, but fewer than 10,000 places where the sets of
    // Unicode and of a pattern of 1,000 characters change.
    private static final char FIRST_SYMBOL = 0x4E00;
    private static final char WORD = 'a';
    private static final char NO_WORD = '-';
    private static final CodePoints NEWLINE = CodePoints.of('\n');

    /** The first code point of each range whose members are in the same sets. */
    private final int[] stretches;
    private final int[] symbolOf; // the symbol of each range, counted from 0
    private final Lines lines;
    private final boolean marksWords;
    private final BitSet wordSymbols;
    private final Map<CodePoints, String> written = new HashMap<>();

    /** The newlines that end a line. */
    private enum Lines {
        NONE, AT_THE_END, ALL
    }

    /**
     * Creates the alphabet of a pattern.
     *
     * @param sets all sets of the pattern
     * @throws IllegalArgumentException if the pattern mixes anchors of which the matcher supports only one kind at a
     *         time
     */
    PatternAlphabet(Collection<CodePoints> sets, Set<Anchor> anchors) {
        lines = lines(anchors);
        CodePoints words = words(anchors);
        marksWords = !words.isEmpty();
        stretches = stretches(sets, words);
        symbolOf = new int[stretches.length];
        int count = 1;
        for (CodePoints set : sets) {
            count = split(set, count);
        }
        count = split(words, count);
        split(NEWLINE, count);
        wordSymbols = symbolsIn(words);
    }

    private static Lines lines(Set<Anchor> anchors) {
        boolean all = anchors.contains(Anchor.LINE_START) || anchors.contains(Anchor.LINE_END);
        boolean last = anchors.contains(Anchor.END_BUT_NEWLINE);
        if (all && last) {
            throw new IllegalArgumentException(
                    "anchors with and without the flag m are not supported in one pattern");
        }
        return all ? Lines.ALL : last ? Lines.AT_THE_END : Lines.NONE;
    }

    private static CodePoints words(Set<Anchor> anchors) {
        boolean ascii = anchors.contains(Anchor.ASCII_BOUNDARY)
                || anchors.contains(Anchor.ASCII_NO_BOUNDARY);
        boolean unicode = anchors.contains(Anchor.BOUNDARY)
                || anchors.contains(Anchor.NO_BOUNDARY);
        if (ascii && unicode) {
            throw new IllegalArgumentException(
                    "\\b and \\B with and without the flag a are not supported in one pattern");
        }
        return ascii || unicode ? PythonClasses.words(ascii) : CodePoints.NONE;
    }

    private static int[] stretches(Collection<CodePoints> sets, CodePoints words) {
        BitSet starts = new BitSet();
        starts.set(0);
        starts.set('\n');
        starts.set('\n' + 1);
        addEdges(words, starts);
        sets.forEach(set -> addEdges(set, starts));
        starts.clear(CodePoints.END);
        return starts.stream().toArray();
    }

    private static void addEdges(CodePoints set, BitSet starts) {
        for (int i = 0; i < set.edgeCount(); i++) {
            starts.set(set.edge(i));
        }
    }

    /** Gives the members of a set other symbols than all other characters. Returns how many symbols there are then. */
    private int split(CodePoints set, int count) {
        int[] renamed = new int[2 * count];
        Arrays.fill(renamed, -1);
        int next = 0;
        int passed = 0;
        for (int i = 0; i < stretches.length; i++) {
            while (passed < set.edgeCount() && set.edge(passed) <= stretches[i]) {
                passed++;
            }
            int key = 2 * symbolOf[i] + passed % 2;
            if (renamed[key] < 0) {
                renamed[key] = next++;
            }
            symbolOf[i] = renamed[key];
        }
        return next;
    }

    private BitSet symbolsIn(CodePoints set) {
        BitSet inside = new BitSet();
        int passed = 0;
        for (int i = 0; i < stretches.length; i++) {
            while (passed < set.edgeCount() && set.edge(passed) <= stretches[i]) {
                passed++;
            }
            inside.set(symbolOf[i], inside.get(symbolOf[i]) || passed % 2 == 1);
        }
        return inside;
    }

    /** Returns how many characters the matcher sees for one character of a name. */
    int charactersPerCharacter() {
        return marksWords ? 3 : 1;
    }

    /** Returns how many instructions of the matcher one character of a set costs at most. */
    int instructionsPerCharacter() {
        return marksWords ? 9 : 1; // two alternations, and branches of three, three and one
    }

    /** Returns a name in the form for the matcher. */
    String written(String name) {
        StringBuilder text = new StringBuilder(name.length() * charactersPerCharacter());
        for (int i = 0; i < name.length();) {
            int c = name.codePointAt(i);
            i += Character.charCount(c);
            if (c == '\n' && (lines == Lines.ALL
                    || lines == Lines.AT_THE_END && i == name.length())) {
                text.append('\n');
                continue;
            }
            int found = Arrays.binarySearch(stretches, c);
            int symbol = symbolOf[found >= 0 ? found : -found - 2];
            if (marksWords) {
                char mark = wordSymbols.get(symbol) ? WORD : NO_WORD;
                text.append(mark).append((char) (FIRST_SYMBOL + symbol)).append(mark);
            } else {
                text.append((char) (FIRST_SYMBOL + symbol));
            }
        }
        return text.toString();
    }

    /** Returns a set of the pattern in the matcher's syntax. */
    String written(CodePoints set) {
        return written.computeIfAbsent(set, this::write);
    }

    private String write(CodePoints set) {
        BitSet inside = symbolsIn(set);
        String newline = lines != Lines.NONE && set.contains('\n') ? "\n" : "";
        if (!marksWords) {
            return brackets(inside, newline);
        }
        BitSet words = (BitSet) inside.clone();
        words.and(wordSymbols);
        inside.andNot(wordSymbols);
        return "(?:" + WORD + brackets(words, "") + WORD + "|" + NO_WORD + brackets(inside, "")
                + NO_WORD + (newline.isEmpty() ? "" : "|" + newline) + ")";
    }

    private String brackets(BitSet members, String more) {
        if (members.isEmpty()) {
            return more.isEmpty() ? "[^\\x00-\\x{10FFFF}]" : more;
        }
        StringBuilder text = new StringBuilder("[").append(more);
        for (int from = members.nextSetBit(0); from >= 0;) {
            int to = members.nextClearBit(from) - 1;
            text.append((char) (FIRST_SYMBOL + from)).append('-')
                    .append((char) (FIRST_SYMBOL + to));
            from = members.nextSetBit(to + 1);
        }
        return text.append(']').toString();
    }
}
