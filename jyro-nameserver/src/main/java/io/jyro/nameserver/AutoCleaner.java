package io.jyro.nameserver;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import java.util.stream.Collectors;

import io.jyro.CommunicationException;
import io.jyro.PyroConfig;
import io.jyro.PyroException;
import io.jyro.PyroUri;
import io.jyro.RemoteText;
import io.jyro.rpc.WireNames;
import io.jyro.transport.Connector;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Removes the names of daemons that are gone, that is, whose location could not be connected to for some time. It only
 * connects and sends nothing. Names without a network location, such as PYRONAME uris, and with Unix sockets, which may
 * be on another machine, are left alone.
 *
 * @see "docs/protocol.md, 8.3 Auto-clean"
 */
final class AutoCleaner implements AutoCloseable {
    /** The shortest time between two sweeps. */
    static final Duration LEAST_PERIOD = Duration.ofSeconds(3);
    /** How long a location has to be unreachable before its names are removed. */
    static final Duration PATIENCE = Duration.ofSeconds(20);

    private static final Logger log = LoggerFactory.getLogger(AutoCleaner.class);
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);
    // More connections could use up the descriptors of the process, and then all daemons would seem to be gone.
    private static final int AT_ONCE = 32;

    private final Registrations registrations;
    private final Predicate<Place> answers;
    private final LongSupplier nanoTime;
    private final Map<String, Missing> missing = new HashMap<>();
    private final CountDownLatch closed = new CountDownLatch(1);

    /** The location of a daemon. */
    record Place(String host, int port) {}

    /** The uri of a name, and its location. */
    private record Candidate(String uri, Place place) {}

    /** A name's uri, and since when its location has been unreachable. */
    private record Missing(String uri, long since) {}

    AutoCleaner(Registrations registrations, Predicate<Place> answers, LongSupplier nanoTime) {
        this.registrations = registrations;
        this.answers = answers;
        this.nanoTime = nanoTime;
    }

    /** Starts a cleaner that sweeps periodically, as configured, on a thread of its own. */
    static AutoCleaner start(Registrations registrations, PyroConfig config) {
        Duration timeout = config.commTimeout().isZero() ? CONNECT_TIMEOUT : config.commTimeout();
        Connector connector = new Connector(timeout, config.preferIpVersion(),
                config.sockNodelay());
        AutoCleaner cleaner = new AutoCleaner(registrations, place -> answers(connector, place),
                System::nanoTime);
        Duration period = config.nsAutoClean();
        Thread.ofPlatform().daemon().name("jyro-autoclean").start(() -> cleaner.run(period));
        return cleaner;
    }

    /** Tries all locations once, and removes the names that are due. One thread at a time. */
    void sweep() {
        Map<String, Candidate> candidates = new HashMap<>();
        registrations.storage().all().forEach((name, registration) -> {
            Place place = placeOf(name, registration.uri());
            if (place != null) {
                candidates.put(name, new Candidate(registration.uri(), place));
            }
        });
        Set<Place> silent = silentOf(
                candidates.values().stream().map(Candidate::place).collect(Collectors.toSet()));

        long now = nanoTime.getAsLong();
        missing.keySet().retainAll(candidates.keySet());
        candidates.forEach((name, candidate) -> {
            if (silent.contains(candidate.place())) {
                missed(name, candidate.uri(), now);
            } else {
                missing.remove(name);
            }
        });
        log.debug("autoclean: {}/{} names currently unreachable", missing.size(),
                candidates.size());
    }

    @Override
    public void close() {
        closed.countDown();
    }

    private void run(Duration period) {
        try {
            while (!closed.await(period.toMillis(), TimeUnit.MILLISECONDS)) {
                try {
                    sweep();
                } catch (RuntimeException e) {
                    log.warn("autoclean: the check for daemons that are gone failed; it will be"
                            + " repeated in {} s", period.toSeconds(),
                            RemoteText.loggable(e));
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void missed(String name, String uri, long now) {
        Missing before = missing.get(name);
        if (before == null || !before.uri().equals(uri)) {
            missing.put(name, new Missing(uri, now));
        } else if (now - before.since() >= PATIENCE.toNanos()) {
            missing.remove(name);
            // Unless the name was registered again with another uri.
            if (registrations.removeUnreachable(name, uri)) {
                log.info("autoclean: unregistering {}; cannot connect uri {} for {} sec",
                        RemoteText.shown(name), RemoteText.shown(uri), PATIENCE.toSeconds());
            }
        }
    }

    private Set<Place> silentOf(Set<Place> places) {
        Set<Place> silent = ConcurrentHashMap.newKeySet();
        try (ExecutorService askers = Executors.newFixedThreadPool(AT_ONCE,
                Thread.ofVirtual().name("jyro-autoclean-", 0).factory())) {
            for (Place place : places) {
                askers.execute(() -> {
                    if (!answers.test(place)) {
                        silent.add(place);
                    }
                });
            }
        }
        return silent;
    }

    private static @Nullable Place placeOf(String name, String uriText) {
        if (name.equals(WireNames.NAME_SERVER) || name.equals(WireNames.DAEMON)) {
            return null;
        }
        try {
            PyroUri uri = PyroUri.parse(uriText);
            String host = uri.host();
            return uri.isDirect() && host != null && !host.isEmpty()
                    ? new Place(host, uri.port())
                    : null;
        } catch (PyroException e) {
            log.debug("autoclean: {} is left alone: {}", RemoteText.shown(name),
                    RemoteText.message(e));
            return null;
        }
    }

    private static boolean answers(Connector connector, Place place) {
        try {
            connector.connect(place.host(), place.port()).close();
            return true;
        } catch (CommunicationException e) {
            log.debug("autoclean: {} does not answer: {}",
                    RemoteText.shown(place.toString()), RemoteText.message(e));
            return false;
        }
    }
}
