package io.jyro.hostile;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntConsumer;

import io.jyro.CommunicationException;
import io.jyro.Protocol;
import io.jyro.PyroConfig;
import io.jyro.PyroUri;
import io.jyro.client.Proxy;
import io.jyro.client.RemoteIterator;
import io.jyro.hostile.Fault.Loss;
import io.jyro.hostile.FaultyNetwork.Direction;
import io.jyro.hostile.FaultyNetwork.Weather;
import io.jyro.rpc.BatchResult;
import io.jyro.server.Daemon;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Many threads on one proxy over a network that delays, splits, merges and loses connections: every caller gets the
 * answer to its own question or an error, in bounded time.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(60)
class BadWeatherTest {
    /** Another seed every time; {@code -Djyro.test.seed=} repeats a failure, which prints it. */
    private static final long SEED = Long.getLong("jyro.test.seed", System.nanoTime());
    private static final int CALLERS = 16;
    private static final int CALLS = 30;
    private static final long BOUND_SECONDS = 40;
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    /** A handshake and a first call fit into it; a reply to all callers does not. */
    private static final int AT_LEAST = 700;

    private final LogCapture log = new LogCapture();
    private final Daemon daemon = Daemon.builder().config(PyroConfig.defaults()).host("localhost")
            .start();
    private final PyroUri oracle = daemon.register(new Oracle(), "oracle");
    private final ExecutorService callers = Executors.newFixedThreadPool(CALLERS);

    @AfterAll
    void stop() {
        callers.shutdownNow();
        daemon.close();
        log.close();
        assertThat(log.errors()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(Protocol.class)
    void allAreAnsweredThroughSplitMergedAndDelayedBytes(Protocol protocol) {
        Fault rough = Fault.NONE.split(40).delayed(Duration.ofMillis(1));
        try (FaultyNetwork network = network((connection, way) -> rough);
                Proxy proxy = proxy(protocol, network).build()) {
            manyCallers(caller -> {
                for (int i = 0; i < CALLS / 3; i++) {
                    ask(proxy, caller + ":" + i);
                }
            });
        }
    }

    @ParameterizedTest
    @EnumSource(Protocol.class)
    void aLostConnectionFailsItsCallersAndAnswersNobodyWrongly(Protocol protocol) {
        AtomicInteger answered = new AtomicInteger();
        try (FaultyNetwork network = network(stormy(AT_LEAST, 3_000));
                Proxy proxy = proxy(protocol, network).build()) {
            manyCallers(caller -> {
                for (int i = 0; i < CALLS; i++) {
                    try {
                        ask(proxy, caller + ":" + i);
                        answered.incrementAndGet();
                    } catch (CommunicationException e) {
                        assertThat(e.getMessage()).isNotBlank();
                    }
                }
            });

            assertThat(network.losses()).isPositive();
            assertThat(answered.get()).isPositive();
        }
    }

    @ParameterizedTest
    @EnumSource(Protocol.class)
    void aProxyThatRetriesAnswersAllHoweverOftenTheConnectionIsLost(Protocol protocol) {
        try (FaultyNetwork network = network(stormy(AT_LEAST, 6_000));
                Proxy proxy = proxy(protocol, network).maxRetries(100).build()) {
            manyCallers(caller -> {
                for (int i = 0; i < CALLS; i++) {
                    ask(proxy, caller + ":" + i);
                }
            });

            assertThat(network.losses()).isPositive();
        }
    }

    @ParameterizedTest
    @EnumSource(Protocol.class)
    void anAnswerThatComesTooLateIsNobodysAnswer(Protocol protocol) {
        Fault slow = Fault.NONE.delayed(Duration.ofMillis(60));
        try (FaultyNetwork network = network(
                (connection, way) -> way == Direction.TO_CLIENT ? slow : Fault.NONE);
                Proxy proxy = proxy(protocol, network).timeout(Duration.ofMillis(40)).build()) {
            manyCallers(caller -> {
                for (int i = 0; i < CALLS / 3; i++) {
                    try {
                        ask(proxy, caller + ":" + i);
                    } catch (CommunicationException e) {
                        assertThat(e.getMessage()).isNotBlank();
                    }
                }
            });
        }
    }

    @ParameterizedTest
    @EnumSource(Protocol.class)
    void futuresOfALostConnectionEndToo(Protocol protocol) {
        try (FaultyNetwork network = network(stormy(AT_LEAST, 20_000));
                Proxy proxy = proxy(protocol, network).build()) {
            List<CompletableFuture<String>> answers = new ArrayList<>();
            for (int i = 0; i < 300; i++) {
                answers.add(proxy.callAsync(String.class, "ask", i));
            }

            for (int i = 0; i < answers.size(); i++) {
                try {
                    assertThat(answers.get(i).get(BOUND_SECONDS, TimeUnit.SECONDS))
                            .isEqualTo(Oracle.answerTo(i));
                } catch (ExecutionException e) {
                    assertThat(e).hasCauseInstanceOf(CommunicationException.class);
                } catch (TimeoutException | InterruptedException e) {
                    throw new AssertionError(seeded("a future that never ends"), e);
                }
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Protocol.class)
    void batchesAndStreamsOfManyThreadsKeepTheirOrder(Protocol protocol) {
        try (FaultyNetwork network = network(stormy(2_000, 20_000));
                Proxy proxy = proxy(protocol, network).maxRetries(3).build()) {
            manyCallers(caller -> {
                for (int i = 0; i < 5; i++) {
                    try {
                        batch(proxy, caller + ":" + i + ":");
                        stream(proxy, caller + ":" + i + ":");
                    } catch (CommunicationException e) {
                        assertThat(e.getMessage()).isNotBlank();
                    }
                }
            });
        }
    }

    @ParameterizedTest
    @EnumSource(Protocol.class)
    void muchDataArrivesWholeThroughLittleBandwidth(Protocol protocol) {
        byte[] much = new byte[300_000];
        new Random(SEED).nextBytes(much);
        Fault narrow = Fault.NONE.limited(2_000_000);
        try (FaultyNetwork network = network((connection, way) -> narrow);
                Proxy proxy = proxy(protocol, network).serializer("marshal").build()) {
            assertThat(proxy.call(byte[].class, "echo", (Object) much)).isEqualTo(much);
        }
    }

    private static void ask(Proxy proxy, String question) {
        assertThat(proxy.call("ask", question)).as(seeded("the answer"))
                .isEqualTo(Oracle.answerTo(question));
    }

    private static void batch(Proxy proxy, String question) {
        List<BatchResult> answers = proxy.batch().call("ask", question + 0)
                .call("ask", question + 1).call("ask", question + 2).invoke();

        assertThat(answers).as(seeded("the batch")).extracting(BatchResult::get).containsExactly(
                Oracle.answerTo(question + 0), Oracle.answerTo(question + 1),
                Oracle.answerTo(question + 2));
    }

    private static void stream(Proxy proxy, String question) {
        try (RemoteIterator<String> items = proxy.stream(String.class, "answers", question, 6)) {
            int count = 0;
            for (; items.hasNext(); count++) {
                assertThat(items.next()).as(seeded("an item"))
                        .isEqualTo(Oracle.answerTo(question + count));
            }
            assertThat(count).as(seeded("the items")).isEqualTo(6);
        }
    }

    /** Every connection is lost after some bytes, one way or the other, with an end or a reset; and all is rough. */
    private static Weather stormy(int least, int most) {
        return (connection, way) -> {
            Random random = new Random(
                    SEED + connection * 4L + (way == Direction.TO_CLIENT ? 1 : 0));
            return Fault.NONE.split(200).lostAfter(random.nextInt(least, most),
                    random.nextBoolean() ? Loss.CLOSE : Loss.RESET);
        };
    }

    private FaultyNetwork network(Weather weather) {
        return new FaultyNetwork(daemon.port(), SEED, weather);
    }

    private Proxy.Builder proxy(Protocol protocol, FaultyNetwork network) {
        return Proxy.builder(network.uri(oracle)).config(PyroConfig.defaults()).protocol(protocol)
                .timeout(PATIENCE);
    }

    private void manyCallers(IntConsumer caller) {
        List<Future<?>> all = new ArrayList<>();
        for (int i = 0; i < CALLERS; i++) {
            int number = i;
            all.add(callers.submit(() -> caller.accept(number)));
        }
        for (Future<?> one : all) {
            try {
                one.get(BOUND_SECONDS, TimeUnit.SECONDS);
            } catch (ExecutionException e) {
                throw new AssertionError(seeded("a caller failed: " + e.getCause()), e.getCause());
            } catch (TimeoutException | InterruptedException e) {
                throw new AssertionError(seeded("a caller waits for ever"), e);
            }
        }
    }

    private static String seeded(String what) {
        return what + " (seed " + SEED + ")";
    }
}
