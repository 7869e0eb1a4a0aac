package io.jyro.interop.server;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.time.Duration;

import io.jyro.PyroConfig;
import io.jyro.interop.ThingDaemon;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

/** {@code nc HOST PORT | od -N 6 -t x1c} shows the protocol version of a daemon (docs/protocol.md, 2.4). */
class NetcatIT {
    private static final byte[] V48 = {'P', 'Y', 'R', 'O', 0, 0x30};
    private static final byte[] V502 = {'P', 'Y', 'R', 'O', 1, (byte) 0xf6};
    private static final int CONNECTFAIL = 3;

    private final ThingDaemon jyro = ThingDaemon.start(daemon -> daemon.config(
            PyroConfig.builder().handshakeTimeout(Duration.ofMillis(300)).build()));

    @AfterEach
    void stop() {
        jyro.close();
    }

    @Test
    void aClosedSendingSideIsAnsweredIn502() throws IOException {
        assertThat(answer("", true)).startsWith(V502).satisfies(NetcatIT::isRefusalIn502);
    }

    @Test
    void silenceIsAnsweredIn502WhenTheHandshakeTakesTooLong() throws IOException {
        assertThat(answer("", false)).startsWith(V502).satisfies(NetcatIT::isRefusalIn502);
    }

    @Test
    void sixBadBytesAreAnsweredIn502() throws IOException {
        assertThat(answer("GET / ", false)).startsWith(V502).satisfies(NetcatIT::isRefusalIn502);
    }

    @Test
    void zerosAreAnsweredIn502() throws IOException {
        assertThat(answer("\0\0\0\0\0\0", false)).startsWith(V502);
    }

    @Test
    void moreBytesThanAreReadDoNotSwallowTheAnswer() throws IOException {
        for (int i = 0; i < 20; i++) {
            assertThat(answer("\0".repeat(100_000), false)).startsWith(V502)
                    .satisfies(NetcatIT::isRefusalIn502);
        }
    }

    @Test
    void anUnknownSmallVersionIsAnsweredIn48() throws IOException {
        byte[] answer = answer(new byte[]{'P', 'Y', 'R', 'O', 0, 49}, false);

        assertThat(answer).startsWith(V48);
        assertThat(answer[7]).isEqualTo((byte) CONNECTFAIL);
    }

    @Test
    void anUnknownLargeVersionIsAnsweredIn502() throws IOException {
        assertThat(answer(new byte[]{'P', 'Y', 'R', 'O', 1, 1}, false)).startsWith(V502);
    }

    @Test
    void someBytesAndThenSilenceAreAnswered() throws IOException {
        assertThat(answer("PYR", false)).startsWith(V502);
    }

    @Test
    void theRefusalSaysWhy() throws IOException {
        assertThat(new String(answer("GET / HTTP/1.0\r\n\r\n", false), US_ASCII))
                .contains("invalid data");
    }

    @Test
    void theDaemonServesOnAfterwards() throws IOException {
        answer("rubbish", true);

        answer("", true);
    }

    private static void isRefusalIn502(byte[] answer) {
        assertThat(answer[6]).isEqualTo((byte) CONNECTFAIL);
        assertThat(ByteBuffer.wrap(answer).getShort(38)).isEqualTo((short) 0x4dc5);
        assertThat(answer).hasSize(40 + ByteBuffer.wrap(answer).getInt(12));
    }

    private byte[] answer(String sent, boolean closeSending) throws IOException {
        return answer(sent.getBytes(US_ASCII), closeSending);
    }

    private byte[] answer(byte[] sent, boolean closeSending) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), jyro.daemon().port())) {
            socket.setSoTimeout(20_000);
            socket.getOutputStream().write(sent);
            if (closeSending) {
                socket.shutdownOutput();
            }
            InputStream in = socket.getInputStream();
            return in.readAllBytes();
        }
    }
}
