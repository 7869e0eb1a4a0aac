package io.jyro.nameserver;

import java.util.Arrays;
import java.util.function.IntPredicate;

/** A set of Unicode code points, kept as ascending ranges. Immutable. */
final class CodePoints {
    static final int END = Character.MAX_CODE_POINT + 1;
    static final CodePoints NONE = new CodePoints(new int[0]);
    static final CodePoints ALL = range(0, Character.MAX_CODE_POINT);

    /**
     * The code points at which membership changes: the first one of a range, then the first one after it, and so on.
     */
    private final int[] edges;

    private CodePoints(int[] edges) {
        this.edges = edges;
    }

    static CodePoints of(int codePoint) {
        return range(codePoint, codePoint);
    }

    /** Returns all code points from one to another, both included. */
    static CodePoints range(int from, int to) {
        return new CodePoints(new int[]{from, to + 1});
    }

    /** Returns a set of some code points, given in ascending order; duplicates are allowed. */
    static CodePoints ofSorted(int[] codePoints) {
        int[] edges = new int[2 * codePoints.length];
        int count = 0;
        for (int c : codePoints) {
            if (count > 0 && c <= edges[count - 1]) {
                edges[count - 1] = c + 1;
            } else {
                edges[count++] = c;
                edges[count++] = c + 1;
            }
        }
        return new CodePoints(Arrays.copyOf(edges, count));
    }

    static CodePoints where(IntPredicate isMember) {
        int[] edges = new int[64];
        int count = 0;
        boolean inside = false;
        for (int c = 0; c <= END; c++) {
            boolean member = c < END && isMember.test(c);
            if (member != inside) {
                if (count == edges.length) {
                    edges = Arrays.copyOf(edges, 2 * count);
                }
                edges[count++] = c;
                inside = member;
            }
        }
        return new CodePoints(Arrays.copyOf(edges, count));
    }

    CodePoints complement() {
        boolean startsAtZero = edges.length > 0 && edges[0] == 0;
        boolean reachesEnd = edges.length > 0 && edges[edges.length - 1] == END;
        int from = startsAtZero ? 1 : 0;
        int to = reachesEnd ? edges.length - 1 : edges.length;
        int[] result = new int[to - from + (startsAtZero ? 0 : 1) + (reachesEnd ? 0 : 1)];
        int count = 0;
        if (!startsAtZero) {
            result[count++] = 0;
        }
        for (int i = from; i < to; i++) {
            result[count++] = edges[i];
        }
        if (!reachesEnd) {
            result[count] = END;
        }
        return new CodePoints(result);
    }

    /** Returns the union of this set and another. */
    CodePoints or(CodePoints other) {
        int[] merged = new int[edges.length + other.edges.length];
        int count = 0;
        int mine = 0;
        int theirs = 0;
        boolean inside = false;
        while (mine < edges.length || theirs < other.edges.length) {
            int at = Math.min(mine < edges.length ? edges[mine] : Integer.MAX_VALUE,
                    theirs < other.edges.length ? other.edges[theirs] : Integer.MAX_VALUE);
            while (mine < edges.length && edges[mine] == at) {
                mine++;
            }
            while (theirs < other.edges.length && other.edges[theirs] == at) {
                theirs++;
            }
            boolean member = mine % 2 == 1 || theirs % 2 == 1;
            if (member != inside) {
                merged[count++] = at;
                inside = member;
            }
        }
        return new CodePoints(Arrays.copyOf(merged, count));
    }

    boolean contains(int codePoint) {
        int found = Arrays.binarySearch(edges, codePoint);
        return (found >= 0 ? found : -found - 2) % 2 == 0;
    }

    boolean isEmpty() {
        return edges.length == 0;
    }

    /** Returns how many times membership changes from 0 to {@link #END}. */
    int edgeCount() {
        return edges.length;
    }

    /** Returns the code point at which membership changes for the n-th time, counted from 0. */
    int edge(int n) {
        return edges[n];
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof CodePoints set && Arrays.equals(edges, set.edges);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(edges);
    }

    @Override
    public String toString() {
        return Arrays.toString(edges);
    }
}
