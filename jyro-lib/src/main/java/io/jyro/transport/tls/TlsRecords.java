package io.jyro.transport.tls;

import java.io.IOException;
import java.nio.ByteBuffer;
import javax.net.ssl.SSLException;

import io.jyro.transport.Connection;

/**
 * Encrypted bytes that came and are not decrypted yet, divided into records. Holds little memory while a connection
 * waits. For one thread at a time.
 */
final class TlsRecords {
    /** type, version (2 bytes), length of what follows (2 bytes) */
    static final int HEADER = 5;

    private static final int WAITING = 1024;
    private static final byte[] NONE = {};

    private final Connection below;
    private final TlsBuffers buffers;
    // The received bytes are between start and end.
    private byte[] bytes = NONE;
    private int start;
    private int end;

    TlsRecords(Connection below, TlsBuffers buffers) {
        this.below = below;
        this.buffers = buffers;
    }

    /** Returns how many bytes have come. */
    int size() {
        return end - start;
    }

    /** Returns whether a whole record has come. */
    boolean hasRecord() throws SSLException {
        return size() >= HEADER && size() >= recordLength();
    }

    /** Returns the length of the first record with its header, which must have come. */
    int recordLength() throws SSLException {
        int length = HEADER + ((bytes[start + 3] & 0xff) << 8 | bytes[start + 4] & 0xff);
        if (length > TlsBuffers.RECORD + HEADER) {
            throw new SSLException("a record of " + length + " bytes is not TLS");
        }
        return length;
    }

    /** Returns a view of the received bytes, for reading only, valid until more bytes are read. */
    ByteBuffer view() {
        return ByteBuffer.wrap(bytes, start, size());
    }

    /** Called when the first records have been decrypted. */
    void consumed(int count) {
        start += count;
    }

    /**
     * Reads once from the underlying connection, waiting if necessary.
     *
     * @return false if the peer sends no more
     */
    boolean readMore() throws IOException {
        makeRoom();
        int count = below.read(bytes, end, bytes.length - end);
        if (count > 0) {
            end += count;
        }
        return count >= 0;
    }

    /**
     * Reads once from the underlying connection, without waiting.
     *
     * @return how many bytes came; -1 if the peer sends no more
     */
    int readMoreNow() throws IOException {
        makeRoom();
        int count = below.readNow(bytes, end, bytes.length - end);
        if (count > 0) {
            end += count;
        }
        return count;
    }

    private void makeRoom() throws IOException {
        if (start == end) {
            start = end = 0;
            if (bytes.length == 0 || bytes.length > WAITING && below.available() == 0) {
                buffers.give(bytes); // it may be long until more bytes come
                bytes = new byte[WAITING];
            }
            return;
        }
        int needed = size() < HEADER ? HEADER : recordLength();
        if (end < bytes.length && start + needed <= bytes.length) {
            return;
        }
        byte[] from = bytes;
        if (needed > from.length) {
            bytes = buffers.take(TlsBuffers.SEVERAL_RECORDS);
        }
        System.arraycopy(from, start, bytes, 0, size());
        end -= start;
        start = 0;
        if (needed > from.length) {
            buffers.give(from);
        }
    }
}
