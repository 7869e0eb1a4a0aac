package io.jyro.client;

import java.util.List;
import java.util.Map;

import io.jyro.Kwargs;
import io.jyro.NamingException;
import io.jyro.PyroException;
import io.jyro.RemoteText;
import io.jyro.text.Spelling;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Names in a name server that are similar to an unknown one: in another case, with a typing error, or with the same
 * beginning. Requested only when a lookup has failed.
 */
final class NearNames {
    private static final Logger log = LoggerFactory.getLogger(NearNames.class);
    private static final int ALL_ARE_ASKED_FOR = 500;
    // With more names than this, even those with the same beginning may be too many to send.
    private static final int NONE_ARE_ASKED_FOR = 20_000;
    private static final int LONGEST = 200;

    private final String location;
    private final List<String> near;

    private NearNames(String location, List<String> near) {
        this.location = location;
        this.near = near;
    }

    /** Asks a name server for similar names. The result is empty if the request fails. */
    static NearNames of(Proxy nameServer, String name) {
        List<String> near;
        try {
            near = Spelling.near(name, candidates(nameServer, name));
        } catch (PyroException e) {
            log.debug("names similar to {} cannot be looked up", RemoteText.shown(name),
                    RemoteText.loggable(e));
            near = List.of();
        }
        return new NearNames(String.valueOf(nameServer.uri().location()), near);
    }

    boolean isEmpty() {
        return near.isEmpty();
    }

    /** Returns an error with the name server's message about the unknown name, and the similar names. */
    NamingException explain(NamingException said) {
        return new NamingException(
                RemoteText.message(said) + "; the name server at " + RemoteText.shown(location)
                        + (near.isEmpty()
                                ? " has no similar name"
                                : " has the similar " + (near.size() == 1 ? "name " : "names ")
                                        + String.join(", ",
                                                near.stream().map(RemoteText::shown).toList())),
                said);
    }

    private static List<String> candidates(Proxy nameServer, String name) {
        int count = nameServer.call(int.class, "count");
        int beginning = name.length() - 2;
        if (count > NONE_ARE_ASKED_FOR || name.length() > LONGEST
                || count > ALL_ARE_ASKED_FOR && beginning < 1) {
            return List.of();
        }
        Object found = count <= ALL_ARE_ASKED_FOR
                ? nameServer.call("list")
                : nameServer.call("list", Kwargs.of("prefix", name.substring(0, beginning)));
        return found instanceof Map<?, ?> map
                ? map.keySet().stream().filter(String.class::isInstance).map(String.class::cast)
                        .toList()
                : List.of();
    }
}
