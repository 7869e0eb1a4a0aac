package io.jyro.transport;

import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.net.UnknownHostException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.jyro.CommunicationException;
import org.jspecify.annotations.Nullable;

/** Listens on one TCP address. */
final class TcpListener implements Listener {
    // A shorter queue makes ten thousand clients that connect at once wait for retransmissions.
    private static final int BACKLOG = 4096;

    private static final int ATTEMPTS = 16;

    private final String host;
    private final ServerSocketChannel channel;
    private final InetSocketAddress address;
    private final boolean noDelay;

    private TcpListener(String host, ServerSocketChannel channel, boolean noDelay)
            throws IOException {
        this.host = host;
        this.channel = channel;
        this.noDelay = noDelay;
        address = (InetSocketAddress) channel.getLocalAddress();
    }

    static List<Listener> open(List<String> hosts, int port, int preferIpVersion,
            boolean reuseAddress, boolean noDelay) {
        Map<InetAddress, String> wanted = new LinkedHashMap<>();
        for (String given : hosts) {
            String host = Addresses.plainHost(given);
            for (InetAddress address : addressesOf(host, port, preferIpVersion)) {
                wanted.putIfAbsent(address, host);
            }
        }
        for (int attempt = 1;; attempt++) {
            List<Listener> open = new ArrayList<>();
            try {
                for (Map.Entry<InetAddress, String> each : wanted.entrySet()) {
                    open.add(open(each.getValue(), each.getKey(),
                            open.isEmpty() ? port : open.getFirst().port(), reuseAddress,
                            noDelay));
                }
                return open;
            } catch (CommunicationException e) {
                open.forEach(Listener::close);
                // The port that the system chose for the first address may be in use at the next one.
                if (port != 0 || open.isEmpty() || attempt == ATTEMPTS) {
                    throw e;
                }
            }
        }
    }

    // If a name has several addresses, those that are not local belong to other machines and are left out.
    private static List<InetAddress> addressesOf(String host, int port, int preferIpVersion) {
        try {
            List<InetAddress> all = Addresses.resolve(host.isEmpty() ? Addresses.ALL_IPV4 : host,
                    preferIpVersion);
            if (all.size() == 1) {
                return all;
            }
            List<InetAddress> local = new ArrayList<>();
            for (InetAddress address : all) {
                if (Addresses.isLocal(address)) {
                    local.add(address);
                }
            }
            return local.isEmpty() ? all : local;
        } catch (UnknownHostException e) {
            throw cannotListen(host, port, String.valueOf(e.getMessage()), e);
        }
    }

    private static Listener open(String host, InetAddress ip, int port, boolean reuseAddress,
            boolean noDelay) {
        ServerSocketChannel channel = null;
        try {
            // By default the JDK opens a dual-stack socket, and 0.0.0.0 would accept IPv6 too.
            channel = ip instanceof Inet4Address
                    ? ServerSocketChannel.open(StandardProtocolFamily.INET)
                    : ServerSocketChannel.open();
            channel.setOption(StandardSocketOptions.SO_REUSEADDR, reuseAddress);
            channel.bind(new InetSocketAddress(ip, port), BACKLOG);
            return new TcpListener(host, channel, noDelay);
        } catch (IOException | IllegalArgumentException e) {
            closeQuietly(channel);
            throw cannotListen(host, port, Addresses.numeric(ip) + ": " + e.getMessage(), e);
        }
    }

    private static CommunicationException cannotListen(String host, int port, String reason,
            Exception cause) {
        return new CommunicationException("cannot listen on " + Addresses.hostAndPort(host, port)
                + ": " + reason + "; choose another host or port", cause);
    }

    @Override
    public String host() {
        return host;
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

    @SuppressWarnings("EmptyCatch") // a failure to close has no remedy
    static void closeQuietly(@Nullable ServerSocketChannel channel) {
        if (channel != null) {
            try {
                channel.close();
            } catch (IOException e) {
                // the socket is unusable either way
            }
        }
    }

    @Override
    public String toString() {
        return Addresses.text(address);
    }
}
