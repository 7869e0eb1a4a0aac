package io.jyro.text;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/** Finds names similar to a mistyped one: different case, a typing error, the same beginning. */
public final class Spelling {
    /** The distance of unrelated names. */
    public static final int TOO_FAR = 100;

    private static final int SAME_BEGINNING = 10;
    private static final int MOST = 5;
    private static final int LONGEST = 200;

    private Spelling() {}

    /**
     * Returns up to five names similar to a wanted one, the nearest first; none for a name of more than 200 characters,
     * since comparing takes quadratic time.
     */
    public static List<String> near(String wanted, Collection<String> names) {
        if (wanted.length() > LONGEST) {
            return List.of();
        }
        return names.stream()
                .filter(name -> name.length() <= LONGEST && distance(wanted, name) < TOO_FAR)
                .sorted(Comparator.<String>comparingInt(name -> distance(wanted, name))
                        .thenComparing(Comparator.naturalOrder()))
                .limit(MOST).toList();
    }

    /**
     * Returns 0 if only the case differs, the number of typing errors if they are few, 10 if one name begins with the
     * other, otherwise {@link #TOO_FAR}.
     */
    public static int distance(String wanted, String other) {
        if (wanted.equalsIgnoreCase(other)) {
            return 0;
        }
        int slips = slips(wanted, other);
        if (slips <= Math.max(1, wanted.length() / 4)) {
            return slips;
        }
        return !wanted.isEmpty() && (other.startsWith(wanted) || wanted.startsWith(other))
                ? SAME_BEGINNING
                : TOO_FAR;
    }

    // Number of letters to insert, remove, replace or swap (optimal string alignment), computed row by row.
    private static int slips(String from, String to) {
        int[] beforeLast = new int[to.length() + 1];
        int[] last = new int[to.length() + 1];
        int[] row = new int[to.length() + 1];
        for (int j = 0; j <= to.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= from.length(); i++) {
            int[] spare = beforeLast;
            beforeLast = last;
            last = row;
            row = spare;
            row[0] = i;
            for (int j = 1; j <= to.length(); j++) {
                char a = from.charAt(i - 1);
                char b = to.charAt(j - 1);
                row[j] = Math.min(last[j - 1] + (a == b ? 0 : 1),
                        Math.min(last[j], row[j - 1]) + 1);
                if (i > 1 && j > 1 && a == to.charAt(j - 2) && b == from.charAt(i - 2)) {
                    row[j] = Math.min(row[j], beforeLast[j - 2] + 1);
                }
            }
        }
        return row[to.length()];
    }
}
