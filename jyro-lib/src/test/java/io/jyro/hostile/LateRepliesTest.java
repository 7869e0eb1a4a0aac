package io.jyro.hostile;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicInteger;

import io.jyro.CallTimeoutException;
import io.jyro.CommunicationException;
import io.jyro.Protocol;
import io.jyro.PyroConfig;
import io.jyro.PyroUri;
import io.jyro.client.Proxy;
import io.jyro.hostile.Fault.Loss;
import io.jyro.hostile.FaultyNetwork.Direction;
import io.jyro.server.Daemon;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/** Replies that come around the time at which their callers stop waiting: none is taken for the reply to another call. */
@Timeout(600)
class LateRepliesTest {
    /** Another seed every time; {@code -Djyro.test.seed=} repeats a failure, which prints it. */
    private static final long SEED = Long.getLong("jyro.test.seed", System.nanoTime());
    private static final Duration DELAY = Duration.ofMillis(60);
    private static final Duration TIMEOUT = Duration.ofMillis(80);
    private static final int CALLERS = 16;
    private static final int AT_ONCE = 20;
    private static final int ROUNDS = Extent.of(15, 750);
    private static final int CALLS_IN_TURN = Extent.of(25, 1_000);

    private final AtomicInteger answered = new AtomicInteger();
    private final AtomicInteger late = new AtomicInteger();

    @ParameterizedTest
    @EnumSource(names = {"V48", "V502"})
    void noneIsMisdeliveredSideBySide(Protocol protocol) throws Exception {
        try (Daemon daemon = Daemon.builder().config(PyroConfig.defaults()).host("localhost")
                .start();
                FaultyNetwork network = new FaultyNetwork(daemon.port(), SEED,
                        LateRepliesTest::slow);
                Proxy proxy = proxy(network.uri(daemon.register(new Oracle(), "oracle")),
                        protocol)) {
            all(caller -> {
                for (int round = 0; round < ROUNDS; round++) {
                    askAtOnce(proxy, caller + "." + round);
                }
            });
        }

        assertThat(answered).hasPositiveValue();
        assertThat(late).hasPositiveValue();
    }

    @ParameterizedTest
    @EnumSource(names = {"V48", "V502"})
    void noneIsMisdeliveredInTurn(Protocol protocol) throws Exception {
        try (StockDaemon daemon = new StockDaemon();
                FaultyNetwork network = new FaultyNetwork(daemon.port(), SEED,
                        LateRepliesTest::slow)) {
            PyroUri uri = PyroUri.of("oracle", "localhost", network.port());
            all(caller -> {
                try (Proxy proxy = proxy(uri, protocol)) {
                    for (int i = 0; i < CALLS_IN_TURN; i++) {
                        ask(proxy, caller + "." + i);
                    }
                }
            });
        }

        assertThat(answered).hasPositiveValue();
        assertThat(late).hasPositiveValue();
    }

    private void askAtOnce(Proxy proxy, String question) {
        List<CompletableFuture<String>> answers = new ArrayList<>();
        for (int i = 0; i < AT_ONCE; i++) {
            answers.add(proxy.callAsync(String.class, "ask", question + "." + i));
        }
        for (int i = 0; i < AT_ONCE; i++) {
            try {
                take(question + "." + i, answers.get(i).join());
            } catch (CompletionException e) {
                assertThat(e).hasCauseInstanceOf(CommunicationException.class);
                count(Objects.requireNonNull(e.getCause()));
            }
        }
    }

    private void ask(Proxy proxy, String question) {
        try {
            take(question, proxy.call(String.class, "ask", question));
        } catch (CommunicationException e) {
            count(e);
        }
    }

    private void take(String question, String answer) {
        assertThat(answer).as("seed " + SEED).isEqualTo(Oracle.answerTo(question));
        answered.incrementAndGet();
    }

    private void count(Throwable failure) {
        if (failure instanceof CallTimeoutException) {
            late.incrementAndGet();
        }
    }

    private interface Caller {
        void run(int number);
    }

    private static void all(Caller caller) throws InterruptedException {
        List<Throwable> failures = Collections.synchronizedList(new ArrayList<>());
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < CALLERS; i++) {
            int number = i;
            threads.add(Thread.ofPlatform().start(() -> {
                try {
                    caller.run(number);
                } catch (RuntimeException | Error e) {
                    failures.add(e);
                }
            }));
        }
        for (Thread thread : threads) {
            thread.join();
        }
        assertThat(failures).isEmpty();
    }

    private static Proxy proxy(PyroUri uri, Protocol protocol) {
        return Proxy.builder(uri).config(PyroConfig.defaults()).protocol(protocol)
                .timeout(TIMEOUT).build();
    }

    private static Fault slow(int connection, Direction way) {
        Random random = new Random(SEED + connection * 4L + (way == Direction.TO_CLIENT ? 1 : 0));
        Fault slow = Fault.NONE.delayed(DELAY);
        return connection % 2 == 0
                ? slow
                : slow.lostAfter(random.nextInt(2_000, 40_000), Loss.RESET);
    }
}
