package io.jyro.nameserver;

import java.net.InetSocketAddress;
import java.util.Collection;

import io.jyro.PyroUri;
import io.jyro.rpc.CallContext;
import io.jyro.transport.Addresses;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Warns of registrations that are of no use to clients on other machines, if these can reach the name server. Immutable;
 * any thread.
 */
final class ReachWatch {
    private static final Logger log = LoggerFactory.getLogger(ReachWatch.class);

    private final boolean othersCome;

    private ReachWatch(boolean othersCome) {
        this.othersCome = othersCome;
    }

    /** For a name server that listens on some addresses. */
    static ReachWatch on(Collection<InetSocketAddress> addresses) {
        return new ReachWatch(addresses.stream()
                .anyMatch(address -> !address.getAddress().isLoopbackAddress()));
    }

    /** Looks at what was registered. */
    void registered(String name, String uriText) {
        String host = othersCome ? PyroUri.parse(uriText).host() : null;
        if (host == null) {
            return;
        }
        if (Addresses.isWildcard(host)) {
            warn(name, uriText, "which is no address that can be reached: have its daemon listen on"
                    + " one address, or give it a natHost");
        } else if (Addresses.isLoopback(host)) {
            warn(name, uriText, "which only its own machine can reach, while this name server is"
                    + " open to others: have its daemon listen on an address of its machine, and"
                    + " register with this name server by a network address");
        }
    }

    private static void warn(String name, String uriText, String advice) {
        log.warn("{} registered {} as {}, {}", CallContext.current().client(), oneLine(name),
                oneLine(uriText), advice);
    }

    // What a client sent must not look like lines of our own.
    private static String oneLine(String remote) {
        return remote.replaceAll("\\p{Cntrl}", "?");
    }
}
