package io.jyro.server;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

import io.jyro.DaemonException;
import io.jyro.PyroConfig;
import io.jyro.rpc.CallContext;
import io.jyro.rpc.HostedObjects;
import io.jyro.server.calls.BackgroundThreads;
import io.jyro.server.calls.Cleanup;
import io.jyro.server.objects.AutoProxy;
import io.jyro.server.objects.DaemonLog;
import io.jyro.server.objects.ObjectTable;
import io.jyro.server.objects.RegistrationHold;
import io.jyro.transport.Connection;
import org.slf4j.Logger;

/** Starts and ends a daemon. Safe for any thread. */
final class DaemonLifecycle {
    // Logged under the class that users know, so that they find these lines.
    private static final Logger log = DaemonLog.logger();
    private static final Duration LET_CALLS_END = Duration.ofSeconds(5);
    private static final Duration SETUP = Duration.ofSeconds(1);

    private final PyroConfig config;
    private final Endpoint endpoint;
    private final ObjectTable objects;
    private final ConnectionTable connections;
    private final Housekeeper housekeeper;
    private final BackgroundThreads background;
    private final Cleanup cleanup;
    private final AutoProxy hosted;
    private final CountDownLatch stopped = new CountDownLatch(1);
    private final AtomicBoolean ending = new AtomicBoolean();
    private volatile boolean ended; // calls may still run, if they were not waited for

    DaemonLifecycle(PyroConfig config, Endpoint endpoint, ObjectTable objects,
            ConnectionTable connections, Housekeeper housekeeper, BackgroundThreads background,
            Cleanup cleanup) {
        this.config = config;
        this.endpoint = endpoint;
        this.objects = objects;
        this.connections = connections;
        this.housekeeper = housekeeper;
        this.background = background;
        this.cleanup = cleanup;
        hosted = new AutoProxy(objects, endpoint.location());
    }

    /** Begins to accept clients. */
    void begin() {
        if (!endpoint.endsWithItsClient()) { // requests over a given connection are held without a time limit
            objects.hold().endAfter(setup(), new SetupTimer());
        }
        endpoint.start(new Consumer<>() {
            @Override
            public void accept(Connection connection) {
                connections.receive(connection);
            }
        });
        housekeeper.start();
        background.start();
        HostedObjects.shared().add(hosted);
        log.info("daemon {} serves", name());
    }

    private static final class SetupTimer implements RegistrationHold.Timer, Executor {
        @Override
        public void after(Duration time, Runnable task) {
            CompletableFuture.delayedExecutor(time.toNanos(), TimeUnit.NANOSECONDS, this)
                    .execute(task);
        }

        // Not on the common pool, which may be busy with the program's own startup.
        @Override
        public void execute(Runnable task) {
            Thread.ofVirtual().name("jyro-setup").start(task);
        }
    }

    // No handshake may be held beyond its own deadline.
    private Duration setup() {
        Duration handshake = config.handshakeTimeout();
        return handshake.isZero() || handshake.compareTo(SETUP) > 0 ? SETUP : handshake;
    }

    /** Waits until the daemon has ended, or a periodically checked condition is false. */
    void await(BooleanSupplier condition) {
        log.info("daemon {} entering requestloop", name());
        if (endpoint.endsWithItsClient()) {
            objects.hold().end(); // the user has registered all objects by now
        }
        try {
            long period = Math.max(1, config.pollTimeout().toMillis());
            while (condition.getAsBoolean() && !stopped.await(period, TimeUnit.MILLISECONDS)) {
                log.trace("daemon {} resumes", name());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Ends the daemon. Running calls get some seconds, except when this is called from within one of them. */
    void end() {
        end(CallContext.current().client() == null ? LET_CALLS_END : Duration.ZERO);
    }

    /**
     * Ends the daemon. Further calls also wait for running calls.
     *
     * @param letCallsEnd how long to wait for running calls; with zero it does not wait, but they are still answered
     */
    void end(Duration letCallsEnd) {
        boolean first = ending.compareAndSet(false, true);
        if (first) {
            HostedObjects.shared().remove(hosted);
            endpoint.close();
            housekeeper.stop();
        }
        connections.closeAll(Duration.ZERO);
        objects.hold().end(); // held handshakes find their connections closed; held calls are answered
        connections.closeAll(letCallsEnd);
        ended = true;
        if (!letCallsEnd.isZero() || connections.areNone()) {
            cleanup.closeSingles(objects);
        }
        if (connections.areNone()) {
            cleanup.endCalls();
        }
        if (!letCallsEnd.isZero()) {
            cleanup.await(letCallsEnd); // until the resources of calls have been closed
        }
        background.end();
        if (first) {
            housekeeper.reportLast();
            log.info("daemon {} stopped", name());
        }
        stopped.countDown();
    }

    /** Called when the last connection has left. */
    void lastLeft() {
        if (endpoint.endsWithItsClient()) {
            end();
        }
        if (ended) {
            cleanup.closeSingles(objects);
            cleanup.endCalls();
        }
    }

    /**
     * Refuses operations that are useless when clients cannot connect any more.
     *
     * @throws DaemonException if the daemon has ended
     */
    void requireOpen() {
        if (ended) {
            throw new DaemonException("daemon " + name()
                    + " is closed: clients cannot reach its objects; start another");
        }
    }

    private String name() {
        return endpoint.location().text();
    }
}
