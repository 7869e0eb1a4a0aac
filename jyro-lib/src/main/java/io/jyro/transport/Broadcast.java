package io.jyro.transport;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

import io.jyro.RemoteText;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Finds the name server by a broadcast to the local network (docs/protocol.md, 7.3). */
public final class Broadcast {
    /** The complete request. */
    public static final String REQUEST = "GET_NSURI";

    private static final Logger log = LoggerFactory.getLogger(Broadcast.class);
    private static final int ROUNDS = 3;
    private static final int WAIT_MILLIS = 700;
    // Stock Pyro reads 100 bytes, but longer uris fit a datagram as well.
    private static final int LONGEST_ANSWER = 1024;

    private Broadcast() {}

    /**
     * Sends the request to all addresses, up to three times, and waits 0.7 s each time for one answer.
     *
     * @param deadline ends the waiting earlier
     * @return the uri in the answer, as text
     */
    public static Optional<String> findNameServer(List<String> addresses, int port,
            CallDeadline deadline) {
        byte[] request = REQUEST.getBytes(StandardCharsets.US_ASCII);
        try (DatagramSocket socket = new DatagramSocket()) {
            socket.setBroadcast(true);
            for (int round = 0; round < ROUNDS && !deadline.hasPassed(); round++) {
                long millis = deadline.bound(Duration.ofMillis(WAIT_MILLIS)).toMillis();
                socket.setSoTimeout((int) Math.max(1, millis));
                for (String address : addresses) {
                    send(socket, request, address, port);
                }
                DatagramPacket answer = new DatagramPacket(new byte[LONGEST_ANSWER],
                        LONGEST_ANSWER);
                try {
                    socket.receive(answer);
                    return Optional
                            .of(new String(answer.getData(), answer.getOffset(), answer.getLength(),
                                    StandardCharsets.ISO_8859_1));
                } catch (SocketTimeoutException e) {
                    log.debug("no name server answered round {} of the broadcast on port {}",
                            round + 1, port);
                }
            }
        } catch (IOException e) {
            log.debug("broadcasting for the name server on port {} failed", port,
                    RemoteText.loggable(e));
        }
        return Optional.empty();
    }

    private static void send(DatagramSocket socket, byte[] request, String address, int port) {
        try {
            String host = address.equals("<broadcast>") ? "255.255.255.255" : address;
            socket.send(
                    new DatagramPacket(request, request.length, InetAddress.getByName(host), port));
        } catch (IOException e) {
            log.debug("broadcast to {} failed", address, RemoteText.loggable(e)); // another network may be up
        }
    }
}
