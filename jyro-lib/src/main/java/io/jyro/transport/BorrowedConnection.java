package io.jyro.transport;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.IllegalBlockingModeException;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.concurrent.locks.ReentrantLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;

import io.jyro.CommunicationException;
import io.jyro.RemoteText;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A connection over a TCP or Unix domain channel that the user opened and will close. Closing the connection leaves the
 * channel open, in the blocking mode that it had before. A thread must therefore not be stuck in a blocking read at
 * that moment: while the connection is in use, the channel does not block, and threads wait in selectors, which can be
 * woken.
 */
final class BorrowedConnection extends ChannelConnection {
    private static final Logger log = LoggerFactory.getLogger(BorrowedConnection.class);

    private final Readiness readable;
    private final Readiness writable;

    private final ReentrantLock looking = new ReentrantLock(); // guards one and ahead; not held while waiting
    private final byte[] one = new byte[1];
    private int ahead; // how many bytes are in one
    // The write lock is held to change the mode of the channel, the read lock to use the channel.
    private final ReentrantReadWriteLock using = new ReentrantReadWriteLock();
    private boolean wasBlocking; // guarded by using
    private volatile boolean begun; // changed under using
    private volatile Duration timeout = Duration.ZERO;
    private volatile boolean closed;

    private BorrowedConnection(SocketChannel channel, SocketAddress local, SocketAddress peer) {
        super(channel, local, peer, "connected socket"
                + (peer instanceof InetSocketAddress ? " to " + Addresses.text(peer) : ""));
        readable = new Readiness(channel, SelectionKey.OP_READ, BorrowedConnection::released);
        writable = new Readiness(channel, SelectionKey.OP_WRITE, BorrowedConnection::released);
    }

    /**
     * Creates a connection over a connected channel.
     *
     * @throws CommunicationException if the channel is not connected
     */
    static BorrowedConnection over(SocketChannel channel) {
        try {
            SocketAddress peer = channel.getRemoteAddress();
            if (peer == null) {
                throw new CommunicationException("the socket is not connected; connect it before"
                        + " it is given to a daemon or proxy");
            }
            return new BorrowedConnection(channel, channel.getLocalAddress(), peer);
        } catch (ClosedChannelException e) {
            throw new CommunicationException(
                    "the socket is closed; use one that is open and connected", e);
        } catch (IOException e) {
            throw new CommunicationException("the socket cannot be used: " + e.getMessage(), e);
        }
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        long deadline = System.nanoTime() + timeout.toNanos();
        while (true) {
            int count = take(into, offset, length);
            if (count != 0) {
                return count;
            }
            readable.await(timeout.isZero() ? null : deadline - System.nanoTime());
        }
    }

    @Override
    public int readNow(byte[] into, int offset, int length) throws IOException {
        return take(into, offset, length);
    }

    private int take(byte[] into, int offset, int length) throws IOException {
        looking.lock();
        try {
            if (ahead == 0) {
                return attempt(into, offset, length);
            }
            ahead = 0;
            into[offset] = one[0];
            return 1 + Math.max(0, attempt(into, offset + 1, length - 1));
        } finally {
            looking.unlock();
        }
    }

    // A channel cannot tell how many bytes are available, so one byte is read ahead.
    @Override
    public int available() throws IOException {
        looking.lock();
        try {
            if (ahead == 0) {
                ahead = Math.max(0, attempt(one, 0, 1));
            }
            return ahead;
        } finally {
            looking.unlock();
        }
    }

    private int attempt(byte[] into, int offset, int length) throws IOException {
        return attempt(() -> channel.read(
                ByteBuffer.wrap(into, offset, Math.min(length, ChannelChunks.SIZE))));
    }

    @Override
    public void write(ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            if (attempt(() -> ChannelChunks.write(channel, bytes)) == 0) {
                writable.awaitUninterruptibly();
            }
        }
    }

    /** An operation on the channel while it does not block. */
    private interface Attempt {
        int run() throws IOException;
    }

    private int attempt(Attempt attempt) throws IOException {
        begin();
        using.readLock().lock();
        try {
            if (closed) {
                throw released();
            }
            return attempt.run();
        } catch (ClosedChannelException e) {
            throw new ClosedHereException(e);
        } finally {
            using.readLock().unlock();
        }
    }

    // Not done earlier, so that a channel that is never used keeps its mode.
    private void begin() throws IOException {
        if (begun) {
            return;
        }
        using.writeLock().lock();
        try {
            if (!begun && !closed) {
                wasBlocking = channel.isBlocking();
                channel.configureBlocking(false);
                begun = true;
            }
        } catch (ClosedChannelException e) {
            throw new ClosedHereException(e);
        } finally {
            using.writeLock().unlock();
        }
    }

    private static IOException released() {
        return new IOException("it was released, and left open, on this side");
    }

    @Override
    public void readTimeout(Duration newTimeout) {
        timeout = newTimeout;
    }

    /** Ends reads and writes that wait; the channel stays open. */
    @Override
    public void close() {
        closed = true;
        readable.close();
        writable.close();
        using.writeLock().lock();
        try {
            if (begun && channel.isOpen()) {
                channel.configureBlocking(wasBlocking);
            }
        } catch (IOException | IllegalBlockingModeException e) { // the user registered the channel with a selector
            log.debug("{} stays in non-blocking mode", this, RemoteText.loggable(e));
        } finally {
            begun = false; // the user may change the mode now
            using.writeLock().unlock();
        }
    }
}
