package io.jyro.hostile;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import io.jyro.Dialect;
import io.jyro.Expose;
import io.jyro.PyroConfig;
import io.jyro.server.Daemon;
import io.jyro.wire.MessageType;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/** Thousands of connections that say nothing, or stop within the first header, or were welcomed and then do nothing. */
@Timeout(180)
class HalfOpenCrowdTest {
    private static final int MANY = Extent.of(1_000, 9_500);
    /** What both ends of a connection may take in this JVM, the client's socket of the JDK included. */
    private static final long BYTES_EACH = 12_000;
    private static final int FEW_THREADS = 8;

    private final long descriptors = Resources.descriptors();
    private final LogCapture log = new LogCapture();
    private final List<ScriptedPeer> crowd = new ArrayList<>();

    /** Serves honest clients. */
    @Expose
    public static final class Echo {
        public Object echo(Object value) {
            return value;
        }
    }

    @AfterEach
    void stop() {
        crowd.forEach(ScriptedPeer::close);
        Resources.awaitDescriptors(descriptors); // the next test needs them
        log.close();
        assertThat(log.errors()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 7})
    void honestClientsAreServedWhileStrangersSayNothing(int bytes) {
        try (Daemon daemon = daemon(Duration.ofSeconds(30));
                HonestClients honest = new HonestClients(daemon.uriFor("echo"))) {
            strangers(daemon, bytes, MANY);
            assertThat(honest).isNotNull();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 7})
    void strangersThatSayNothingAreRefusedAndLeaveNothingBehind(int bytes) {
        try (Daemon daemon = daemon(Duration.ofSeconds(2))) {
            long before = Resources.descriptors();
            strangers(daemon, bytes, MANY);

            for (ScriptedPeer silent : crowd) {
                silent.expect(MessageType.CONNECTFAIL).expectClosed().close();
            }

            Resources.awaitDescriptors(before);
            while (Resources.servingThreads(daemon) > FEW_THREADS) {
                Thread.onSpinWait();
            }
            assertThat(daemon.clients()).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 7})
    void aStrangerThatSaysNothingTakesLittleMemory(int bytes) {
        try (Daemon daemon = daemon(Duration.ofMinutes(2))) {
            strangers(daemon, bytes, FEW_THREADS);
            long before = Resources.usedHeap();

            strangers(daemon, bytes, MANY);

            assertTakesLittle(before);
        }
    }

    @ParameterizedTest
    @EnumSource(Dialect.class)
    void aClientThatDoesNothingTakesLittleMemory(Dialect dialect) {
        try (Daemon daemon = daemon(Duration.ofMinutes(2))) {
            welcomed(daemon, dialect, FEW_THREADS);
            long before = Resources.usedHeap();

            welcomed(daemon, dialect, MANY);

            assertThat(daemon.clients()).hasSize(MANY + FEW_THREADS);
            assertTakesLittle(before);
        }
    }

    /** Larger buffers are given back when a connection has been silent for a moment. */
    private static void assertTakesLittle(long before) {
        long taken = Long.MAX_VALUE;
        for (int i = 0; i < 100 && taken > MANY * BYTES_EACH; i++) {
            taken = Resources.usedHeap() - before;
        }
        assertThat(taken / MANY).isLessThan(BYTES_EACH);
    }

    private void strangers(Daemon daemon, int bytes, int count) {
        byte[] begun = Arrays.copyOf(RawMessage.connect(Dialect.V502, "echo").bytes(), bytes);
        for (int i = 0; i < count; i++) {
            crowd.add(ScriptedPeer.client(daemon.port()).send(begun));
        }
    }

    private void welcomed(Daemon daemon, Dialect dialect, int count) {
        for (int i = 0; i < count; i++) {
            crowd.add(ScriptedPeer.welcomed(dialect, daemon.port(), "echo"));
        }
    }

    private static Daemon daemon(Duration handshakeTimeout) {
        PyroConfig config = PyroConfig.defaults().toBuilder().handshakeTimeout(handshakeTimeout)
                .build();
        Daemon daemon = Daemon.builder().config(config).host("localhost").start();
        daemon.register(new Echo(), "echo");
        return daemon;
    }
}
