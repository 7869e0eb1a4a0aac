package io.jyro.server;

import java.io.IOException;
import java.util.function.Consumer;

import io.jyro.RateLimitedLog;
import io.jyro.transport.Connection;
import io.jyro.transport.Listener;
import io.jyro.transport.NanoClock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Accepts clients one by one, on its own thread, which never reads from them. */
final class Acceptor implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Acceptor.class);
    private static final int PAUSE_MILLIS = 100;
    private static final int LEAVING_MILLIS = 2_000;

    // When the system runs out of file descriptors, each waiting client causes ten failures a second.
    private final RateLimitedLog failures = new RateLimitedLog(log, "failures to accept a client",
            NanoClock.SYSTEM);
    private final Listener listener;
    private volatile boolean closed;
    private @Nullable Thread thread;

    Acceptor(Listener listener) {
        this.listener = listener;
    }

    /** Begins to accept clients and passes them to the consumer, which must not block. */
    void start(Consumer<Connection> clients) {
        thread = Thread.ofPlatform().daemon()
                .name("jyro-accept-" + (listener.port() == 0 ? listener.host() : listener.port()))
                .start(new Runnable() {
                    @Override
                    public void run() {
                        accept(clients);
                    }
                });
    }

    private void accept(Consumer<Connection> clients) {
        while (listener.isOpen()) {
            try {
                Connection client = listener.accept();
                if (closed) {
                    client.close();
                } else {
                    clients.accept(client);
                }
            } catch (IOException | RuntimeException | Error e) {
                if (listener.isOpen()) {
                    failures.warn("accepting a client on {} failed; waiting for the next",
                            listener, e);
                    pause();
                }
            }
        }
    }

    // When the system runs out of file descriptors or memory, accepting fails immediately and repeatedly.
    private static void pause() {
        try {
            Thread.sleep(PAUSE_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /**
     * Accepts no more clients. The system keeps listening until the thread has ended, so this waits for it: afterwards
     * the port is free.
     */
    @Override
    public void close() {
        closed = true;
        failures.end();
        listener.close();
        try {
            if (thread != null) {
                thread.join(LEAVING_MILLIS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
