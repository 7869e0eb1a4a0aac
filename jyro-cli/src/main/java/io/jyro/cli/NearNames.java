package io.jyro.cli;

import java.util.Collection;
import java.util.List;

/** Finds what somebody may have meant who mistyped a name. */
final class NearNames {
    private NearNames() {}

    /** The names that begin with what was typed, or that a few letters make of it; in alphabetical order. */
    static List<String> to(String typed, Collection<String> names) {
        int mistakes = Math.max(1, typed.length() / 3);
        return names.stream()
                .filter(name -> typed.length() > 1 && name.startsWith(typed)
                        || distance(typed, name) <= mistakes)
                .sorted().toList();
    }

    /** How many letters have to be inserted, removed, replaced, or swapped with their neighbour. */
    private static int distance(String one, String other) {
        int[][] steps = new int[one.length() + 1][other.length() + 1];
        for (int i = 0; i <= one.length(); i++) {
            for (int j = 0; j <= other.length(); j++) {
                if (i == 0 || j == 0) {
                    steps[i][j] = i + j;
                    continue;
                }
                int replaced = steps[i - 1][j - 1]
                        + (one.charAt(i - 1) == other.charAt(j - 1) ? 0 : 1);
                steps[i][j] = Math.min(replaced, Math.min(steps[i - 1][j], steps[i][j - 1]) + 1);
                if (i > 1 && j > 1 && one.charAt(i - 1) == other.charAt(j - 2)
                        && one.charAt(i - 2) == other.charAt(j - 1)) {
                    steps[i][j] = Math.min(steps[i][j], steps[i - 2][j - 2] + 1);
                }
            }
        }
        return steps[one.length()][other.length()];
    }
}
