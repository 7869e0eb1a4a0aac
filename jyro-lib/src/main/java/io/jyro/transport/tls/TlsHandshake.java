package io.jyro.transport.tls;

import java.io.EOFException;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.time.Duration;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.Status;
import javax.net.ssl.SSLException;

import io.jyro.transport.Connection;
import io.jyro.transport.Deadline;

/** One TLS handshake, on the thread that runs it. After a timeout it can be continued. */
final class TlsHandshake {
    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);
    private static final int TELLING = 6; // enough bytes to recognize plain Pyro and its version

    private final SSLEngine engine;
    private final Connection below;
    private final TlsRecords records;
    private final TlsFailures failures;
    private long deadlineNanos = Deadline.NONE;
    private boolean begun;
    private boolean spokeTls;

    TlsHandshake(SSLEngine engine, Connection below, TlsRecords records, TlsFailures failures) {
        this.engine = engine;
        this.below = below;
        this.records = records;
        this.failures = failures;
    }

    SSLEngine engine() {
        return engine;
    }

    /** Sets the time for the whole handshake; zero is without limit. */
    void within(Duration atMost) {
        deadlineNanos = atMost.isZero() ? Deadline.NONE : Deadline.in(atMost.toNanos());
    }

    /**
     * Starts or continues the handshake.
     *
     * @param out holds several records
     * @throws SSLException if the two cannot agree; the peer has been sent an alert, if it still reads
     * @throws SocketTimeoutException if it took too long
     * @throws io.jyro.ProtocolException if the peer does not speak TLS, naming what it seems to speak
     */
    void run(byte[] out) throws IOException {
        ByteBuffer to = ByteBuffer.wrap(out);
        try {
            if (!begun) {
                begun = true;
                engine.beginHandshake();
            }
            while (step(to)) {
                // until the handshake is complete
            }
            flush(to);
        } catch (SSLException e) {
            tell(to);
            throw e;
        }
    }

    /** Returns how much of the time is left, more than zero; zero is without limit. */
    Duration left() throws SocketTimeoutException {
        if (deadlineNanos == Deadline.NONE) {
            return Duration.ZERO;
        }
        long left = deadlineNanos - System.nanoTime();
        if (left <= 0) {
            throw new SocketTimeoutException("no complete TLS handshake in time");
        }
        return Duration.ofNanos(left);
    }

    private boolean step(ByteBuffer to) throws IOException {
        switch (engine.getHandshakeStatus()) {
            case NEED_TASK -> runTasks(engine);
            case NEED_WRAP -> {
                SSLEngineResult result = engine.wrap(NOTHING, to);
                if (result.getStatus() == Status.BUFFER_OVERFLOW) {
                    flush(to);
                } else if (result.getStatus() == Status.CLOSED) {
                    flush(to);
                    throw new SSLException("closed during the TLS handshake");
                }
            }
            case NEED_UNWRAP, NEED_UNWRAP_AGAIN -> {
                flush(to);
                unwrap();
            }
            case FINISHED, NOT_HANDSHAKING -> {
                return false;
            }
        }
        return true;
    }

    private void unwrap() throws IOException {
        while (!spokeTls || !records.hasRecord()) {
            if (!spokeTls && records.size() >= TELLING) {
                failures.requireTls(records.view());
                spokeTls = true;
                continue;
            }
            below.readTimeout(left());
            if (!records.readMore()) {
                throw new EOFException(
                        "the other end closed the connection during the TLS handshake");
            }
        }
        SSLEngineResult result = engine.unwrap(records.view(),
                ByteBuffer.allocate(records.recordLength()));
        records.consumed(result.bytesConsumed());
        if (result.getStatus() == Status.CLOSED) {
            throw new SSLException("the other end aborted the TLS handshake");
        }
        if (result.bytesProduced() > 0 || result.getStatus() != Status.OK) {
            throw new SSLException("not a TLS handshake: " + result.getStatus());
        }
    }

    static void runTasks(SSLEngine engine) {
        for (Runnable task = engine.getDelegatedTask(); task != null; task = engine
                .getDelegatedTask()) {
            task.run();
        }
    }

    private void flush(ByteBuffer to) throws IOException {
        if (to.position() > 0) {
            below.write(to.array(), to.arrayOffset(), to.position());
            to.clear();
        }
    }

    // Sends the engine's pending alert, so that the peer learns the reason.
    @SuppressWarnings("EmptyCatch") // the first error is the one to report
    private void tell(ByteBuffer to) {
        try {
            while (engine.getHandshakeStatus() == SSLEngineResult.HandshakeStatus.NEED_WRAP
                    && engine.wrap(NOTHING, to).bytesProduced() > 0) {
                flush(to);
            }
        } catch (IOException e) {
            // the alert cannot be sent
        }
    }
}
