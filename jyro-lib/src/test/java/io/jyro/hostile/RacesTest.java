package io.jyro.hostile;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;

import io.jyro.Loopback;
import io.jyro.Protocol;
import io.jyro.PyroConfig;
import io.jyro.PyroException;
import io.jyro.PyroUri;
import io.jyro.client.Proxy;
import io.jyro.client.RemoteIterator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/** Threads that do everything with one proxy at once, until one of them closes it. */
@Timeout(600)
class RacesTest {
    /** Another seed every time; {@code -Djyro.test.seed=} repeats a failure, which prints it. */
    private static final long SEED = Long.getLong("jyro.test.seed", System.nanoTime());
    private static final int ROUNDS = Extent.of(30, 230);
    private static final int THREADS = 6;
    private static final int STEPS = Extent.of(40, 180);
    private static final int FUTURES = Extent.of(10_000, 60_000);
    private static final long BOUND_SECONDS = 30;

    private final LogCapture log = new LogCapture();
    private final Loopback loopback = new Loopback();
    private final PyroUri oracle = loopback.daemon().register(new Oracle());
    private final List<Throwable> failures = Collections.synchronizedList(new ArrayList<>());
    private final AtomicInteger answered = new AtomicInteger();

    @AfterEach
    void stop() {
        loopback.close();
        log.close();
        assertThat(log.errors()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(names = {"V48", "V502"})
    void everyCallGetsItsAnswerOrAnErrorAndNoneHangs(Protocol protocol) throws Exception {
        long descriptors = Resources.descriptors();
        for (int round = 0; round < ROUNDS; round++) {
            Proxy proxy = proxy(protocol);
            CountDownLatch begin = new CountDownLatch(1);
            List<Thread> threads = new ArrayList<>();
            for (int i = 0; i < THREADS; i++) {
                Random random = new Random(SEED + (long) round * THREADS + i);
                boolean closes = i == 0;
                threads.add(Thread.ofPlatform().start(() -> race(proxy, random, begin, closes)));
            }
            begin.countDown();
            for (Thread thread : threads) {
                assertThat(thread.join(Duration.ofSeconds(BOUND_SECONDS))).as("ends, seed " + SEED)
                        .isTrue();
            }
            proxy.close();
        }

        assertThat(failures).as("seed " + SEED).isEmpty();
        assertThat(answered).hasPositiveValue();
        Resources.awaitDescriptors(descriptors);
    }

    @ParameterizedTest
    @EnumSource(names = {"V48", "V502"})
    void futuresOfWhichHalfAreCancelledGetTheirOwnAnswers(Protocol protocol) throws Exception {
        try (Proxy proxy = proxy(protocol)) {
            List<CompletableFuture<String>> futures = new ArrayList<>();
            for (int i = 0; i < FUTURES; i++) {
                futures.add(proxy.callAsync(String.class, "ask", i));
                if (i % 4 == 3) { // some at once, some after their replies may have come
                    futures.get(i).cancel(true);
                    futures.get(i - i % 100).cancel(false);
                }
            }
            for (int i = 0; i < FUTURES; i++) {
                if (i % 2 == 1) {
                    futures.get(i).cancel(true);
                } else if (!futures.get(i).isCancelled()) {
                    assertThat(futures.get(i).get(BOUND_SECONDS, TimeUnit.SECONDS))
                            .isEqualTo(Oracle.answerTo(i));
                }
            }

            assertThat(proxy.call("ask", "still there"))
                    .isEqualTo(Oracle.answerTo("still there"));
        }
    }

    private void race(Proxy proxy, Random random, CountDownLatch begin, boolean closes) {
        try {
            begin.await();
            List<Asked> asked = new ArrayList<>();
            int steps = closes ? random.nextInt(STEPS) : STEPS;
            for (int i = 0; i < steps; i++) {
                try {
                    step(proxy, random, asked);
                } catch (PyroException e) {
                    assertThat(e.getMessage()).isNotBlank();
                }
            }
            if (closes) {
                proxy.close();
            }
            for (Asked one : asked) {
                one.check();
            }
        } catch (Exception | Error e) {
            failures.add(e);
        }
    }

    private void step(Proxy proxy, Random random, List<Asked> asked) {
        String question = "q" + random.nextInt();
        switch (random.nextInt(12)) {
            case 0 -> proxy.bind();
            case 1 -> proxy.release();
            case 2, 3 -> proxy.callOneway("ask", question);
            case 4, 5 -> stream(proxy, question);
            case 6, 7, 8 -> asked.add(
                    new Asked(question, proxy.callAsync(String.class, "ask", question)));
            default -> {
                assertThat(proxy.call("ask", question)).isEqualTo(Oracle.answerTo(question));
                answered.incrementAndGet();
            }
        }
    }

    private static void stream(Proxy proxy, String question) {
        try (RemoteIterator<String> items = proxy.stream(String.class, "answers", question, 3)) {
            for (int i = 0; items.hasNext(); i++) {
                assertThat(items.next()).isEqualTo(Oracle.answerTo(question + i));
            }
        }
    }

    private record Asked(String question, CompletableFuture<String> answer) {
        void check() throws InterruptedException, TimeoutException {
            try {
                assertThat(answer.get(BOUND_SECONDS, TimeUnit.SECONDS))
                        .isEqualTo(Oracle.answerTo(question));
            } catch (ExecutionException e) {
                assertThat(e).hasCauseInstanceOf(PyroException.class);
            }
        }
    }

    private Proxy proxy(Protocol protocol) {
        return Proxy.builder(oracle).config(PyroConfig.defaults()).protocol(protocol)
                .timeout(Duration.ofSeconds(BOUND_SECONDS)).build();
    }
}
