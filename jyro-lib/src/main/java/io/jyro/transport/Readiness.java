package io.jyro.transport;

import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

import io.jyro.RemoteText;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Waits until a non-blocking channel can be read or written. Unlike a read of a blocking channel, the wait can be
 * interrupted without closing the channel. One thread at a time waits; any thread may close.
 */
final class Readiness {
    private static final Logger log = LoggerFactory.getLogger(Readiness.class);
    // Closing a channel does not wake its selector, so a wait checks again after this time.
    private static final long LOOK_AGAIN_MILLIS = 500;

    private final SocketChannel channel;
    private final int operation;
    private final Supplier<IOException> whenClosed;
    private @Nullable Selector selector; // guarded by this, like closed
    private boolean closed;

    /**
     * Creates a readiness without opening a selector yet.
     *
     * @param whenClosed creates the error of a wait that {@link #close} ended
     */
    Readiness(SocketChannel channel, int operation, Supplier<IOException> whenClosed) {
        this.channel = channel;
        this.operation = operation;
        this.whenClosed = whenClosed;
    }

    /**
     * Waits until the channel is ready; may return too early.
     *
     * @param nanos null waits without limit
     * @throws SocketTimeoutException if no time is left
     * @throws ReadInterruptedException if the thread is interrupted
     */
    void await(@Nullable Long nanos) throws IOException {
        if (nanos != null && nanos <= 0) {
            throw new SocketTimeoutException("Read timed out");
        }
        if (Thread.currentThread().isInterrupted()) {
            throw new ReadInterruptedException();
        }
        long millis = nanos == null
                ? LOOK_AGAIN_MILLIS
                : Math.clamp(TimeUnit.NANOSECONDS.toMillis(nanos), 1, LOOK_AGAIN_MILLIS);
        try {
            selector().select(key -> {}, millis);
        } catch (ClosedChannelException e) {
            throw new ClosedHereException(e);
        } catch (ClosedSelectorException e) {
            throw whenClosed.get();
        }
    }

    /** Waits without limit; an interrupt only sets the thread's status. */
    void awaitUninterruptibly() throws IOException {
        boolean interrupted = Thread.interrupted();
        try {
            await(null);
        } catch (ReadInterruptedException e) {
            // the interrupt status is already set
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private synchronized Selector selector() throws IOException {
        if (closed) {
            throw whenClosed.get();
        }
        Selector open = selector;
        if (open == null) {
            open = Selector.open();
            selector = open;
            channel.register(open, operation);
        }
        return open;
    }

    /** Ends the current wait and all later ones. */
    synchronized void close() {
        closed = true;
        try {
            if (selector != null) {
                selector.close();
            }
        } catch (IOException e) {
            log.debug("a selector of {} did not close", channel,
                    RemoteText.loggable(e));
        }
    }
}
