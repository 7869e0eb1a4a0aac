package io.jyro.hostile;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import io.jyro.CallTimeoutException;
import io.jyro.CommunicationException;
import io.jyro.NamingException;
import io.jyro.Protocol;
import io.jyro.PyroConfig;
import io.jyro.PyroUri;
import io.jyro.client.Proxy;
import io.jyro.client.RemoteIterator;
import io.jyro.hostile.Fault.Loss;
import io.jyro.hostile.FaultyNetwork.Direction;
import io.jyro.rpc.BatchResult;
import io.jyro.server.Daemon;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/**
 * Conversations whose connection is lost after each of their bytes, in either direction by an end, a reset or silence:
 * the caller gets what it asked for or an error, soon, and the next one is served.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(60)
class CutConversationTest {
    private static final int SPARE_CALLS = 10;
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    /** How long a silent network is waited for. */
    private static final Duration LITTLE_PATIENCE = Duration.ofMillis(400);
    private static final int AT_ONCE = 32;
    private static final long BOUND_SECONDS = 20;

    private final LogCapture log = new LogCapture();
    private final Daemon daemon = Daemon.builder().config(PyroConfig.defaults()).host("localhost")
            .start();
    private final PyroUri oracle = daemon.register(new Oracle(), "oracle");
    private final ExecutorService callers = Executors.newFixedThreadPool(AT_ONCE,
            Thread.ofVirtual().factory());

    @BeforeAll
    void registerNames() {
        daemon.register(new Oracle.Names(oracle.toString()), "Pyro.NameServer");
    }

    @AfterAll
    void stop() {
        callers.shutdownNow();
        daemon.close();
        log.close();
        assertThat(log.errors()).isEmpty();
    }

    static Stream<Arguments> ways() {
        return Stream.of(Protocol.V48, Protocol.V502).flatMap(protocol -> Stream
                .of(Direction.values()).map(way -> Arguments.of(protocol, way)));
    }

    @ParameterizedTest
    @MethodSource("ways")
    void aCallGivesItsAnswerOrAnErrorAndTheNextCallItsOwn(Protocol protocol, Direction way) {
        afterEachByte(protocol, way, CutConversationTest::call);
    }

    @ParameterizedTest
    @EnumSource(Direction.class)
    void aCallThatFindsOutTheProtocolGivesItsAnswerOrAnError(Direction way) {
        afterEachByte(Protocol.AUTO, way, CutConversationTest::call);
    }

    @ParameterizedTest
    @EnumSource(Protocol.class)
    void aConnectionThatIsLostInTheHandshakeIsMadeAgainWhereCallsAreRepeated(Protocol protocol) {
        try (FaultyNetwork network = network(Direction.TO_CLIENT, lost(10));
                Proxy proxy = Proxy.builder(network.uri(oracle)).config(PyroConfig.defaults())
                        .protocol(protocol).timeout(PATIENCE).maxRetries(1).build()) {
            call(proxy);
        }
    }

    @ParameterizedTest
    @MethodSource("ways")
    void aCallWhoseConnectionFallsSilentEndsWithItsTimeout(Protocol protocol, Direction way) {
        int whole = length(protocol, way, CutConversationTest::call);

        atOnce(IntStream.range(0, whole).filter(cut -> cut % 16 == 0), cut -> {
            try (FaultyNetwork network = network(way, Fault.NONE.lostAfter(cut, Loss.SILENCE));
                    Proxy proxy = proxy(protocol, network, LITTLE_PATIENCE)) {
                assertThatThrownBy(() -> proxy.call("ask", 1))
                        .isInstanceOf(CallTimeoutException.class);
            }
        });
    }

    @ParameterizedTest
    @MethodSource("ways")
    void aBatchGivesAllItsAnswersOrAnError(Protocol protocol, Direction way) {
        afterEachByte(protocol, way, proxy -> {
            List<BatchResult> results = proxy.batch().call("ask", 1).call("ask", 2).invoke();

            assertThat(results).extracting(BatchResult::get).containsExactly(Oracle.answerTo(1),
                    Oracle.answerTo(2));
        });
    }

    @ParameterizedTest
    @MethodSource("ways")
    void aStreamGivesItsItemsInOrderUntilItEndsOrFails(Protocol protocol, Direction way) {
        afterEachByte(protocol, way, proxy -> {
            try (RemoteIterator<String> items = proxy.stream(String.class, "answers", "x", 3)) {
                int count = 0;
                for (; items.hasNext(); count++) {
                    assertThat(items.next()).isEqualTo(Oracle.answerTo("x" + count));
                }
                assertThat(count).isEqualTo(3);
            }
        });
    }

    @ParameterizedTest
    @MethodSource("ways")
    void aLookUpFindsTheObjectOrFailsAndTheNextOneFindsIt(Protocol protocol, Direction way) {
        int whole;
        try (FaultyNetwork network = network(way, Fault.NONE)) {
            lookUp(protocol, network);
            whole = (int) network.passed(way);
        }

        atOnce(IntStream.range(0, whole), cut -> {
            try (FaultyNetwork network = network(way, lost(cut))) {
                try {
                    lookUp(protocol, network);
                } catch (CommunicationException | NamingException e) {
                    assertThat(e.getMessage()).isNotBlank();
                }
                lookUp(protocol, network);
            }
        });
    }

    private static void call(Proxy proxy) {
        assertThat(proxy.call("ask", 1)).isEqualTo(Oracle.answerTo(1));
    }

    private static void lookUp(Protocol protocol, FaultyNetwork network) {
        PyroUri byName = PyroUri.ofName("anything", "localhost", network.port());
        try (Proxy proxy = Proxy.builder(byName).config(PyroConfig.defaults()).protocol(protocol)
                .timeout(PATIENCE).build()) {
            call(proxy);
        }
    }

    /** Loses the connection of a conversation after each of its bytes, and then has a call on the same proxy. */
    private void afterEachByte(Protocol protocol, Direction way, Consumer<Proxy> conversation) {
        int whole = length(protocol, way, conversation);

        atOnce(IntStream.range(0, whole), cut -> {
            try (FaultyNetwork network = network(way, lost(cut));
                    Proxy proxy = proxy(protocol, network, PATIENCE)) {
                boolean met = meetsTheCut(() -> conversation.accept(proxy));
                // It is shorter where the port had a daemon of the other protocol before, or where a traceback
                // tells of fewer frames, since another kind of thread served it.
                for (int i = 0; !met && i < SPARE_CALLS; i++) {
                    met = meetsTheCut(() -> call(proxy));
                }
                assertThat(proxy.call("ask", cut)).as("after the cut: " + met)
                        .isEqualTo(Oracle.answerTo(cut));
            }
        });
    }

    private static boolean meetsTheCut(Runnable conversation) {
        try {
            conversation.run();
            return false;
        } catch (CommunicationException e) {
            assertThat(e.getMessage()).isNotBlank();
            return true;
        }
    }

    /** How many bytes go one way in a conversation. */
    private int length(Protocol protocol, Direction way, Consumer<Proxy> conversation) {
        try (FaultyNetwork network = network(way, Fault.NONE);
                Proxy proxy = proxy(protocol, network, PATIENCE)) {
            conversation.accept(proxy);
            return (int) network.passed(way);
        }
    }

    private static Fault lost(int cut) {
        return Fault.NONE.lostAfter(cut, cut % 2 == 0 ? Loss.CLOSE : Loss.RESET);
    }

    private FaultyNetwork network(Direction way, Fault fault) {
        return FaultyNetwork.firstOnly(daemon.port(), way, fault);
    }

    private void atOnce(IntStream cuts, IntConsumer conversation) {
        Map<Integer, Future<?>> all = new LinkedHashMap<>();
        cuts.forEach(cut -> all.put(cut, callers.submit(() -> conversation.accept(cut))));
        all.forEach((cut, done) -> {
            try {
                done.get(BOUND_SECONDS, TimeUnit.SECONDS);
            } catch (ExecutionException | TimeoutException | InterruptedException e) {
                throw new AssertionError("cut after " + cut + " bytes of " + all.size(), e);
            }
        });
    }

    private Proxy proxy(Protocol protocol, FaultyNetwork network, Duration timeout) {
        return Proxy.builder(network.uri(oracle)).config(PyroConfig.defaults()).protocol(protocol)
                .timeout(timeout).build();
    }
}
