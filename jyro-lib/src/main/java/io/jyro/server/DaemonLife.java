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
import io.jyro.rpc.CallContext;
import io.jyro.rpc.HostedObjects;
import io.jyro.transport.Connection;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A daemon's life, from the first client that is let in until all have been sent away. Safe for any thread. */
final class DaemonLife {
    // Users look for these lines under the name of what they started.
    private static final Logger log = LoggerFactory.getLogger(Daemon.class);
    private static final Duration LET_CALLS_END = Duration.ofSeconds(5);
    private static final Duration SETUP = Duration.ofSeconds(1);

    private final DaemonCore core;
    private final Entrance entrance;
    private final ConnectionTable connections;
    private final Housekeeper housekeeper;
    private final References hosted;
    private final CountDownLatch stopped = new CountDownLatch(1);
    private final AtomicBoolean ending = new AtomicBoolean();
    private final AtomicBoolean callsEnded = new AtomicBoolean();
    private volatile boolean ended; // calls may still run, if they were not waited for

    DaemonLife(DaemonCore core, Entrance entrance, ConnectionTable connections) {
        this.core = core;
        this.entrance = entrance;
        this.connections = connections;
        hosted = new References(core.objects(), entrance.location());
        housekeeper = new Housekeeper(core);
    }

    /** Lets clients in. */
    void begin() {
        if (!entrance.endsWithItsClient()) { // that one was there before the daemon, and waits as long as it takes
            core.objects().hold().endAfter(setup(), new SetupTimer());
        }
        entrance.start(new Consumer<>() {
            @Override
            public void accept(Connection connection) {
                connections.receive(core, connection, entrance.opening());
            }
        });
        housekeeper.start();
        core.watch().start();
        HostedObjects.shared().add(hosted);
        log.info("daemon {} serves", name());
    }

    private static final class SetupTimer implements RegistrationHold.Timer, Executor {
        @Override
        public void after(Duration time, Runnable task) {
            CompletableFuture.delayedExecutor(time.toNanos(), TimeUnit.NANOSECONDS, this)
                    .execute(task);
        }

        // The common pool may be full of what the program does while it starts.
        @Override
        public void execute(Runnable task) {
            Thread.ofVirtual().name("jyro-setup").start(task);
        }
    }

    // So no handshake is held beyond its own deadline.
    private Duration setup() {
        Duration handshake = core.config().handshakeTimeout();
        return handshake.isZero() || handshake.compareTo(SETUP) > 0 ? SETUP : handshake;
    }

    /** Waits until it has ended or a condition, looked at every so often, is false. */
    void await(BooleanSupplier condition) {
        log.info("daemon {} entering requestloop", name());
        if (entrance.endsWithItsClient()) {
            core.objects().hold().end(); // the user has registered all that there will be
        }
        try {
            long period = Math.max(1, core.config().pollTimeout().toMillis());
            while (condition.getAsBoolean() && !stopped.await(period, TimeUnit.MILLISECONDS)) {
                log.trace("daemon {} goes on", name());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Ends it; running calls get some seconds, but from within one of them nothing is waited for. */
    void end() {
        end(CallContext.current().client() == null ? LET_CALLS_END : Duration.ZERO);
    }

    /**
     * Ends it; whoever does so again waits for the calls that still run.
     *
     * @param letCallsEnd how long running calls are waited for; with zero they are not, but still answered
     */
    void end(Duration letCallsEnd) {
        boolean first = ending.compareAndSet(false, true);
        if (first) {
            HostedObjects.shared().remove(hosted);
            entrance.close();
            housekeeper.stop();
            core.streams().end();
        }
        connections.closeAll(Duration.ZERO);
        core.objects().hold().end(); // held handshakes find their connections closed; held calls are answered
        connections.closeAll(letCallsEnd);
        ended = true;
        if (!letCallsEnd.isZero() || connections.areNone()) {
            closeSingles();
        }
        if (connections.areNone()) {
            endCalls();
        }
        if (!letCallsEnd.isZero()) {
            core.calls().await(letCallsEnd); // until what calls left has been closed
        }
        core.room().close();
        core.watch().stop();
        if (first) {
            core.warnings().end();
            log.info("daemon {} stopped", name());
        }
        stopped.countDown();
    }

    /** The last connection has left. */
    void lastLeft() {
        if (entrance.endsWithItsClient()) {
            end();
        }
        if (ended) {
            closeSingles();
            endCalls();
        }
    }

    private void closeSingles() {
        core.calls().cleanUp(() -> core.objects().closeSingles(core.warnings().cleanups()));
    }

    private void endCalls() {
        if (callsEnded.compareAndSet(false, true)) {
            core.calls().end();
        }
    }

    /**
     * Refuses what makes sense only while clients can come.
     *
     * @throws DaemonException if it has ended
     */
    void requireOpen() {
        if (ended) {
            throw new DaemonException("daemon " + name()
                    + " is closed: clients cannot reach its objects; start another");
        }
    }

    private String name() {
        return entrance.location().text();
    }
}
