package io.jyro.transport.tls;

import java.io.IOException;
import java.net.SocketAddress;

import io.jyro.TlsConfig;
import io.jyro.transport.Connection;
import io.jyro.transport.Listener;
import org.jspecify.annotations.Nullable;

/**
 * Adds TLS to the clients of another listener. Accepting does not perform the handshake: the first read or write does.
 */
public final class TlsListener implements Listener {
    private final Listener below;
    private final TlsConfig tls;
    private final TlsBuffers buffers = TlsBuffers.ofDaemon();

    private TlsListener(Listener below, TlsConfig tls) {
        this.below = below;
        this.tls = tls;
    }

    /** Returns a listener whose clients speak TLS; {@code below} itself if the configuration is null. */
    public static Listener over(Listener below, @Nullable TlsConfig tls) {
        return tls == null ? below : new TlsListener(below, tls);
    }

    @Override
    public String host() {
        return below.host();
    }

    @Override
    public SocketAddress address() {
        return below.address();
    }

    @Override
    public boolean isLoopback() {
        return below.isLoopback();
    }

    @Override
    public Connection accept() throws IOException {
        return TlsConnection.fromClient(below.accept(), tls, buffers);
    }

    @Override
    public boolean isOpen() {
        return below.isOpen();
    }

    @Override
    public void close() {
        below.close();
    }

    @Override
    public String toString() {
        return below.toString();
    }
}
