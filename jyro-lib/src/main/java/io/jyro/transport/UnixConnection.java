package io.jyro.transport;

import java.io.IOException;
import java.io.InputStream;
import java.net.SocketAddress;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

import org.jspecify.annotations.Nullable;

/**
 * A connection over a Unix domain socket. Its channel blocks, so that a read without a timeout is one system call. Such
 * a channel has no timeouts: a read with a timeout that finds no bytes leaves the waiting to a virtual thread, and
 * bytes that come too late are taken by the next read. A read with a timeout of milliseconds polls instead: once a
 * virtual thread has read from the channel, each read takes more system calls.
 */
final class UnixConnection extends ChannelConnection {
    private static final long BRIEF_NANOS = TimeUnit.MILLISECONDS.toNanos(25);
    // A peer that sends without a pause fills its buffer within that time; sleeping would take longer.
    private static final long YIELDING_NANOS = TimeUnit.MICROSECONDS.toNanos(100);
    private static final long SHORTEST_PAUSE_NANOS = TimeUnit.MICROSECONDS.toNanos(10);
    private static final long LONGEST_PAUSE_NANOS = TimeUnit.MICROSECONDS.toNanos(200);

    private final InputStream in;
    private volatile long timeoutNanos;
    private volatile @Nullable BackgroundRead awaited; // changed only by the reading thread

    /** @param text the name of the peer, whose own address is usually empty */
    UnixConnection(SocketChannel channel, SocketAddress local, SocketAddress peer, String text) {
        super(channel, local, peer, text);
        in = Channels.newInputStream(channel);
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
        try {
            return readOrAwait(into, offset, length);
        } catch (ClosedChannelException e) {
            throw new ClosedHereException(e);
        }
    }

    private int readOrAwait(byte[] into, int offset, int length) throws IOException {
        BackgroundRead waiting = awaited;
        long timeout = timeoutNanos;
        if (waiting == null && (timeout == 0 || in.available() > 0
                || timeout <= BRIEF_NANOS && comesWithin(timeout))) {
            return channel
                    .read(ByteBuffer.wrap(into, offset, Math.min(length, ChannelChunks.SIZE)));
        }
        if (waiting == null) {
            waiting = BackgroundRead.start(channel);
            awaited = waiting;
        }
        int count = waiting.take(into, offset, length, timeout);
        if (waiting.isUsedUp()) {
            awaited = null;
        }
        return count;
    }

    @SuppressWarnings("ThreadPriorityCheck") // on a busy machine the peer may need this core
    private boolean comesWithin(long nanos) throws IOException {
        long begin = System.nanoTime();
        long pause = SHORTEST_PAUSE_NANOS;
        while (in.available() == 0) {
            long waited = System.nanoTime() - begin;
            if (waited >= nanos) {
                throw new SocketTimeoutException("Read timed out");
            }
            if (waited < YIELDING_NANOS) {
                Thread.yield();
            } else {
                LockSupport.parkNanos(this, pause);
                pause = Math.min(2 * pause, LONGEST_PAUSE_NANOS);
            }
        }
        return true;
    }

    @Override
    public int available() throws IOException {
        BackgroundRead waiting = awaited;
        return waiting == null ? in.available() : waiting.available();
    }

    @Override
    public void write(ByteBuffer bytes) throws IOException {
        ChannelChunks.writeAll(channel, bytes);
    }

    @Override
    public void readTimeout(Duration timeout) {
        timeoutNanos = timeout.isZero() ? 0 : Math.max(1, timeout.toNanos());
    }

    @Override
    public void close() {
        close(channel, toString());
    }
}
