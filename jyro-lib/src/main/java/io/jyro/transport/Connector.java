package io.jyro.transport;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import io.jyro.CallTimeoutException;
import io.jyro.CommunicationException;

/**
 * Opens connections to a daemon's location. Immutable.
 *
 * @param connectTimeout bounds the attempt for each address; zero leaves it to the system
 * @param preferIpVersion 4, 6, or 0 for the order of the system
 * @param noDelay whether TCP_NODELAY is set
 */
public record Connector(Duration connectTimeout, int preferIpVersion, boolean noDelay) {

    /**
     * Connects to the first address of a host that answers.
     *
     * @throws CommunicationException naming every address that was tried, each with its own reason
     */
    public Connection connect(String host, int port) {
        String location = Addresses.hostAndPort(host, port);
        List<InetAddress> addresses;
        try {
            addresses = Addresses.resolve(host, preferIpVersion);
        } catch (UnknownHostException e) {
            throw new CommunicationException(
                    "cannot connect to " + location + ": the host name '" + host
                            + "' is not known; check its spelling and the name service",
                    e);
        }
        List<String> reasons = new ArrayList<>();
        List<IOException> failures = new ArrayList<>();
        for (InetAddress address : addresses) {
            try {
                return connect(new InetSocketAddress(address, port));
            } catch (IOException e) {
                reasons.add(
                        Addresses.hostAndPort(Addresses.numeric(address), port) + ": " + reason(e));
                failures.add(e);
            }
        }
        String text = "cannot connect to " + location + ": " + String.join("; ", reasons);
        IOException last = failures.getLast();
        CommunicationException failure = last instanceof SocketTimeoutException
                ? new CallTimeoutException(text, last)
                : new CommunicationException(text, last);
        failures.stream().limit(failures.size() - 1L).forEach(failure::addSuppressed);
        throw failure;
    }

    private Connection connect(InetSocketAddress address) throws IOException {
        SocketChannel channel = SocketChannel.open();
        try {
            channel.socket().connect(address,
                    (int) Math.min(Integer.MAX_VALUE, connectTimeout.toMillis()));
            return new TcpConnection(channel, noDelay);
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    private String reason(IOException e) {
        if (e instanceof SocketTimeoutException) {
            return "no answer within " + connectTimeout.toMillis() + " ms";
        }
        String message = e.getMessage();
        return message == null ? e.getClass().getSimpleName() : message;
    }
}
