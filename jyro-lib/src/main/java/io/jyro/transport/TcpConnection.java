package io.jyro.transport;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;

import io.jyro.RemoteText;
import jdk.net.ExtendedSocketOptions;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A connection over TCP. */
final class TcpConnection extends SocketConnection {
    private static final Logger log = LoggerFactory.getLogger(TcpConnection.class);

    private final SocketChannel channel;
    private final Socket socket;
    private final InputStream in;
    private final OutputStream out;
    private final boolean quickAck;
    private volatile int timeoutMillis;
    // Used only by the reading thread.
    private int socketTimeout;
    private int surelyThere;

    TcpConnection(SocketChannel channel, boolean noDelay) throws IOException {
        super(channel.getLocalAddress(), channel.getRemoteAddress(),
                Addresses.text(channel.getRemoteAddress()));
        this.channel = channel;
        socket = channel.socket();
        in = socket.getInputStream();
        out = socket.getOutputStream();
        channel.setOption(StandardSocketOptions.TCP_NODELAY, noDelay);
        channel.setOption(StandardSocketOptions.SO_KEEPALIVE, true);
        quickAck = channel.supportedOptions().contains(ExtendedSocketOptions.TCP_QUICKACK);
    }

    // A read with a timeout takes some five system calls, since the socket becomes non-blocking for it. Asking for
    // available bytes takes one, and its result holds for several reads of a large message.
    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
        try {
            int millis = timeoutMillis;
            if (millis > 0 && surelyThere <= 0) {
                surelyThere = in.available();
            }
            if (surelyThere > 0) {
                millis = 0;
            }
            if (socketTimeout != millis) {
                socketTimeout = millis;
                socket.setSoTimeout(millis);
            }
            int count = ChannelChunks.read(in, into, offset, length);
            surelyThere = Math.max(0, surelyThere - count);
            return count;
        } catch (ClosedChannelException e) {
            throw new ClosedHereException(e);
        }
    }

    @Override
    public int available() throws IOException {
        return in.available();
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        try {
            ChannelChunks.writeAll(out, bytes, offset, length);
        } catch (ClosedChannelException e) {
            throw new ClosedHereException(e);
        }
    }

    @Override
    public void write(ByteBuffer bytes) throws IOException {
        ChannelChunks.writeAll(channel, bytes);
    }

    @Override
    public void readTimeout(Duration timeout) {
        timeoutMillis = timeout.isZero()
                ? 0
                : Math.clamp(timeout.toMillis(), 1, Integer.MAX_VALUE);
    }

    @Override
    public void shutdownOutput() throws IOException {
        channel.shutdownOutput();
    }

    @Override
    public void acknowledgeNow() {
        if (quickAck) {
            try {
                channel.setOption(ExtendedSocketOptions.TCP_QUICKACK, true);
            } catch (IOException e) {
                log.trace("TCP_QUICKACK refused for {}", this, RemoteText.loggable(e));
            }
        }
    }

    @Override
    public SelectableChannel selectable() {
        return channel;
    }

    @Override
    public void close() {
        close(channel, toString());
    }
}
