package io.jyro.hostile;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicIntegerArray;

import io.jyro.CommunicationException;
import io.jyro.Expose;
import io.jyro.Protocol;
import io.jyro.PyroConfig;
import io.jyro.client.Proxy;
import io.jyro.hostile.Fault.Loss;
import io.jyro.hostile.FaultyNetwork.Direction;
import io.jyro.server.Daemon;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/** Calls over connections that are lost again and again: none runs twice, and every one that is answered ran. */
@Timeout(600)
class AtMostOnceTest {
    /** Another seed every time; {@code -Djyro.test.seed=} repeats a failure, which prints it. */
    private static final long SEED = Long.getLong("jyro.test.seed", System.nanoTime());
    private static final int CALLERS = 16;
    private static final int CALLS_EACH = Extent.of(300, 9_200);
    private static final int FUTURES = 10;
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    /** A handshake and a first call fit into it. */
    private static final int AT_LEAST = 700;
    private static final int AT_MOST = 6_000;

    private final AtomicIntegerArray runs = new AtomicIntegerArray(CALLERS * CALLS_EACH);
    private final AtomicIntegerArray answered = new AtomicIntegerArray(CALLERS * CALLS_EACH);

    /** Counts how often each of its calls ran. */
    @Expose
    public final class Counted {
        public int run(int token) {
            runs.incrementAndGet(token);
            return token;
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"V48", "V502"})
    void noCallRunsTwiceAndEachThatIsAnsweredRan(Protocol protocol) throws Exception {
        try (Daemon daemon = Daemon.builder().config(PyroConfig.defaults()).host("localhost")
                .start();
                FaultyNetwork network = new FaultyNetwork(daemon.port(), SEED,
                        AtMostOnceTest::lost);
                Proxy proxy = Proxy
                        .builder(network.uri(daemon.register(new Counted(), "counted")))
                        .config(PyroConfig.defaults()).protocol(protocol).timeout(PATIENCE)
                        .build()) {
            List<Thread> callers = new ArrayList<>();
            for (int i = 0; i < CALLERS; i++) {
                int first = i * CALLS_EACH;
                boolean waits = i % 2 == 0;
                callers.add(Thread.ofPlatform().start(() -> {
                    if (waits) {
                        call(proxy, first);
                    } else {
                        callAsync(proxy, first);
                    }
                }));
            }
            for (Thread caller : callers) {
                caller.join();
            }
            assertThat(network.losses()).isPositive();
        } // closing waits for the calls that still run

        int successes = 0;
        for (int token = 0; token < runs.length(); token++) {
            assertThat(runs.get(token)).as("runs of call %d, seed %d", token, SEED)
                    .isBetween(answered.get(token), 1);
            successes += answered.get(token);
        }
        assertThat(successes).isPositive();
    }

    private void call(Proxy proxy, int first) {
        for (int token = first; token < first + CALLS_EACH; token++) {
            try {
                answer(token, proxy.call(int.class, "run", token));
            } catch (CommunicationException e) {
                assertThat(e.getMessage()).isNotBlank();
            }
        }
    }

    private void callAsync(Proxy proxy, int first) {
        for (int token = first; token < first + CALLS_EACH; token += FUTURES) {
            List<CompletableFuture<Integer>> answers = new ArrayList<>();
            for (int i = 0; i < FUTURES; i++) {
                answers.add(proxy.callAsync(Integer.class, "run", token + i));
            }
            for (int i = 0; i < FUTURES; i++) {
                try {
                    answer(token + i, answers.get(i).join());
                } catch (CompletionException e) {
                    assertThat(e).hasCauseInstanceOf(CommunicationException.class);
                }
            }
        }
    }

    private void answer(int token, int answer) {
        // another one's answer counts as one that never ran
        answered.addAndGet(token, answer == token ? 1 : 1_000_000);
    }

    private static Fault lost(int connection, Direction way) {
        Random random = new Random(SEED + connection * 4L + (way == Direction.TO_CLIENT ? 1 : 0));
        return Fault.NONE.split(300).lostAfter(random.nextInt(AT_LEAST, AT_MOST),
                random.nextBoolean() ? Loss.CLOSE : Loss.RESET);
    }
}
