package io.jyro.transport;

import java.io.IOException;
import java.net.SocketTimeoutException;
import java.time.Duration;

import io.jyro.CallTimeoutException;
import io.jyro.CommunicationException;
import io.jyro.ConnectionClosedException;
import org.jspecify.annotations.Nullable;

/**
 * Reads from a connection for as long as its limits of time allow: a timeout for each read, a moment for all, and the
 * {@link MessagePace pace} of the message that is read. For the one thread that reads.
 */
final class GuardedInput {
    private final Connection connection;
    private final GuardedOutput output;
    private final @Nullable Polling polling;
    private final MessagePace pace = new MessagePace(NanoClock.SYSTEM);
    private Duration timeout = Duration.ZERO;
    private CallDeadline limit = CallDeadline.NONE;
    private long read;

    /**
     * Over a connection that does not limit reads yet.
     *
     * @param output is told when something came
     * @param polls whether a thread may look for bytes for some microseconds before it sleeps
     */
    GuardedInput(Connection connection, GuardedOutput output, boolean polls) {
        this.connection = connection;
        this.output = output;
        polling = polls ? new Polling() : null;
    }

    /** The limits of the message that is read. */
    MessagePace pace() {
        return pace;
    }

    /** From now on each read waits so long; zero is for ever. There is no deadline of the pace any more. */
    void timeout(Duration ofRead) {
        timeout = ofRead;
        pace.timeout(ofRead);
        setTimeout(ofRead);
    }

    /** From now on reads end at that moment at the latest; the timeout applies to each as before. */
    void limit(CallDeadline newLimit) {
        if (newLimit.isNone() && limit.isNone()) {
            return;
        }
        limit = newLimit;
        setTimeout(newLimit.bound(timeout));
    }

    /** All of a message is there; the next read waits as long as the timeout says. */
    void messageEnds() {
        if (pace.isLimiting()) {
            pace.complete();
            setTimeout(timeout);
        }
    }

    /** Looks for bytes before a read that waits, if that is wanted. */
    void poll() throws IOException {
        if (polling != null) {
            polling.await(connection);
        }
    }

    /** How many bytes came so far. */
    long read() {
        return read;
    }

    /**
     * Reads once, waiting until there is something.
     *
     * @param mayBeInterrupted whether an interrupt ends it, so that another thread can read on; the rest of a message is on
     *        its way, and the next thread would have to wait for it too
     * @return how many bytes came, or -1 if no more will
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

    /** Reads once without waiting, as {@link Connection#readNow}. */
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

    /** What is thrown for a read that failed. */
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
