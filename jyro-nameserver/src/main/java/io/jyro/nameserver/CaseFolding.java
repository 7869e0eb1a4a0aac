package io.jyro.nameserver;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.IntStream;

/**
 * The characters that Python's {@code re} treats as equal when it ignores case: characters with the same lower case.
 * Two lower cases also count as the same if characters with these lower cases share an upper case.
 */
final class CaseFolding {
    private static final int FIRST_BEYOND_BMP = 0x10000;

    private CaseFolding() {}

    /** Returns the given characters, and all that differ from one of them only in case. */
    static CodePoints ignoringCase(CodePoints characters, boolean ascii) {
        return ascii ? asciiIgnoringCase(characters) : Table.ofUnicode().expand(characters);
    }

    /** Returns whether some of the characters are beyond U+FFFF and have upper and lower case. */
    static boolean hasCaseBeyondBmp(CodePoints characters) {
        return Table.ofUnicode().hasCaseFrom(FIRST_BEYOND_BMP, characters);
    }

    private static CodePoints asciiIgnoringCase(CodePoints characters) {
        CodePoints result = characters;
        for (int c = 'a'; c <= 'z'; c++) {
            int upper = c - 'a' + 'A';
            if (characters.contains(c) || characters.contains(upper)) {
                result = result.or(CodePoints.of(c)).or(CodePoints.of(upper));
            }
        }
        return result;
    }

    /**
     * All characters that have case.
     *
     * @param cased the characters in ascending order
     * @param alike for each of them, all characters that count as the same
     */
    @SuppressWarnings("ArrayRecordComponent") // it is neither compared nor handed out
    private record Table(int[] cased, int[][] alike) {
        static Table ofUnicode() {
            return OfUnicode.TABLE;
        }

        static Table build() {
            SortedSet<Integer> cased = new TreeSet<>();
            Map<String, SortedSet<Integer>> lowersByUpper = new HashMap<>();
            for (int c = 0; c < CodePoints.END; c++) {
                int lower = Character.toLowerCase(c);
                if (lower == c && !Character.isLowerCase(c) && !Character.isTitleCase(c)
                        && Character.toUpperCase(c) == c) {
                    continue;
                }
                cased.add(c);
                cased.add(lower);
                lowersByUpper.computeIfAbsent(Character.toString(c).toUpperCase(Locale.ROOT),
                        unused -> new TreeSet<>()).add(lower);
            }
            return grouped(cased, lowersByUpper.values());
        }

        private static Table grouped(SortedSet<Integer> cased,
                Collection<SortedSet<Integer>> sameUpper) {
            Map<Integer, Integer> firstOf = new HashMap<>();
            for (SortedSet<Integer> lowers : sameUpper) {
                if (lowers.size() > 1) {
                    lowers.forEach(lower -> firstOf.put(lower, lowers.first()));
                }
            }
            Map<Integer, List<Integer>> groups = new HashMap<>();
            for (int c : cased) {
                int lower = Character.toLowerCase(c);
                groups.computeIfAbsent(firstOf.getOrDefault(lower, lower),
                        unused -> new ArrayList<>()).add(c);
            }
            Map<Integer, int[]> alike = new HashMap<>();
            for (List<Integer> group : groups.values()) {
                int[] members = group.stream().mapToInt(Integer::intValue).toArray();
                group.forEach(c -> alike.put(c, members));
            }
            return new Table(cased.stream().mapToInt(Integer::intValue).toArray(),
                    cased.stream().map(alike::get).toArray(int[][]::new));
        }

        CodePoints expand(CodePoints characters) {
            IntStream.Builder added = IntStream.builder();
            for (int edge = 0; edge < characters.edgeCount(); edge += 2) {
                for (int i = firstFrom(characters.edge(edge)); i < cased.length
                        && cased[i] < characters.edge(edge + 1); i++) {
                    for (int c : alike[i]) {
                        if (!characters.contains(c)) {
                            added.add(c);
                        }
                    }
                }
            }
            return characters.or(CodePoints.ofSorted(added.build().sorted().toArray()));
        }

        boolean hasCaseFrom(int from, CodePoints characters) {
            int edges = characters.edgeCount();
            if (edges == 0 || characters.edge(edges - 1) <= from) {
                return false;
            }
            for (int i = firstFrom(from); i < cased.length; i++) {
                if (characters.contains(cased[i])) {
                    return true;
                }
            }
            return false;
        }

        private int firstFrom(int codePoint) {
            int found = Arrays.binarySearch(cased, codePoint);
            return found >= 0 ? found : -found - 1;
        }
    }

    /** Built when the first pattern needs it, which takes some milliseconds. */
    private static final class OfUnicode {
        static final Table TABLE = Table.build();
    }
}
