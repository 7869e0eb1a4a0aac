package io.jyro.nameserver;

import java.net.InetSocketAddress;
import java.util.Collection;
import java.util.function.LongSupplier;

import io.jyro.PyroUri;
import io.jyro.RateLimitedLog;
import io.jyro.RemoteText;
import io.jyro.rpc.CallContext;
import io.jyro.transport.Addresses;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Warns about registrations that clients on other machines cannot use, if such clients can reach the name server. For
 * any thread.
 */
final class ReachWatch {
    private static final Logger log = LoggerFactory.getLogger(ReachWatch.class);

    private final boolean othersCome;
    private final RateLimitedLog warnings;

    private ReachWatch(boolean othersCome, RateLimitedLog warnings) {
        this.othersCome = othersCome;
        this.warnings = warnings;
    }

    /** Returns the log for a name server's warnings. */
    static RateLimitedLog warnings(LongSupplier nanoTime) {
        return new RateLimitedLog(log, "registrations that others cannot reach", nanoTime);
    }

    /** Creates a watch for a name server that listens on some addresses. */
    static ReachWatch on(Collection<InetSocketAddress> addresses, RateLimitedLog warnings) {
        return new ReachWatch(addresses.stream()
                .anyMatch(address -> !address.getAddress().isLoopbackAddress()), warnings);
    }

    /** Checks a new registration. */
    void registered(String name, String uriText) {
        String host = othersCome ? PyroUri.parse(uriText).host() : null;
        if (host == null) {
            return;
        }
        if (Addresses.isWildcard(host)) {
            warn(name, uriText, "which is not an address that clients can reach: have its daemon"
                    + " listen on"
                    + " one address, or give it a natHost");
        } else if (Addresses.isLoopback(host)) {
            warn(name, uriText, "which only its own machine can reach, while this name server is"
                    + " open to others: have its daemon listen on an address of its machine, and"
                    + " register with this name server by a network address");
        }
    }

    private void warn(String name, String uriText, String advice) {
        warnings.warn("{} registered {} as {}, {}", CallContext.current().client(),
                RemoteText.shown(name), RemoteText.shown(uriText), advice);
    }
}
