package io.jyro.transport;

import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.SocketChannel;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

import org.jspecify.annotations.Nullable;

/**
 * One read of a blocking channel on a virtual thread, so that the caller can wait for it with a timeout. The read
 * itself ends with bytes, the end of the input, or the closing of the channel. Only one thread takes the bytes.
 */
final class BackgroundRead {
    // Enough for most messages, and small, since thousands of connections may wait.
    private static final int SIZE = 1024;

    private final SocketChannel channel;
    private final byte[] bytes = new byte[SIZE];

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition ended = lock.newCondition();
    // The fields below are guarded by the lock.
    private boolean done;
    private int start;
    private int end;
    private @Nullable IOException failure;

    private BackgroundRead(SocketChannel channel) {
        this.channel = channel;
    }

    static BackgroundRead start(SocketChannel channel) {
        BackgroundRead read = new BackgroundRead(channel);
        Thread.ofVirtual().name("jyro-unix-read").start(read::run);
        return read;
    }

    private void run() {
        int count = -1;
        IOException failed = null;
        try {
            count = channel.read(ByteBuffer.wrap(bytes));
        } catch (IOException e) {
            failed = e;
        } catch (RuntimeException | Error e) { // else the reader would wait without end
            failed = new IOException("reading failed: " + e, e);
        }
        lock.lock();
        try {
            done = true;
            end = Math.max(0, count);
            failure = failed;
            ended.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /**
     * Waits for the bytes and takes them.
     *
     * @param timeoutNanos 0 waits without limit
     * @return how many bytes were taken, or -1 at the end of the input
     * @throws SocketTimeoutException if nothing came in time; the read continues in the background
     */
    int take(byte[] into, int offset, int length, long timeoutNanos) throws IOException {
        lock.lock();
        try {
            await(timeoutNanos);
            if (failure != null) {
                throw failure;
            }
            if (start == end) {
                return -1;
            }
            int count = Math.min(length, end - start);
            System.arraycopy(bytes, start, into, offset, count);
            start += count;
            return count;
        } finally {
            lock.unlock();
        }
    }

    private void await(long timeoutNanos) throws IOException {
        long left = timeoutNanos;
        try {
            while (!done) {
                if (timeoutNanos == 0) {
                    ended.await();
                } else if (left > 0) {
                    left = ended.awaitNanos(left);
                } else {
                    throw new SocketTimeoutException("Read timed out");
                }
            }
        } catch (InterruptedException e) {
            // Like an interruptible channel: an interrupt closes it, so that no other thread continues the read.
            Thread.currentThread().interrupt();
            channel.close();
            throw new ClosedByInterruptException();
        }
    }

    /** Returns whether the read has ended and all its bytes were taken. */
    boolean isUsedUp() {
        lock.lock();
        try {
            return done && start == end;
        } finally {
            lock.unlock();
        }
    }

    /** Returns how many bytes can be taken without waiting. */
    int available() {
        lock.lock();
        try {
            return end - start;
        } finally {
            lock.unlock();
        }
    }
}
