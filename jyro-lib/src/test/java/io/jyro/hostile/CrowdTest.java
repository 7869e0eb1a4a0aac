package io.jyro.hostile;

import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

import ch.qos.logback.classic.Level;
import io.jyro.Dialect;
import io.jyro.Expose;
import io.jyro.PyroConfig;
import io.jyro.wire.MessageType;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/** Hundreds of bad clients at once, against a daemon without a limit: honest ones are answered within a second all the while. */
@Timeout(60)
class CrowdTest extends AgainstADaemon {
    private static final int ONEWAY = 0x04;
    private static final int MANY = Extent.of(300, 1_000);
    private static final int GREEDY = Extent.of(40, 400);
    private static final int TWO_GIGABYTES = Integer.MAX_VALUE - 100;

    private final Slow slow = new Slow();
    private final List<ScriptedPeer> crowd = new ArrayList<>();
    private HonestClients honest;

    CrowdTest() {
        super(PyroConfig.defaults().toBuilder().maxMessageSize(0).build());
        daemon.register(new Echo(), "honest");
        daemon.register(slow, "slow");
        honest = new HonestClients(daemon.uriFor("honest"));
        honest.close(); // whatever is slow the first time has been done
    }

    /** Answers when the test lets it. */
    @Expose
    public static final class Slow {
        private CountDownLatch called = new CountDownLatch(0);
        private CountDownLatch release = new CountDownLatch(0);

        public String answerLater(String text) throws InterruptedException {
            called.countDown();
            assertThat(release.await(30, TimeUnit.SECONDS)).isTrue();
            return text;
        }

        private void expect(int calls) {
            called = new CountDownLatch(calls);
            release = new CountDownLatch(1);
        }
    }

    @BeforeEach
    void honestClientsCome() {
        honest = new HonestClients(daemon.uriFor("honest"));
    }

    @AfterEach
    void allGo() {
        try {
            honest.close();
        } finally {
            crowd.forEach(ScriptedPeer::close);
            crowd.clear();
        }
    }

    @ParameterizedTest
    @EnumSource(Dialect.class)
    void claimsOfTwoGigabytesHoldUpNobody(Dialect dialect) {
        for (int i = 0; i < MANY; i++) {
            crowd.add(stranger()
                    .send(RawMessage.connect(dialect, "echo").claimPayload(TWO_GIGABYTES)));
            crowd.add(welcomed(dialect).send(RawMessage.invoke(dialect, "echo", "echo", "1,")
                    .claimPayload(TWO_GIGABYTES)));
        }
        // and some of what was promised comes
        crowd.forEach(liar -> liar.send(new byte[10_000]));
    }

    @ParameterizedTest
    @EnumSource(Dialect.class)
    void sendersOfOneByteAtATimeAreServedAndHoldUpNobody(Dialect dialect) {
        byte[] call = RawMessage.invoke(dialect, "echo", "echo", "'slow',").bytes();
        for (int i = 0; i < MANY; i++) {
            crowd.add(welcomed(dialect));
        }
        for (byte b : call) {
            crowd.forEach(sender -> sender.send(new byte[]{b}));
        }

        crowd.forEach(sender -> assertThat(sender.expect(MessageType.RESULT).received().text())
                .isEqualTo("'slow'"));
    }

    @ParameterizedTest
    @EnumSource(Dialect.class)
    void handshakesOfOneByteAtATimeAreAnsweredAndHoldUpNobody(Dialect dialect) {
        for (int i = 0; i < MANY; i++) {
            crowd.add(stranger());
        }
        for (byte b : RawMessage.connect(dialect, "echo").bytes()) {
            crowd.forEach(sender -> sender.send(new byte[]{b}));
        }

        crowd.forEach(sender -> sender.expect(MessageType.CONNECTOK));
    }

    @ParameterizedTest
    @EnumSource(Dialect.class)
    void clientsThatNeverReadLargeResultsHoldUpNobody(Dialect dialect) {
        String much = "'" + "x".repeat(200_000) + "',";
        RawMessage call = RawMessage.invoke(dialect, "echo", "echo", much);
        for (int i = 0; i < GREEDY; i++) {
            ScriptedPeer greedy = welcomed(dialect);
            crowd.add(greedy);
            floods(greedy, call.bytes(), 100);
        }
        for (ScriptedPeer greedy : crowd) {
            greedy.send(new byte[0]); // still open: it is stuck alone
        }
    }

    @ParameterizedTest
    @EnumSource(Dialect.class)
    void clientsThatSendOnewayCallsWithoutEndHoldUpNobody(Dialect dialect)
            throws InterruptedException {
        byte[] hundred = joined(RawMessage.invoke(dialect, "echo", "echo", "'oneway',")
                .flags(ONEWAY).bytes(), 100);
        List<Thread> floods = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            ScriptedPeer talker = welcomed(dialect);
            crowd.add(talker);
            floods.add(floods(talker, hundred, 100));
        }
        for (Thread flood : floods) {
            flood.join();
        }

        for (ScriptedPeer talker : crowd) {
            assertThat(talker.send(RawMessage.invoke(dialect, "echo", "echo", "'after',"))
                    .expect(MessageType.RESULT).received().text()).isEqualTo("'after'");
        }
    }

    @ParameterizedTest
    @EnumSource(Dialect.class)
    void resetsInTheMiddleOfCallsHoldUpNobody(Dialect dialect) throws InterruptedException {
        int calls = 50;
        slow.expect(calls);
        for (int i = 0; i < calls; i++) {
            crowd.add(ScriptedPeer.welcomed(dialect, daemon.port(), "slow")
                    .send(RawMessage.invoke(dialect, "slow", "answerLater", "'reset',")));
        }
        assertThat(slow.called.await(20, TimeUnit.SECONDS)).isTrue();

        crowd.forEach(ScriptedPeer::thenReset);
        slow.release.countDown();
    }

    @ParameterizedTest
    @EnumSource(Dialect.class)
    void oneWhoSaysThatHeSendsNoMoreGetsHisAnswer(Dialect dialect) throws InterruptedException {
        slow.expect(1);
        ScriptedPeer halfOpen = ScriptedPeer.welcomed(dialect, daemon.port(), "slow");
        crowd.add(halfOpen);
        halfOpen.send(RawMessage.invoke(dialect, "slow", "answerLater", "'half',")).closeOutput();
        assertThat(slow.called.await(20, TimeUnit.SECONDS)).isTrue();
        slow.release.countDown();

        assertThat(halfOpen.expect(MessageType.RESULT).expectClosed().received().text())
                .isEqualTo("'half'");
    }

    @Test
    void hellosOfHttpAndTlsAreRefusedAndHoldUpNobody() {
        byte[] http = "GET / HTTP/1.1\r\nHost: localhost\r\nAccept: */*\r\n\r\n"
                .getBytes(StandardCharsets.US_ASCII);
        byte[] tls = HexFormat.of().parseHex("160301012e0100012a0303" + "5a".repeat(297));
        for (int i = 0; i < MANY; i++) {
            crowd.add(stranger().send(i % 2 == 0 ? http : tls));
        }

        for (ScriptedPeer confused : crowd) {
            assertThat(confused.expect(MessageType.CONNECTFAIL).received().marshalText())
                    .isEqualTo("invalid data");
        }
        log.await(Level.DEBUG, "is refused"); // warnings about strangers are limited
    }

    @Test
    void floodsOfConnectsHoldUpNobody() {
        byte[] half = Arrays.copyOf(RawMessage.connect(Dialect.V48, "echo").bytes(), 20);
        IntStream.range(0, 3).parallel().forEach(flooder -> {
            for (int i = 0; i < 800; i++) {
                switch (i % 3) {
                    case 0 -> stranger().close();
                    case 1 -> stranger().send(half).thenReset().close();
                    default -> stranger().send(RawMessage.connect(Dialect.V502, "echo")).close();
                }
            }
        });
    }

    private static Thread floods(ScriptedPeer peer, byte[] bytes, int times) {
        return Thread.ofVirtual().start(() -> {
            try {
                for (int i = 0; i < times; i++) {
                    peer.send(bytes);
                }
            } catch (UncheckedIOException e) {
                // it is closed at the end of the test, in the middle of its flood
            }
        });
    }

    private static byte[] joined(byte[] piece, int times) {
        return Hostile.repeated(new byte[0], piece, times, new byte[0]);
    }
}
