package io.jyro.transport;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NoRouteToHostException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import io.jyro.CallTimeoutException;
import io.jyro.CommunicationException;
import io.jyro.RemoteText;

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
        return connect(host, port, CallDeadline.NONE);
    }

    /**
     * Connects like {@link #connect(String, int)}, within a deadline.
     *
     * @throws CommunicationException naming every address that was tried, each with its own reason
     */
    public Connection connect(String host, int port, CallDeadline deadline) {
        String location = RemoteText.shown(Addresses.hostAndPort(host, port));
        List<InetAddress> addresses;
        try {
            addresses = Addresses.resolve(host, preferIpVersion);
        } catch (UnknownHostException e) {
            throw new NotConnectedException(
                    "cannot connect to " + location + ": " + RemoteText.message(e), e);
        }
        List<String> reasons = new ArrayList<>();
        List<IOException> failures = new ArrayList<>();
        for (InetAddress address : addresses) {
            try {
                deadline.check("connecting to " + location);
                return connect(new InetSocketAddress(address, port), deadline);
            } catch (IOException e) {
                deadline.check("connecting to " + location);
                reasons.add(
                        Addresses.hostAndPort(Addresses.numeric(address), port) + ": " + reason(e));
                failures.add(e);
            }
        }
        String text = "cannot connect to " + location + ": " + String.join("; ", reasons)
                + (Addresses.isWildcard(host)
                        ? "; this is not an address to connect to, but stands for all addresses"
                                + " of a daemon: let the daemon publish one that clients can reach"
                        : "");
        IOException last = failures.getLast();
        CommunicationException failure = last instanceof SocketTimeoutException
                ? new CallTimeoutException(text, last)
                : new NotConnectedException(text, last);
        failures.stream().limit(failures.size() - 1L).forEach(failure::addSuppressed);
        throw failure;
    }

    /**
     * Connects to a daemon's Unix domain socket.
     *
     * @throws CommunicationException naming the path and what is wrong with it
     */
    public Connection connectUnix(String path) {
        return connectUnix(path, CallDeadline.NONE);
    }

    /**
     * Connects like {@link #connectUnix(String)}, within a deadline.
     *
     * @throws CommunicationException naming the path and what is wrong with it
     */
    public Connection connectUnix(String path, CallDeadline deadline) {
        return new UnixConnector(connectTimeout).connect(new UnixPath(path), deadline);
    }

    private Connection connect(InetSocketAddress address, CallDeadline deadline)
            throws IOException {
        return TcpClientConnection.connect(address, millis(deadline.bound(connectTimeout)),
                noDelay);
    }

    private static int millis(Duration timeout) {
        return Math.clamp(timeout.plusNanos(999_999).toMillis(), 0, Integer.MAX_VALUE);
    }

    private String reason(IOException e) {
        String message = String.valueOf(e.getMessage());
        return switch (e) {
            case SocketTimeoutException timeout ->
                "timed out, no answer within " + connectTimeout + " (timeout, COMMTIMEOUT)";
            case NoRouteToHostException noRoute -> "unreachable (" + message + ")";
            case ConnectException refused when message.contains("refused") ->
                "refused, nothing listens there";
            case SocketException unreachable when message.contains("unreachable") ->
                "unreachable (" + message + ")";
            case SocketException timeout when message.contains("timed out") ->
                "timed out, no answer within the time limit of the system";
            default -> e.getMessage() == null ? e.getClass().getSimpleName() : message;
        };
    }
}
