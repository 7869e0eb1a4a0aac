package io.jyro.transport.tls;

import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;

/** A pool of byte arrays for records, so that an idle connection holds none. For any thread. */
final class TlsBuffers {
    /** Holds the largest record, and is the smallest size that an engine accepts for its output. */
    static final int RECORD = 18 * 1024;
    /** Holds several records. */
    static final int SEVERAL_RECORDS = 4 * RECORD;
    private static final int KEPT_BY_A_DAEMON = 32;

    private final int size;
    private final BlockingQueue<byte[]> kept;

    private TlsBuffers(int count, int size) {
        this.size = size;
        kept = new ArrayBlockingQueue<>(count);
    }

    /** Creates a pool for all connections of a daemon, of which few write at a time. */
    static TlsBuffers ofDaemon() {
        return new TlsBuffers(KEPT_BY_A_DAEMON, SEVERAL_RECORDS);
    }

    /** Creates a pool for the connection of a proxy, which keeps one array for small messages. */
    static TlsBuffers ofProxy() {
        return new TlsBuffers(1, RECORD);
    }

    /** Returns an array of at least this length, with arbitrary content. */
    byte[] take(int atLeast) {
        byte[] spare = atLeast <= size ? kept.poll() : null;
        return spare == null ? new byte[Math.max(atLeast, size)] : spare;
    }

    /** Gives back an array. */
    void give(byte[] taken) {
        if (taken.length == size) {
            kept.offer(taken);
        }
    }
}
