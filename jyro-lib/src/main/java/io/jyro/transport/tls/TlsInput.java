package io.jyro.transport.tls;

import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLEngineResult.Status;
import javax.net.ssl.SSLException;

import io.jyro.RemoteText;
import io.jyro.transport.Connection;
import io.jyro.transport.ReadInterruptedException;

/** Decrypts the bytes of a TLS connection after its handshake. For one thread at a time. */
final class TlsInput {
    private static final int KEPT_PLAIN = 1024;
    private static final byte[] NONE = {};

    private final TlsRecords records;
    private final TlsFailures failures;
    // Decrypted bytes not yet taken are between plainStart and plainEnd.
    private byte[] plain = NONE;
    private int plainStart;
    private int plainEnd;
    private boolean ended;
    private boolean heard;

    TlsInput(TlsRecords records, TlsFailures failures) {
        this.records = records;
        this.failures = failures;
    }

    /** Checks the timeout before waiting for the rest of a record of which a part has come. */
    interface Patience {
        /**
         * Returns normally if there is time left.
         *
         * @throws SocketTimeoutException if there is none
         */
        void check() throws IOException;
    }

    /**
     * Reads decrypted bytes like {@link Connection#read}.
     *
     * @param patience is checked each time that only a part of a record has come
     */
    int read(SSLEngine engine, byte[] into, int offset, int length, Patience patience)
            throws IOException {
        for (boolean again = false;; again = true) {
            int count = taken(into, offset, length);
            if (count == 0) {
                count = decrypted(engine, into, offset, length);
            }
            if (count > 0 || length == 0) {
                return count;
            }
            if (ended) {
                return -1;
            }
            if (plainStart == plainEnd && !records.hasRecord()) {
                if (again) {
                    patience.check();
                }
                readBelow(engine);
            }
        }
    }

    /**
     * Returns how many decrypted bytes can be read without waiting; reads available bytes from the underlying
     * connection.
     */
    int available(SSLEngine engine, Connection below) throws IOException {
        if (plainStart == plainEnd && !ended) {
            if (!records.hasRecord() && below.available() > 0) {
                readBelow(engine);
            }
            decrypted(engine, NONE, 0, 0);
        }
        return plainEnd - plainStart;
    }

    /** Reads decrypted bytes like {@link Connection#readNow}; an incomplete record does not count. */
    int readNow(SSLEngine engine, byte[] into, int offset, int length) throws IOException {
        while (true) {
            int count = taken(into, offset, length);
            if (count == 0) {
                count = decrypted(engine, into, offset, length);
            }
            if (count > 0) {
                return count;
            }
            if (ended) {
                return -1;
            }
            if (plainStart == plainEnd && !records.hasRecord()) {
                int came = records.readMoreNow();
                if (came == 0) {
                    return 0;
                }
                ended = came < 0;
            }
        }
    }

    private int taken(byte[] into, int offset, int length) {
        int count = Math.min(length, plainEnd - plainStart);
        System.arraycopy(plain, plainStart, into, offset, count);
        plainStart += count;
        return count;
    }

    private void readBelow(SSLEngine engine) throws IOException {
        if (plain.length > KEPT_PLAIN) {
            plain = NONE;
            plainStart = plainEnd = 0;
        }
        boolean more;
        try {
            more = records.readMore();
        } catch (SocketTimeoutException | ReadInterruptedException e) {
            throw e;
        } catch (IOException e) {
            ended = true;
            throw failures.ofProxy() && !heard
                    ? new IOException(RemoteText.message(e) + ": " + failures.closedAtOnce(engine),
                            e)
                    : e;
        }
        if (!more) { // truncated or closed properly: messages contain their lengths, so it makes no difference
            ended = true;
            if (failures.ofProxy() && !heard) {
                throw new IOException(failures.closedAtOnce(engine));
            }
        }
    }

    // Decrypts as many whole records as fit; if the first does not fit, only that one, into the internal buffer.
    private int decrypted(SSLEngine engine, byte[] into, int offset, int length)
            throws IOException {
        int count = 0;
        while (!ended && plainStart == plainEnd && records.hasRecord()) {
            int size = records.recordLength();
            boolean fits = length - count >= size;
            if (!fits && count > 0) {
                break;
            }
            if (!fits && plain.length < size) {
                plain = new byte[Math.max(KEPT_PLAIN, size)];
            }
            ByteBuffer to = fits
                    ? ByteBuffer.wrap(into, offset + count, length - count)
                    : ByteBuffer.wrap(plain);
            int produced = unwrapped(engine, to);
            if (fits) {
                count += produced;
            } else {
                plainStart = 0;
                plainEnd = produced;
            }
            heard |= produced > 0;
        }
        return count;
    }

    private int unwrapped(SSLEngine engine, ByteBuffer to) throws IOException {
        SSLEngineResult result;
        try {
            result = engine.unwrap(records.view(), to);
        } catch (SSLException e) {
            ended = true;
            if (!heard) {
                throw failures.handshake(e, engine); // in TLS 1.3 a proxy learns here that it was refused
            }
            throw new SSLException(failures.reason(e, engine), e);
        }
        records.consumed(result.bytesConsumed());
        if (result.getStatus() == Status.CLOSED) {
            ended = true;
        } else if (result.getStatus() != Status.OK || result.bytesConsumed() == 0) {
            ended = true;
            throw new SSLException("a TLS record cannot be read: " + result.getStatus());
        } else {
            refuseRenegotiation(engine, result.getHandshakeStatus());
        }
        return result.bytesProduced();
    }

    private void refuseRenegotiation(SSLEngine engine, HandshakeStatus status)
            throws SSLException {
        if (status == HandshakeStatus.NOT_HANDSHAKING || status == HandshakeStatus.FINISHED) {
            return;
        }
        if (!engine.getSession().getProtocol().equals("TLSv1.3")) {
            ended = true;
            throw new SSLException("the other end asks to renegotiate TLS, which is refused");
        }
        if (status == HandshakeStatus.NEED_TASK) {
            TlsHandshake.runTasks(engine);
        }
    }
}
