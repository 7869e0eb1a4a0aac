package io.jyro;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** A bounded buffer of bytes between one writing and one reading thread. */
final class BytePipe {
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    // Guarded by the lock. The bytes begin at start and wrap around at the end of the ring.
    private final byte[] ring;
    private int start;
    private int count;
    private boolean ended; // the writer has closed
    private boolean abandoned; // the reader has closed

    BytePipe(int capacity) {
        ring = new byte[capacity];
    }

    /** Reads bytes like {@link Link.End#read}. */
    int read(byte[] into, int offset, int length, Duration timeout) throws IOException {
        Objects.checkFromIndexSize(offset, length, into.length);
        lock.lock();
        try {
            long left = timeout.toNanos();
            while (count == 0 && !ended && !abandoned && length > 0) {
                if (timeout.isZero()) {
                    changed.await();
                } else if (left > 0) {
                    left = changed.awaitNanos(left);
                } else {
                    throw new InterruptedIOException("no bytes arrived within " + timeout);
                }
            }
            if (abandoned) {
                throw new IOException("this end of the link is closed");
            }
            return count == 0 && length > 0 ? -1 : take(into, offset, Math.min(count, length));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while waiting for bytes", e);
        } finally {
            lock.unlock();
        }
    }

    int available() {
        lock.lock();
        try {
            return abandoned ? 0 : count;
        } finally {
            lock.unlock();
        }
    }

    /** Writes bytes like {@link Link.End#write}. */
    void write(byte[] bytes, int offset, int length) throws IOException {
        Objects.checkFromIndexSize(offset, length, bytes.length);
        lock.lock();
        try {
            int written = 0;
            while (written < length) {
                while (count == ring.length && !ended && !abandoned) {
                    changed.awaitUninterruptibly(); // an interrupt must not leave a message half written
                }
                if (ended) {
                    throw new IOException("this end of the link is closed");
                }
                if (abandoned) {
                    throw new IOException("the other end of the link is closed");
                }
                written += put(bytes, offset + written, length - written);
            }
        } finally {
            lock.unlock();
        }
    }

    /** Called by the writer: no more bytes will follow. Bytes already in the pipe can still be read. */
    void endOutput() {
        lock.lock();
        try {
            ended = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Called by the reader: no more bytes are wanted. */
    void abandon() {
        lock.lock();
        try {
            abandoned = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private int take(byte[] into, int offset, int length) {
        int first = Math.min(length, ring.length - start);
        System.arraycopy(ring, start, into, offset, first);
        System.arraycopy(ring, 0, into, offset + first, length - first);
        start = (start + length) % ring.length;
        count -= length;
        changed.signalAll();
        return length;
    }

    private int put(byte[] bytes, int offset, int length) {
        int fits = Math.min(length, ring.length - count);
        int from = (start + count) % ring.length;
        int first = Math.min(fits, ring.length - from);
        System.arraycopy(bytes, offset, ring, from, first);
        System.arraycopy(bytes, offset + first, ring, 0, fits - first);
        count += fits;
        changed.signalAll();
        return fits;
    }
}
