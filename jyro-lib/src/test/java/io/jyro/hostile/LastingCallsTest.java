package io.jyro.hostile;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import io.jyro.Dialect;
import io.jyro.Expose;
import io.jyro.Protocol;
import io.jyro.PyroConfig;
import io.jyro.client.Proxy;
import io.jyro.wire.MessageType;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/** Calls that last until the test lets them end, far more than there are threads: all run, and nobody waits for them. */
@Timeout(180)
class LastingCallsTest extends AgainstADaemon {
    private static final int ONEWAY = 0x04;
    private static final int CLIENTS = Extent.of(400, 600);
    private static final int ONEWAY_CALLS = Extent.of(2_000, 20_000);
    /** A connection has at most 1,024 calls under way. */
    private static final int ONEWAY_CALLS_EACH = 500;
    private static final int OTHER_CALLS = Extent.of(70_000, 240_000);
    private static final int LASTING = 100;
    private static final int MORE_THREADS = 320;

    private final Gate gate = new Gate();

    /** Lets calls end when the test says so. */
    @Expose
    public static final class Gate {
        private volatile CountDownLatch begun = new CountDownLatch(0);
        private volatile CountDownLatch open = new CountDownLatch(0);

        public int pass(int number) throws InterruptedException {
            begun.countDown();
            assertThat(open.await(60, TimeUnit.SECONDS)).isTrue();
            return number;
        }

        public int echo(int number) {
            return number;
        }

        void close(int calls) {
            begun = new CountDownLatch(calls);
            open = new CountDownLatch(1);
        }

        void awaitAll() throws InterruptedException {
            assertThat(begun.await(60, TimeUnit.SECONDS)).isTrue();
        }
    }

    @BeforeAll
    void registerTheGate() {
        daemon.register(gate, "gate");
    }

    @ParameterizedTest
    @EnumSource(Dialect.class)
    void callsOfManyClientsLastAtTheSameTimeAndHoldUpNobody(Dialect dialect) throws Exception {
        List<ScriptedPeer> clients = new ArrayList<>();
        try (HonestClients honest = new HonestClients(daemon.uriFor("echo"))) {
            gate.close(CLIENTS);
            for (int i = 0; i < CLIENTS; i++) {
                clients.add(ScriptedPeer.welcomed(dialect, daemon.port(), "gate")
                        .send(RawMessage.invoke(dialect, "gate", "pass", i + ",")));
            }
            gate.awaitAll();
            assertThat(honest).isNotNull();
            gate.open.countDown();

            for (int i = 0; i < CLIENTS; i++) {
                assertThat(clients.get(i).expect(MessageType.RESULT).received().text())
                        .isEqualTo("" + i);
            }
        } finally {
            gate.open.countDown();
            clients.forEach(ScriptedPeer::close);
        }
    }

    @ParameterizedTest
    @EnumSource(Dialect.class)
    void onewayCallsThatLastAllRunWithoutAPlatformThreadEach(Dialect dialect) throws Exception {
        RawMessage call = RawMessage.invoke(dialect, "gate", "pass", "1,").flags(ONEWAY);
        List<ScriptedPeer> clients = new ArrayList<>();
        try {
            gate.close(ONEWAY_CALLS);
            int before = Resources.platformThreads();
            for (int i = 0; i < ONEWAY_CALLS; i++) {
                if (i % ONEWAY_CALLS_EACH == 0) {
                    clients.add(ScriptedPeer.welcomed(dialect, daemon.port(), "gate"));
                }
                clients.getLast().send(call);
            }
            gate.awaitAll();

            assertThat(Resources.platformThreads()).isLessThan(before + MORE_THREADS);
        } finally {
            gate.open.countDown();
            clients.forEach(ScriptedPeer::close);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"V48", "V502"})
    void callsPastTheLastSequenceNumberGetTheirOwnAnswersBesideOnesThatLast(Protocol protocol)
            throws Exception {
        try (Proxy proxy = proxy("gate", protocol)) {
            proxy.bind();
            gate.close(LASTING);
            List<CompletableFuture<@Nullable Object>> lasting = new ArrayList<>();
            for (int i = 0; i < LASTING; i++) {
                lasting.add(proxy.callAsync("pass", -i));
            }
            gate.awaitAll();

            for (int done = 0; done < OTHER_CALLS; done += 1_000) {
                List<CompletableFuture<@Nullable Object>> others = new ArrayList<>();
                for (int i = 0; i < 1_000; i++) {
                    others.add(proxy.callAsync("echo", done + i));
                }
                for (int i = 0; i < 1_000; i++) {
                    assertThat(others.get(i).get()).isEqualTo(done + i);
                }
            }

            gate.open.countDown();
            for (int i = 0; i < LASTING; i++) {
                assertThat(lasting.get(i).get()).isEqualTo(-i);
            }
        }
    }

    @Override
    Proxy proxy(String objectId, Protocol protocol) {
        return Proxy.builder(daemon.uriFor(objectId)).config(PyroConfig.defaults())
                .protocol(protocol).build();
    }
}
