package io.jyro.transport;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import io.jyro.CallTimeoutException;
import io.jyro.CommunicationException;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Connections and listeners, and what is said when there are none. */
class ConnectorTest {
    private final Connector connector = new Connector(Duration.ofSeconds(5), 0, true);

    private static Listener listen(String host) {
        return Listener.open(List.of(host), 0, 0, true, true).getFirst();
    }

    @Test
    void bytesGoBothWays() throws IOException {
        try (Listener listener = listen("localhost");
                Connection client = connector.connect("localhost", listener.port());
                Connection server = listener.accept()) {
            client.write(new byte[]{1, 2, 3}, 1, 2);
            byte[] got = new byte[10];

            assertThat(server.read(got, 5, 5)).isEqualTo(2);
            assertThat(got).containsSubsequence(2, 3);
            assertThat(server.peerAddress()).isEqualTo(client.localAddress());
            assertThat(client.peerAddress()).isEqualTo(server.localAddress());
        }
    }

    @Test
    void aReadWaitsNoLongerThanItIsTold() throws IOException {
        try (Listener listener = listen("localhost");
                Connection client = connector.connect("localhost", listener.port());
                Connection server = listener.accept()) {
            client.readTimeout(Duration.ofNanos(1)); // less than a millisecond is still a limit

            assertThatThrownBy(() -> client.read(new byte[1], 0, 1))
                    .isInstanceOf(SocketTimeoutException.class);
            server.shutdownOutput();
            client.readTimeout(Duration.ZERO);
            assertThat(client.read(new byte[1], 0, 1)).isEqualTo(-1);
        }
    }

    @Test
    void closingTwiceIsFineAndKeepsTheAddress() throws IOException {
        try (Listener listener = listen("localhost")) {
            Connection client = connector.connect("localhost", listener.port());
            client.close();
            client.close();

            assertThat(client.peerAddress()).isEqualTo(listener.address());
        }
    }

    @Test
    void aRefusedConnectionNamesEveryAddressWithItsReason() throws IOException {
        int port;
        try (ServerSocket free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }

        for (InetAddress address : InetAddress.getAllByName("localhost")) {
            assertThatThrownBy(() -> connector.connect("localhost", port))
                    .isInstanceOf(CommunicationException.class)
                    .hasMessageStartingWith("cannot connect to localhost:" + port + ": ")
                    .hasMessageContaining(
                            Addresses.hostAndPort(Addresses.numeric(address), port) + ": ");
        }
    }

    @Test
    void aConnectThatIsNotAnsweredNamesTheLimit() throws IOException {
        Connector impatient = new Connector(Duration.ofMillis(50), 4, true);
        List<Connection> open = new ArrayList<>();
        try (ServerSocket full = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assertThatThrownBy(() -> {
                while (open.size() < 100) { // the system takes a few more than it is told
                    open.add(impatient.connect(full.getInetAddress().getHostAddress(),
                            full.getLocalPort()));
                }
            }).isInstanceOf(CallTimeoutException.class)
                    .hasMessageContaining(":" + full.getLocalPort())
                    .hasMessageContaining("no answer within PT0.05S (timeout, COMMTIMEOUT)");
        } finally {
            open.forEach(Connection::close);
        }
    }

    @Test
    void anUnknownHostSaysWhatToCheck() {
        assertThatThrownBy(() -> connector.connect("no-such-host.invalid", 1))
                .isInstanceOf(CommunicationException.class)
                .hasMessageContaining("no-such-host.invalid").hasMessageContaining("check");
    }

    @Test
    void aPortOutOfRangeIsAnErrorOfOurs() {
        assertThatThrownBy(() -> connector.connect("localhost", 70_000))
                .isInstanceOfAny(CommunicationException.class, IllegalArgumentException.class)
                .hasMessageContaining("70000");
        assertThatThrownBy(() -> Listener.open(List.of("localhost"), 70_000, 0, true, true))
                .isInstanceOf(CommunicationException.class).hasMessageContaining("70000");
    }

    @Test
    void aListenerThatIsClosedTakesNobody() throws IOException {
        Listener listener = listen("localhost");
        assertThat(listener.isOpen()).isTrue();
        assertThat(listener.isLoopback()).isTrue();
        listener.close();
        listener.close();

        assertThat(listener.isOpen()).isFalse();
        assertThatThrownBy(listener::accept).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> connector.connect("localhost", listener.port()))
                .isInstanceOf(CommunicationException.class);
    }

    @Test
    void addressesAreWrittenAsInUris() {
        assertThat(Addresses.hostAndPort("localhost", 1)).isEqualTo("localhost:1");
        assertThat(Addresses.hostAndPort("::1", 1)).isEqualTo("[::1]:1");
        assertThat(Addresses.text(new InetSocketAddress(InetAddress.getLoopbackAddress(), 80)))
                .isEqualTo("127.0.0.1:80");
        assertThat(Addresses.text(InetSocketAddress.createUnresolved("name", 80)))
                .isEqualTo("name:80");
    }
}
