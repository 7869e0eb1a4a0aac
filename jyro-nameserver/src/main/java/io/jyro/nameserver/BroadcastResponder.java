package io.jyro.nameserver;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.charset.StandardCharsets;

import io.jyro.CommunicationException;
import io.jyro.PyroUri;
import io.jyro.RemoteText;
import io.jyro.transport.Addresses;
import io.jyro.transport.Broadcast;
import io.jyro.transport.OwnLocations;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers clients that search their network for the name server by UDP. It receives requests on a thread of its own,
 * from its start until it is closed.
 *
 * @see "docs/protocol.md, 8.4 Broadcast responder"
 */
final class BroadcastResponder implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(BroadcastResponder.class);
    // Any port: nothing is sent there, the system only chooses the local address that would be used.
    private static final int PROBE_PORT = 53;

    private final DatagramSocket socket;
    private final String location;
    private final PyroUri nameServer;

    private BroadcastResponder(DatagramSocket socket, String location, PyroUri nameServer) {
        this.socket = socket;
        this.location = location;
        this.nameServer = nameServer;
    }

    /**
     * Starts a responder.
     *
     * @param host the address to listen on; empty for every interface
     * @param port the port to listen on; 0 for any free one
     * @param nameServer the uri to answer with; if its daemon listens on more than one address, each client gets one
     *         that it can reach
     * @throws CommunicationException if it cannot listen there
     */
    static BroadcastResponder start(String host, int port, PyroUri nameServer) {
        String given = host.isEmpty() ? Addresses.ALL_IPV4 : host;
        DatagramSocket socket = bind(given, port);
        BroadcastResponder responder = new BroadcastResponder(socket,
                Addresses.hostAndPort(given, socket.getLocalPort()), nameServer);
        Thread.ofPlatform().daemon().name("jyro-broadcast-" + socket.getLocalPort())
                .start(responder::run);
        log.info("ns broadcast server created on {}", responder.location);
        return responder;
    }

    /** Returns where it listens, with the host as it was given. */
    String location() {
        return location;
    }

    /** Returns the port that it listens on. */
    int port() {
        return socket.getLocalPort();
    }

    /** Stops answering. Closing twice has no effect. */
    @Override
    public void close() {
        socket.close();
    }

    private void run() {
        byte[] request = Broadcast.REQUEST.getBytes(StandardCharsets.US_ASCII);
        // One byte more than the request, so that a longer datagram is not taken for it.
        DatagramPacket packet = new DatagramPacket(new byte[request.length + 1],
                request.length + 1);
        while (!socket.isClosed()) {
            try {
                packet.setLength(request.length + 1);
                socket.receive(packet);
                if (text(packet).equals(Broadcast.REQUEST)) {
                    answer(packet.getSocketAddress());
                }
            } catch (IOException | RuntimeException e) { // later requests must still be answered
                if (!socket.isClosed()) {
                    log.debug("a broadcast request on {} could not be answered", location,
                            RemoteText.loggable(e));
                }
            }
        }
    }

    private void answer(SocketAddress asker) throws IOException {
        PyroUri uri = reachableFrom(asker);
        log.debug("responding to broadcast request from {}: {}", asker, uri);
        byte[] answer = uri.toString().getBytes(StandardCharsets.ISO_8859_1);
        socket.send(new DatagramPacket(answer, answer.length, asker));
    }

    private PyroUri reachableFrom(SocketAddress asker) {
        InetAddress there = ((InetSocketAddress) asker).getAddress();
        try (DatagramSocket probe = new DatagramSocket()) {
            probe.connect(new InetSocketAddress(there, PROBE_PORT));
            return OwnLocations.shared().seenAt(probe.getLocalSocketAddress(), nameServer);
        } catch (IOException e) {
            log.debug("no interface leads to {}", there, RemoteText.loggable(e));
            return nameServer;
        }
    }

    private static String text(DatagramPacket packet) {
        return new String(packet.getData(), packet.getOffset(), packet.getLength(),
                StandardCharsets.ISO_8859_1);
    }

    @SuppressWarnings("AddressSelection") // the order of the operator's name service is intended
    private static DatagramSocket bind(String host, int port) {
        DatagramSocket socket = null;
        try {
            socket = new DatagramSocket(null);
            socket.setReuseAddress(true);
            socket.setBroadcast(true);
            socket.bind(new InetSocketAddress(InetAddress.getByName(host), port));
            return socket;
        } catch (IOException | IllegalArgumentException e) {
            if (socket != null) {
                socket.close();
            }
            throw new CommunicationException("cannot listen for broadcasts on "
                    + Addresses.hostAndPort(host, port) + ": " + e.getMessage()
                    + "; choose another address or port for the broadcast responder, or"
                    + " switch it off", e);
        }
    }
}
