package io.jyro.transport;

import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;

/**
 * Byte arrays for records on their way, lent and given back, so that a connection that is idle holds none. Any thread.
 */
final class TlsBuffers {
    /** So much holds the largest record, and is the least that an engine writes into. */
    static final int RECORD = 18 * 1024;
    /** So much holds several. */
    static final int SEVERAL_RECORDS = 4 * RECORD;
    private static final int KEPT_BY_A_DAEMON = 32;

    private final int size;
    private final BlockingQueue<byte[]> kept;

    private TlsBuffers(int count, int size) {
        this.size = size;
        kept = new ArrayBlockingQueue<>(count);
    }

    /** For all connections of a daemon, of which few write at one time. */
    static TlsBuffers ofDaemon() {
        return new TlsBuffers(KEPT_BY_A_DAEMON, SEVERAL_RECORDS);
    }

    /** For the connection of a proxy, which keeps what a small message takes. */
    static TlsBuffers ofProxy() {
        return new TlsBuffers(1, RECORD);
    }

    /** An array of at least so many bytes, with anything in it. */
    byte[] take(int atLeast) {
        byte[] spare = atLeast <= size ? kept.poll() : null;
        return spare == null ? new byte[Math.max(atLeast, size)] : spare;
    }

    /** Gives back what was taken. */
    void give(byte[] taken) {
        if (taken.length == size) {
            kept.offer(taken);
        }
    }
}
