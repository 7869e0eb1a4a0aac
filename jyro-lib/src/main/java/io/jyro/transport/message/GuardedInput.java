package io.jyro.transport.message;

import java.io.IOException;
import java.net.SocketTimeoutException;
import java.time.Duration;

import io.jyro.CallTimeoutException;
import io.jyro.CommunicationException;
import io.jyro.ConnectionClosedException;
import io.jyro.transport.CallDeadline;
import io.jyro.transport.Connection;
import io.jyro.transport.NanoClock;
import io.jyro.transport.ReadInterruptedException;
import org.jspecify.annotations.Nullable;

/**
 * Reads from a connection within its time limits: a timeout for each read, a deadline for all reads, and the
 * {@link MessagePace pace} of the message being read. For one reading thread.
 */
final class GuardedInput {
    private final Connection connection;
    private final TimeoutWriter output;
    private final @Nullable Polling polling;
    private final MessagePace pace = new MessagePace(NanoClock.SYSTEM);
    private Duration timeout = Duration.ZERO;
    private CallDeadline limit = CallDeadline.NONE;
    private long read;

    /**
     * Creates an input over a connection that has no read timeout yet.
     *
     * @param output is notified of received bytes
     * @param polls whether a thread may poll for bytes for some microseconds before it blocks
     */
    GuardedInput(Connection connection, TimeoutWriter output, boolean polls) {
        this.connection = connection;
        this.output = output;
        polling = polls ? new Polling() : null;
    }

    /** Returns the limits of the message being read. */
    MessagePace pace() {
        return pace;
    }

    /** Sets the timeout of each later read; zero is without limit. Removes the deadline of the pace. */
    void timeout(Duration ofRead) {
        timeout = ofRead;
        pace.timeout(ofRead);
        setTimeout(ofRead);
    }

    /** Sets a deadline for all later reads; the timeout still applies to each. */
    void limit(CallDeadline newLimit) {
        if (newLimit.isNone() && limit.isNone()) {
            return;
        }
        limit = newLimit;
        setTimeout(newLimit.bound(timeout));
    }

    /** Called when a message is complete; the next read waits as long as the timeout says. */
    void messageEnds() {
        if (pace.isLimiting()) {
            pace.complete();
            setTimeout(timeout);
        }
    }

    /** Polls for bytes before a read that waits, if polling is enabled. */
    void poll() throws IOException {
        if (polling != null) {
            polling.await(connection);
        }
    }

    /** Returns how many bytes were read so far. */
    long read() {
        return read;
    }

    /**
     * Reads once, waiting for at least one byte.
     *
     * @param mayBeInterrupted whether an interrupt ends the read, so that another thread can continue it. Not within a
     *         message: its rest is on its way, and the next thread would have to wait for it too
     * @return how many bytes were read, or -1 at the end of the input
     */
    int read(byte[] bytes, int from, int length, boolean mayBeInterrupted) throws IOException {
        if (pace.isLimiting()) {
            setTimeout(pace.nextWait());
        }
        if (!limit.isNone()) {
            if (limit.hasPassed()) {
                throw new SocketTimeoutException("deadline passed");
            }
            setTimeout(limit.bound(timeout));
        }
        int count = mayBeInterrupted
                ? connection.read(bytes, from, length)
                : readUninterruptibly(bytes, from, length);
        if (count > 0) {
            read += count;
            output.heard();
            if (pace.isLimiting()) {
                pace.received(count);
            }
        }
        return count;
    }

    /** Reads once without waiting, like {@link Connection#readNow}. */
    int readNow(byte[] bytes, int from, int length) throws IOException {
        int count = connection.readNow(bytes, from, length);
        if (count > 0) {
            read += count;
            output.heard();
        }
        return count;
    }

    private int readUninterruptibly(byte[] bytes, int from, int length) throws IOException {
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return connection.read(bytes, from, length);
                } catch (ReadInterruptedException e) {
                    interrupted |= Thread.interrupted();
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private void setTimeout(Duration ofNextRead) {
        try {
            connection.readTimeout(ofNextRead);
        } catch (IOException e) {
            throw failure(e);
        }
    }

    /** Returns the exception to throw for a failed read. */
    CommunicationException failure(IOException e) {
        if (e instanceof ReadInterruptedException) {
            return new WaitInterruptedException(
                    "receiving: interrupted while waiting for " + connection, e);
        }
        if (e instanceof SocketTimeoutException) {
            return new CallTimeoutException("receiving: timeout: " + pace.complaint(connection),
                    e);
        }
        return e instanceof EndOfInputException
                ? new ConnectionClosedException(
                        "receiving: not enough data: " + connection + " " + e.getMessage(), e)
                : new ConnectionClosedException("receiving: connection lost: "
                        + e.getMessage() + " (" + connection + ")", e);
    }
}
