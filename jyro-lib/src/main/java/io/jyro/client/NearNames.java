package io.jyro.client;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import io.jyro.Kwargs;
import io.jyro.NamingException;
import io.jyro.PyroException;
import io.jyro.RemoteText;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Names that a name server has and that look like one that it does not have: other case, a slip of the keyboard, the
 * same beginning. Asked for only when a look-up has failed.
 */
final class NearNames {
    private static final Logger log = LoggerFactory.getLogger(NearNames.class);
    private static final int MOST_TOLD = 5;
    private static final int ALL_ARE_ASKED_FOR = 500;
    // Of more names than that even those with one beginning may be too many to be sent.
    private static final int NONE_ARE_ASKED_FOR = 20_000;
    private static final int LONGEST = 200;
    private static final int TOO_FAR = 100;

    private final String location;
    private final List<String> near;

    private NearNames(String location, List<String> near) {
        this.location = location;
        this.near = near;
    }

    /** Asks a name server; if it cannot say, there are none. */
    static NearNames of(Proxy nameServer, String name) {
        List<String> near;
        try {
            near = candidates(nameServer, name).filter(each -> distance(name, each) < TOO_FAR)
                    .sorted(Comparator.<String>comparingInt(each -> distance(name, each))
                            .thenComparing(Comparator.naturalOrder()))
                    .limit(MOST_TOLD).toList();
        } catch (PyroException e) {
            log.debug("no names like {} could be asked for", RemoteText.shown(name),
                    RemoteText.loggable(e));
            near = List.of();
        }
        return new NearNames(String.valueOf(nameServer.uri().location()), near);
    }

    boolean isEmpty() {
        return near.isEmpty();
    }

    /** What the name server said of the unknown name, and what it knows instead. */
    NamingException explain(NamingException said) {
        return new NamingException(
                RemoteText.message(said) + "; the name server at " + RemoteText.shown(location)
                        + (near.isEmpty()
                                ? " has no name like it"
                                : " has " + String.join(", ",
                                        near.stream().map(RemoteText::shown).toList())),
                said);
    }

    private static Stream<String> candidates(Proxy nameServer, String name) {
        int count = nameServer.call(int.class, "count");
        int beginning = name.length() - 2;
        if (count > NONE_ARE_ASKED_FOR || name.length() > LONGEST
                || count > ALL_ARE_ASKED_FOR && beginning < 1) {
            return Stream.empty();
        }
        Object found = count <= ALL_ARE_ASKED_FOR
                ? nameServer.call("list")
                : nameServer.call("list", Kwargs.of("prefix", name.substring(0, beginning)));
        return found instanceof Map<?, ?> map
                ? map.keySet().stream().filter(String.class::isInstance).map(String.class::cast)
                        .filter(each -> each.length() <= LONGEST)
                : Stream.empty();
    }

    /** 0 for other case, then the number of slips, then 10 if one begins with the other. */
    static int distance(String wanted, String other) {
        if (wanted.equalsIgnoreCase(other)) {
            return 0;
        }
        int slips = slips(wanted, other);
        if (slips <= Math.max(1, wanted.length() / 4)) {
            return slips;
        }
        return !wanted.isEmpty() && (other.startsWith(wanted) || wanted.startsWith(other))
                ? 10
                : TOO_FAR;
    }

    // Letters to put in, leave out, change or swap (the optimal string alignment), a row at a time.
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
