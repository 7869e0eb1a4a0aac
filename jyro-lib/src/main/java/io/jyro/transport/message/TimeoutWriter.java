package io.jyro.transport.message;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import io.jyro.CallTimeoutException;
import io.jyro.ConnectionClosedException;
import io.jyro.transport.CallDeadline;
import io.jyro.transport.Connection;
import io.jyro.transport.WireLog;
import io.jyro.wire.ByteOutput;
import org.jspecify.annotations.Nullable;

/**
 * Sends messages over a connection, and closes it if the peer reads nothing for too long. Writing is for one thread at a time,
 * {@link #heard} for the thread that reads, and the rest for any.
 */
public final class TimeoutWriter {
    // Every OS buffers at least this much, so a smaller write cannot block.
    private static final int SAFELY_UNHEARD = 16 * 1024;
    private static final int GUARDED_PIECE = 256 * 1024;
    // The least time that a deadline leaves a write: ending a write fails all calls that share the connection.
    private static final Duration LEAST = Duration.ofMillis(100);

    private final Connection connection;
    private @Nullable WireLog wireLog;
    private Duration timeout = Duration.ZERO;
    private CallDeadline deadline = CallDeadline.NONE; // of the current write
    // Bytes written since the last bytes came from the peer, which show that it reads. A guess is enough.
    private long unheard;
    private long written;

    TimeoutWriter(Connection connection) {
        this.connection = connection;
    }

    void wireLog(@Nullable WireLog log) {
        wireLog = log;
    }

    /** Sets how long a write may make no progress while the peer reads nothing; zero, the default, is without limit. */
    public void timeout(Duration newTimeout) {
        timeout = newTimeout;
    }

    /** Called when bytes came from the peer, which therefore reads. */
    void heard() {
        unheard = 0;
    }

    /** Returns how many bytes were written so far. */
    long written() {
        return written;
    }

    /** Sends all messages of a buffer. */
    public void write(ByteOutput messages) {
        write(messages, CallDeadline.NONE);
    }

    /**
     * Sends all messages of a buffer within a deadline, each part without copying it.
     *
     * @throws ConnectionClosedException if the connection is lost
     * @throws CallTimeoutException if the peer read nothing for as long as the timeout, or not all bytes by the
     *         deadline; the connection is closed then
     */
    public void write(ByteOutput messages, CallDeadline atMost) {
        if (wireLog != null) {
            wireLog.sent(messages, connection);
        }
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

    // A write that waits can only be ended by closing the connection.
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
            boolean late = done.isCompletedExceptionally(); // the timeout completes it before it closes the connection
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
