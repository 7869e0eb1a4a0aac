package io.jyro.transport;

import java.io.IOException;
import java.net.InetSocketAddress;

import io.jyro.CommunicationException;
import io.jyro.TlsConfig;
import org.jspecify.annotations.Nullable;

/** Waits for clients at one address. Any thread may close it, which ends a waiting {@link #accept}. */
public interface Listener extends AutoCloseable {
    /**
     * Binds and begins to listen.
     *
     * @param host a name or address of this machine; empty for all its addresses
     * @param port 0 for any free one
     * @param preferIpVersion which address of the host is taken: 4, 6, or 0 for the first
     * @throws CommunicationException if the address cannot be bound, naming it and the reason
     */
    static Listener open(String host, int port, int preferIpVersion, boolean reuseAddress,
            boolean noDelay) {
        return TcpListener.open(host, port, preferIpVersion, reuseAddress, noDelay);
    }

    /**
     * The same for clients that speak TLS; this one if that is null.
     *
     * @throws io.jyro.PyroException if there is no certificate to show to clients; this one is closed
     */
    default Listener secured(@Nullable TlsConfig tls) {
        if (tls == null) {
            return this;
        }
        try {
            return new TlsListener(this, tls);
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    /** The bound address with the real port. */
    InetSocketAddress address();

    /** Whether only this machine can reach it. */
    boolean isLoopback();

    /** Waits for the next client. */
    Connection accept() throws IOException;

    /** Whether it still listens. */
    boolean isOpen();

    /** Takes no more clients. */
    @Override
    void close();
}
