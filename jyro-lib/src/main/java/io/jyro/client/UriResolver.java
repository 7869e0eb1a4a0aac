package io.jyro.client;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;

import io.jyro.CallTimeoutException;
import io.jyro.NamingException;
import io.jyro.PyroConfig;
import io.jyro.PyroUri;
import io.jyro.RemoteText;
import io.jyro.transport.CallDeadline;

/** Resolves a PYRONAME or PYROMETA uri by asking the name server (docs/protocol.md, 7.2). */
final class UriResolver {
    private static final Duration LEAST_PAUSE = Duration.ofMillis(200);

    private final PyroConfig config;
    private final CallDeadline callDeadline;

    /** @param callDeadline the deadline of the call for which the object is looked up */
    UriResolver(PyroConfig config, CallDeadline callDeadline) {
        this.config = config;
        this.callDeadline = callDeadline;
    }

    /**
     * Returns a uri with the location of the object.
     *
     * @throws NamingException if no name server is found, or it does not know the object; the message lists similar
     * names, if it was looked up by name
     */
    PyroUri resolve(PyroUri uri) {
        try (NameServer nameServer = new NameServerLocator(config, callDeadline).locateFor(uri)) {
            long deadline = System.nanoTime() + config.nsLookupDelay().toNanos();
            Duration fifth = config.nsLookupDelay().dividedBy(5);
            Duration pause = fifth.compareTo(LEAST_PAUSE) > 0 ? fifth : LEAST_PAUSE;
            while (true) {
                try {
                    return uri.isName()
                            ? nameServer.uriOf(uri.objectId())
                            : oneOf(nameServer, uri);
                } catch (NamingException | CallTimeoutException e) {
                    callDeadline.check("looking up " + RemoteText.shown(uri.toString())
                            + " and was not sent");
                    if (System.nanoTime() + pause.toNanos() > deadline) {
                        throw e instanceof NamingException unknown && uri.isName()
                                ? nameServer.unknown(unknown, uri.objectId())
                                : e;
                    }
                    LockSupport.parkNanos(callDeadline.bound(pause).toNanos());
                }
            }
        }
    }

    // Chooses any of those that have all tags, so that callers are spread over them.
    private static PyroUri oneOf(NameServer nameServer, PyroUri uri) {
        Collection<NameServer.Registration> found = nameServer.yellowPagesAll(uri.tags()).values();
        if (found.isEmpty()) {
            throw new NamingException(
                    "no registrations available with desired metadata properties "
                            + RemoteText.shown(String.valueOf(uri.tags())));
        }
        List<NameServer.Registration> choices = new ArrayList<>(found);
        return choices.get(ThreadLocalRandom.current().nextInt(choices.size())).uri();
    }
}
