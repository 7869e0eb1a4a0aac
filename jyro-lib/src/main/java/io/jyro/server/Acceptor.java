package io.jyro.server;

import java.io.IOException;
import java.util.function.Consumer;

import io.jyro.transport.Connection;
import io.jyro.transport.Listener;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes clients in, one after the other, on a thread of its own that never reads from them. */
final class Acceptor implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Acceptor.class);
    private static final int PAUSE_MILLIS = 100;

    private final Listener listener;

    Acceptor(Listener listener) {
        this.listener = listener;
    }

    /** Begins to accept; each client is given to the consumer, which must not wait. */
    void start(Consumer<Connection> clients) {
        Thread.ofPlatform().daemon().name("jyro-accept-" + listener.address().getPort())
                .start(() -> run(clients));
    }

    private void run(Consumer<Connection> clients) {
        while (listener.isOpen()) {
            try {
                clients.accept(listener.accept());
            } catch (IOException | RuntimeException | OutOfMemoryError e) {
                if (listener.isOpen()) {
                    log.warn("accepting a client on {} failed; the next is waited for", listener,
                            e);
                    pause();
                }
            }
        }
    }

    // When the system is out of descriptors or memory, accepting fails at once, again and again.
    private static void pause() {
        try {
            Thread.sleep(PAUSE_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Takes no more clients. */
    @Override
    public void close() {
        listener.close();
    }
}
