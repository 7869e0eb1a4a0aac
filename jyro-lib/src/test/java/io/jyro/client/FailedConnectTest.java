package io.jyro.client;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;

import io.jyro.CallTimeoutException;
import io.jyro.CommunicationException;
import io.jyro.Dialect;
import io.jyro.Expose;
import io.jyro.Loopback;
import io.jyro.NamingException;
import io.jyro.Protocol;
import io.jyro.ProtocolException;
import io.jyro.PyroConfig;
import io.jyro.PyroException;
import io.jyro.hostile.ScriptedPeer;
import io.jyro.wire.MessageType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** What a proxy says when what it connects to is not the daemon that it expects. */
class FailedConnectTest {

    private static Proxy.Builder proxy(ScriptedPeer peer) {
        return Proxy.builder(peer.uri("thing")).config(PyroConfig.defaults())
                .timeout(Duration.ofSeconds(10));
    }

    private static int freePort() throws IOException {
        try (ServerSocket free = new ServerSocket(0)) {
            return free.getLocalPort();
        }
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    @Test
    void aWebServerIsCalledOne() {
        try (ScriptedPeer peer = ScriptedPeer.daemon(); Proxy proxy = proxy(peer).build()) {
            peer.nextClient().expect(MessageType.CONNECT)
                    .send(ascii("HTTP/1.1 400 Bad Request\r\n\r\n"));

            assertThatThrownBy(proxy::bind).isInstanceOf(ProtocolException.class)
                    .hasMessageStartingWith("cannot connect to localhost:" + peer.port() + ": ")
                    .hasMessageContaining("an HTTP server answers there");
        }
    }

    @Test
    void aTlsAlertSaysThatTlsIsExpected() {
        try (ScriptedPeer peer = ScriptedPeer.daemon(); Proxy proxy = proxy(peer).build()) {
            peer.nextClient().expect(MessageType.CONNECT)
                    .send(HexFormat.of().parseHex("15030300020246"));

            assertThatThrownBy(proxy::bind).isInstanceOf(ProtocolException.class)
                    .hasMessageContaining("cannot connect to localhost:" + peer.port())
                    .hasMessageContaining("the server there expects TLS");
        }
    }

    @Test
    void anSshServerIsCalledOne() {
        try (ScriptedPeer peer = ScriptedPeer.daemon(); Proxy proxy = proxy(peer).build()) {
            peer.nextClient().send(ascii("SSH-2.0-Example_1.0\r\n")).expect(MessageType.CONNECT);

            assertThatThrownBy(proxy::bind).isInstanceOf(ProtocolException.class)
                    .hasMessageContaining("an SSH server answers there");
        }
    }

    @Test
    void aVersionOfPyroThatIsNotSpokenIsNamed() {
        try (ScriptedPeer peer = ScriptedPeer.daemon(); Proxy proxy = proxy(peer).build()) {
            peer.nextClient().expect(MessageType.CONNECT)
                    .send(HexFormat.of().parseHex("5059524f0203"));

            assertThatThrownBy(proxy::bind).isInstanceOf(ProtocolException.class)
                    .hasMessageContaining("cannot connect to localhost:" + peer.port())
                    .hasMessageContaining("invalid protocol version: 515");
        }
    }

    @Test
    void bytesOfAnUnknownProtocolAreShown() {
        try (ScriptedPeer peer = ScriptedPeer.daemon(); Proxy proxy = proxy(peer).build()) {
            peer.nextClient().expect(MessageType.CONNECT).send(ascii("AMQP\0\0\t\1"));

            assertThatThrownBy(proxy::bind).isInstanceOf(ProtocolException.class)
                    .hasMessageContaining("neither protocol 48 nor 502")
                    .hasMessageContaining("41 4d 51 50 00 00");
        }
    }

    @Test
    void silenceAfterTheConnectIsNotTakenForARefusal() {
        try (ScriptedPeer peer = ScriptedPeer.daemon();
                Proxy proxy = proxy(peer).timeout(Duration.ofMillis(100)).build()) {
            peer.nextClient().expect(MessageType.CONNECT);

            assertThatThrownBy(proxy::bind).isInstanceOf(CallTimeoutException.class)
                    .hasMessageContaining("cannot connect to localhost:" + peer.port())
                    .hasMessageContaining("accepted")
                    .hasMessageContaining("within PT0.1S (timeout, COMMTIMEOUT)");
        }
    }

    @Test
    void aPeerThatHangsUpTwiceMayExpectTlsOrAKey() {
        try (ScriptedPeer peer = ScriptedPeer.daemon(); Proxy proxy = proxy(peer).build()) {
            peer.nextClient().expect(MessageType.CONNECT).thenClose();
            peer.nextClient().expect(MessageType.CONNECT).thenClose();

            assertThatThrownBy(proxy::bind).isInstanceOf(CommunicationException.class)
                    .hasMessageContaining("protocol 502").hasMessageContaining("protocol 48")
                    .hasMessageContaining("TLS or a key");
        }
    }

    @Test
    void theOtherDialectIsNamedWhenOnlyOneIsAllowed() {
        try (ScriptedPeer peer = ScriptedPeer.daemon();
                Proxy proxy = proxy(peer).protocol(Protocol.V502).build()) {
            peer.speakOnly(Dialect.V48);

            assertThatThrownBy(proxy::bind).isInstanceOf(ProtocolException.class)
                    .hasMessageContaining(
                            "does not speak Pyro5's protocol 502 but answered in protocol 48");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"0.0.0.0", "[::]"})
    void aUriThatNamesEveryAddressIsSaidToBeNone(String host) throws IOException {
        try (Proxy proxy = Proxy.builder("PYRO:thing@" + host + ":" + freePort())
                .config(PyroConfig.defaults()).build()) {
            assertThatThrownBy(proxy::bind).isInstanceOf(CommunicationException.class)
                    .hasMessageContaining("publish one that clients can reach");
        }
    }

    @Test
    void anAbsentNameServerIsToldWithEveryAddressThatWasTried() throws IOException {
        int free = freePort();

        assertThatThrownBy(() -> NameServer.locate("127.0.0.1", free, PyroConfig.defaults()))
                .isInstanceOf(NamingException.class)
                .hasMessageStartingWith("Failed to locate the nameserver: ")
                .hasMessageContaining("127.0.0.1:" + free + ": refused, nothing listens there");
    }

    @Test
    void withoutBroadcastNothingIsBroadcast() throws IOException {
        try (DatagramSocket network = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
            PyroConfig config = nameServerNowhere().nsBcPort(network.getLocalPort()).build();

            assertThatThrownBy(() -> NameServer.locate(config, false))
                    .isInstanceOf(NamingException.class).hasMessageContaining("nothing listens")
                    .hasMessageNotContaining("broadcast");
            network.setSoTimeout(1);
            assertThatThrownBy(() -> network.receive(new DatagramPacket(new byte[10], 10)))
                    .isInstanceOf(SocketTimeoutException.class);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " "})
    void withoutAddressesNoAnswerToABroadcastIsWaitedFor(String address) throws IOException {
        PyroConfig config = nameServerNowhere()
                .broadcastAddrs(address.isEmpty() ? List.of() : List.of(address)).build();

        assertThatThrownBy(() -> NameServer.locate(config)).isInstanceOf(NamingException.class)
                .hasMessageContaining("no broadcast, since BROADCAST_ADDRS is empty");
    }

    private static PyroConfig.Builder nameServerNowhere() throws IOException {
        return PyroConfig.defaults().toBuilder().nsHost("127.0.0.1").nsPort(freePort())
                .broadcastAddrs(List.of("127.0.0.1"));
    }

    /** Knows where everything is, and is wrong. */
    @Expose
    public static class Names {
        private final String uri;

        Names(String uri) {
            this.uri = uri;
        }

        /** Gives the uri of any name. */
        public String lookup(String name) {
            return uri;
        }
    }

    @Test
    void aUriWithoutAHostIsToldHowToHaveOne() {
        try (Proxy proxy = Proxy.builder("PYRO:x@:1").config(PyroConfig.defaults()).build()) {
            assertThatThrownBy(() -> proxy.call("ask")).isInstanceOf(PyroException.class)
                    .hasMessageContaining("object 'x'")
                    .hasMessageContaining("no host before the port 1")
                    .hasMessageContaining("PYRO:x@localhost:1");
        }
    }

    @Test
    void aNameThatLeadsNowhereIsNamedBesideTheLocation() throws IOException {
        String nowhere = "localhost:" + freePort();
        try (Loopback loopback = new Loopback()) {
            loopback.daemon().register(new Names("PYRO:obj@" + nowhere), "Pyro.NameServer");
            String uri = "PYRONAME:house.thermostat@localhost:" + loopback.daemon().port();
            Proxy proxy = loopback.proxy(Proxy.builder(uri));

            assertThatThrownBy(proxy::bind).isInstanceOf(CommunicationException.class)
                    .hasMessageStartingWith("cannot connect to " + nowhere + ": ")
                    .hasMessageContaining(uri + " is registered as PYRO:obj@" + nowhere);
        }
    }

    @Test
    void whatKindOfFailureItIsDoesNotDependOnTheName() {
        try (Loopback loopback = new Loopback(); ScriptedPeer silent = ScriptedPeer.daemon()) {
            loopback.daemon().register(new Names(silent.uri("obj")), "Pyro.NameServer");
            Proxy proxy = Proxy.builder("PYRONAME:room@localhost:" + loopback.daemon().port())
                    .config(PyroConfig.defaults()).timeout(Duration.ofMillis(200)).build();

            assertThatThrownBy(proxy::bind).isInstanceOf(CallTimeoutException.class)
                    .hasMessageContaining("the handshake was not answered")
                    .hasMessageContaining("PYRONAME:room@");
        }
    }
}
