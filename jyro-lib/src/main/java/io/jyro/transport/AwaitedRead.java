package io.jyro.transport;

import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.SocketChannel;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

import org.jspecify.annotations.Nullable;

/**
 * One read of a blocking channel, done by a virtual thread while the reader waits for no longer than it likes. The read
 * itself ends with bytes, the end of the input, or the closing of the channel. One thread takes what came.
 */
final class AwaitedRead {
    // Enough for most messages, and little for the thousands of connections that wait.
    private static final int SIZE = 1024;

    private final SocketChannel channel;
    private final byte[] bytes = new byte[SIZE];

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition ended = lock.newCondition();
    // Guarded by the lock.
    private boolean done;
    private int start;
    private int end;
    private @Nullable IOException failure;

    private AwaitedRead(SocketChannel channel) {
        this.channel = channel;
    }

    static AwaitedRead start(SocketChannel channel) {
        AwaitedRead read = new AwaitedRead(channel);
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
        } catch (RuntimeException | Error e) { // the reader must not wait for ever
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
     * Waits for what comes, and takes it.
     *
     * @param timeoutNanos 0 waits for ever
     * @return how many bytes, or -1 at the end of the input
     * @throws SocketTimeoutException if nothing came in time; the read goes on
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
            // As the channels do: an interrupted thread can neither read nor leave the rest to another.
            Thread.currentThread().interrupt();
            channel.close();
            throw new ClosedByInterruptException();
        }
    }

    /** Whether it ended and all that came was taken. */
    boolean isUsedUp() {
        lock.lock();
        try {
            return done && start == end;
        } finally {
            lock.unlock();
        }
    }

    /** How many bytes can be taken without waiting. */
    int available() {
        lock.lock();
        try {
            return end - start;
        } finally {
            lock.unlock();
        }
    }
}
