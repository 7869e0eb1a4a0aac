package io.jyro.transport;

import java.io.IOException;
import java.net.SocketAddress;
import java.time.Duration;

/** A connection over another, of which a test changes one point. */
public abstract class DelegatingConnection implements Connection {
    public final Connection below;

    public DelegatingConnection(Connection below) {
        this.below = below;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
        return below.read(into, offset, length);
    }

    @Override
    public int available() throws IOException {
        return below.available();
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        below.write(bytes, offset, length);
    }

    @Override
    public void readTimeout(Duration timeout) throws IOException {
        below.readTimeout(timeout);
    }

    @Override
    public void shutdownOutput() throws IOException {
        below.shutdownOutput();
    }

    @Override
    public void acknowledgeNow() {
        below.acknowledgeNow();
    }

    @Override
    public SocketAddress localAddress() {
        return below.localAddress();
    }

    @Override
    public SocketAddress peerAddress() {
        return below.peerAddress();
    }

    @Override
    public void close() {
        below.close();
    }
}
