package io.jyro.nameserver;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;

import io.jyro.CommunicationException;
import io.jyro.PyroConfig;
import io.jyro.PyroUri;
import io.jyro.server.Daemon;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class BroadcastResponderTest {
    private static final PyroUri NAME_SERVER = PyroUri.parse("PYRO:Pyro.NameServer@house:9090");

    @Test
    void theRequestIsAnsweredWithTheUri() throws IOException {
        try (BroadcastResponder responder = BroadcastResponder.start("127.0.0.1", 0, NAME_SERVER);
                Asker asker = new Asker(responder)) {
            asker.send("GET_NSURI");

            assertThat(asker.receive()).isEqualTo("PYRO:Pyro.NameServer@house:9090");
        }
    }

    @Test
    void everythingElseIsIgnored() throws IOException {
        try (BroadcastResponder responder = BroadcastResponder.start("127.0.0.1", 0, NAME_SERVER);
                Asker asker = new Asker(responder)) {
            asker.send("");
            asker.send("GET_NSUR");
            asker.send("GET_NSURI\n");
            asker.send("get_nsuri");
            asker.send("x".repeat(1_000));
            asker.send("GET_NSURI");

            asker.receive();
            assertThat(asker.isSilent()).isTrue();
        }
    }

    @Test
    void aNameServerOnEveryInterfaceIsToldByTheAddressThatTheAskerReaches() throws IOException {
        try (Daemon everywhere = Daemon.builder().config(PyroConfig.defaults()).host("0.0.0.0")
                .start();
                BroadcastResponder responder = BroadcastResponder.start("", 0,
                        everywhere.uriFor("Pyro.NameServer"));
                Asker asker = new Asker(responder)) {
            asker.send("GET_NSURI");

            assertThat(asker.receive())
                    .isEqualTo("PYRO:Pyro.NameServer@127.0.0.1:" + everywhere.port());
        }
    }

    @Test
    void ofSeveralHostsTheAskerIsToldTheOneThatItReaches() throws IOException {
        try (Daemon two = Daemon.builder().config(PyroConfig.defaults()).host("127.0.0.2")
                .host("127.0.0.1").start();
                BroadcastResponder responder = BroadcastResponder.start("", 0,
                        two.uriFor("Pyro.NameServer"));
                Asker asker = new Asker(responder)) {
            asker.send("GET_NSURI");

            assertThat(asker.receive())
                    .isEqualTo("PYRO:Pyro.NameServer@127.0.0.1:" + two.port());
        }
    }

    @Test
    void theLocationOfEveryInterfaceIsSpelledAsPyroDoes() {
        try (BroadcastResponder responder = BroadcastResponder.start("", 0, NAME_SERVER)) {
            assertThat(responder.location()).isEqualTo("0.0.0.0:" + responder.port());
        }
    }

    @Test
    void anAddressThatIsNotOfThisMachineIsRefusedWithAHint() {
        assertThatExceptionOfType(CommunicationException.class)
                .isThrownBy(() -> BroadcastResponder.start("192.0.2.77", 0, NAME_SERVER))
                .withMessageContaining("cannot listen for broadcasts on 192.0.2.77:0")
                .withMessageContaining("choose another address or port");
    }

    @Test
    void closingTwiceIsFine() {
        BroadcastResponder responder = BroadcastResponder.start("127.0.0.1", 0, NAME_SERVER);

        responder.close();
        responder.close();
    }

    /** A client that sends straight to the responder. */
    private static final class Asker implements AutoCloseable {
        private final DatagramSocket socket = new DatagramSocket();
        private final int port;

        Asker(BroadcastResponder responder) throws IOException {
            port = responder.port();
            socket.setSoTimeout(10_000);
        }

        void send(String text) throws IOException {
            byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
            socket.send(new DatagramPacket(bytes, bytes.length,
                    InetAddress.getByAddress(new byte[]{127, 0, 0, 1}), port));
        }

        String receive() throws IOException {
            DatagramPacket packet = new DatagramPacket(new byte[200], 200);
            socket.receive(packet);
            return new String(packet.getData(), 0, packet.getLength(),
                    StandardCharsets.ISO_8859_1);
        }

        boolean isSilent() throws IOException {
            socket.setSoTimeout(1);
            try {
                receive();
                return false;
            } catch (java.net.SocketTimeoutException e) {
                return true;
            }
        }

        @Override
        public void close() {
            socket.close();
        }
    }
}
