package io.jyro.transport;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;

import io.jyro.CommunicationException;

/** Listens on one TCP address. */
final class TcpListener implements Listener {
    // A shorter queue makes ten thousand clients that connect at once wait for retransmissions.
    private static final int BACKLOG = 4096;

    private final ServerSocketChannel channel;
    private final InetSocketAddress address;
    private final boolean noDelay;

    private TcpListener(ServerSocketChannel channel, boolean noDelay) throws IOException {
        this.channel = channel;
        this.noDelay = noDelay;
        address = (InetSocketAddress) channel.getLocalAddress();
    }

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
        ServerSocketChannel channel = null;
        try {
            InetSocketAddress address = host.isEmpty()
                    ? new InetSocketAddress(port)
                    : new InetSocketAddress(Addresses.resolve(host, preferIpVersion).getFirst(),
                            port);
            channel = ServerSocketChannel.open();
            channel.setOption(StandardSocketOptions.SO_REUSEADDR, reuseAddress);
            channel.bind(address, BACKLOG);
            return new TcpListener(channel, noDelay);
        } catch (IOException | IllegalArgumentException e) {
            closeQuietly(channel);
            throw new CommunicationException(
                    "cannot listen on " + Addresses.hostAndPort(host, port) + ": "
                            + e.getMessage() + "; choose another host or port",
                    e);
        }
    }

    @Override
    public InetSocketAddress address() {
        return address;
    }

    @Override
    public boolean isLoopback() {
        InetAddress ip = address.getAddress();
        return ip != null && ip.isLoopbackAddress();
    }

    @Override
    public Connection accept() throws IOException {
        SocketChannel client = channel.accept();
        try {
            return new TcpConnection(client, noDelay);
        } catch (IOException | RuntimeException e) {
            client.close();
            throw e;
        }
    }

    @Override
    public boolean isOpen() {
        return channel.isOpen();
    }

    @Override
    public void close() {
        closeQuietly(channel);
    }

    @SuppressWarnings("EmptyCatch") // nothing is left to be done about a socket that does not close
    private static void closeQuietly(
            @org.jspecify.annotations.Nullable ServerSocketChannel channel) {
        if (channel != null) {
            try {
                channel.close();
            } catch (IOException e) {
                // it is gone either way
            }
        }
    }

    @Override
    public String toString() {
        return Addresses.text(address);
    }
}
