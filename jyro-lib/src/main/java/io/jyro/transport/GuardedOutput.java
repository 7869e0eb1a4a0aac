package io.jyro.transport;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import io.jyro.CallTimeoutException;
import io.jyro.ConnectionClosedException;
import io.jyro.wire.ByteOutput;

/**
 * Writes to a connection, and gives that up if the peer takes nothing for too long. Writing is for one thread at a time,
 * {@link #heard} for the one that reads, and the rest for any.
 */
final class GuardedOutput {
    // So much is buffered by any system: until then a write ends by itself, whatever the peer does.
    private static final int SAFELY_UNHEARD = 16 * 1024;
    private static final int GUARDED_PIECE = 256 * 1024;
    // A deadline leaves a write at least so long: ending it fails all that share the connection.
    private static final Duration LEAST = Duration.ofMillis(100);

    private final Connection connection;
    private Duration timeout = Duration.ZERO;
    private CallDeadline deadline = CallDeadline.NONE; // of the present write
    // Bytes written since something came, which shows that the peer reads. A guess is enough.
    private long unheard;
    private long written;

    GuardedOutput(Connection connection) {
        this.connection = connection;
    }

    /** How long a write may be without progress if the peer takes nothing; zero, as at first, is for ever. */
    void timeout(Duration newTimeout) {
        timeout = newTimeout;
    }

    /** Something came from the peer, which therefore reads. */
    void heard() {
        unheard = 0;
    }

    /** How many bytes were written so far. */
    long written() {
        return written;
    }

    /**
     * Writes all that was put into an output, each part from where it is.
     *
     * @throws ConnectionClosedException if the connection is lost
     * @throws CallTimeoutException if the peer took nothing for as long as the timeout, or not all of it by the deadline;
     *         the connection is closed then
     */
    void write(ByteOutput messages, CallDeadline atMost) {
        deadline = atMost;
        int length = messages.size();
        unheard += length;
        written += length;
        if (messages.isWhole()) {
            writePart(messages.array(), 0, length);
            return;
        }
        for (ByteBuffer part : messages.parts()) {
            if (part.hasArray()) {
                writePart(part.array(), part.arrayOffset() + part.position(), part.remaining());
            } else {
                writePart(part);
            }
        }
    }

    private void writePart(byte[] bytes, int offset, int length) {
        if (isCertainToEnd()) {
            try {
                connection.write(bytes, offset, length);
            } catch (IOException e) {
                throw lost(e);
            }
            return;
        }
        for (int from = 0; from < length; from += GUARDED_PIECE) {
            int start = offset + from;
            int piece = Math.min(GUARDED_PIECE, length - from);
            writeGuarded(() -> connection.write(bytes, start, piece));
        }
    }

    private void writePart(ByteBuffer bytes) {
        if (isCertainToEnd()) {
            write(() -> connection.write(bytes));
            return;
        }
        for (int from = 0; from < bytes.remaining(); from += GUARDED_PIECE) {
            ByteBuffer piece = bytes.slice(bytes.position() + from,
                    Math.min(GUARDED_PIECE, bytes.remaining() - from));
            writeGuarded(() -> connection.write(piece));
        }
    }

    private boolean isCertainToEnd() {
        return unheard <= SAFELY_UNHEARD || timeout.isZero() && deadline.isNone();
    }

    private Duration patience() {
        Duration patience = deadline.bound(timeout);
        return deadline.isNone() || patience.equals(timeout) || patience.compareTo(LEAST) > 0
                ? patience
                : LEAST;
    }

    @FunctionalInterface
    private interface Write {
        void run() throws IOException;
    }

    private void write(Write write) {
        try {
            write.run();
        } catch (IOException e) {
            throw lost(e);
        }
    }

    private ConnectionClosedException lost(IOException e) {
        return new ConnectionClosedException(
                "sending: connection lost: " + e.getMessage() + " (" + connection + ")", e);
    }

    // Only closing the connection ends a write that waits.
    private void writeGuarded(Write write) {
        CompletableFuture<Void> done = new CompletableFuture<>();
        CompletableFuture<Void> unused = done
                .orTimeout(patience().toNanos(), TimeUnit.NANOSECONDS)
                .whenComplete((nothing, late) -> {
                    if (late != null) {
                        connection.close();
                    }
                });
        try {
            write(write);
        } catch (ConnectionClosedException e) {
            boolean late = done.isCompletedExceptionally(); // before the connection is closed
            if (late && deadline.hasPassed()) {
                throw deadline.passed("sending to " + connection);
            }
            if (late) {
                throw new CallTimeoutException("sending: timeout: " + connection
                        + " took no more bytes for " + timeout + " (timeout, COMMTIMEOUT)", e);
            }
            throw e;
        } finally {
            done.complete(null);
        }
    }
}
