package io.jyro.transport;

import java.io.IOException;
import java.io.InputStream;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.time.Duration;

/**
 * A proxy's connection over a Unix domain socket. Its channel is non-blocking, so that interrupting a waiting thread
 * does not close it while other threads wait for replies.
 */
final class UnixClientConnection extends ChannelConnection {
    private final InputStream in; // used only for available()
    private final Readiness readable;
    private final Readiness writable;
    private volatile long timeoutNanos;

    /**
     * Creates a connection over a connected, non-blocking channel.
     *
     * @param text the name of the peer, whose own address is usually empty
     */
    UnixClientConnection(SocketChannel channel, SocketAddress local, SocketAddress peer,
            String text) {
        super(channel, local, peer, text);
        in = Channels.newInputStream(channel);
        readable = new Readiness(channel, SelectionKey.OP_READ, ClosedHereException::new);
        writable = new Readiness(channel, SelectionKey.OP_WRITE, ClosedHereException::new);
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        long limit = timeoutNanos;
        long began = limit == 0 ? 0 : System.nanoTime();
        ByteBuffer to = ByteBuffer.wrap(into, offset, Math.min(length, ChannelChunks.SIZE));
        try {
            while (true) {
                int count = channel.read(to);
                if (count != 0) {
                    return count;
                }
                readable.await(limit == 0 ? null : limit - (System.nanoTime() - began));
            }
        } catch (ClosedChannelException e) {
            throw new ClosedHereException(e);
        }
    }

    @Override
    public int readNow(byte[] into, int offset, int length) throws IOException {
        try {
            return channel
                    .read(ByteBuffer.wrap(into, offset, Math.min(length, ChannelChunks.SIZE)));
        } catch (ClosedChannelException e) {
            throw new ClosedHereException(e);
        }
    }

    @Override
    public int available() throws IOException {
        return in.available();
    }

    @Override
    public void write(ByteBuffer bytes) throws IOException {
        try {
            while (bytes.hasRemaining()) {
                if (ChannelChunks.write(channel, bytes) == 0) {
                    writable.awaitUninterruptibly();
                }
            }
        } catch (ClosedChannelException e) {
            throw new ClosedHereException(e);
        }
    }

    @Override
    public void readTimeout(Duration timeout) {
        timeoutNanos = timeout.isZero() ? 0 : Math.max(1, timeout.toNanos());
    }

    @Override
    public void close() {
        readable.close();
        writable.close();
        close(channel, toString());
    }
}
