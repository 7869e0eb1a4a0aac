package io.jyro.hostile;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

import io.jyro.CommunicationException;
import io.jyro.Expose;
import io.jyro.Loopback;
import io.jyro.Protocol;
import io.jyro.PyroConfig;
import io.jyro.PyroUri;
import io.jyro.ServerType;
import io.jyro.client.Proxy;
import io.jyro.server.Daemon;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/** Daemons that end, or start again, while many call them. */
@Timeout(120)
class ShutdownUnderFireTest {
    private static final int CALLERS = 8;
    private static final int ROUNDS = Extent.of(20, 100);
    private static final int CALLS = 200;
    private static final int RESTARTS = 25;

    private final AtomicInteger answered = new AtomicInteger();

    /** Counts its calls. */
    @Expose
    public static final class Counted {
        private final AtomicInteger ran = new AtomicInteger();
        private final CountDownLatch called = new CountDownLatch(CALLS);

        public int run(int number) {
            ran.incrementAndGet();
            called.countDown();
            return number;
        }
    }

    /** Serves others from within a call. */
    @Expose
    public static final class Nest {
        public int nest(int depth) {
            if (depth == 0) {
                return 0;
            }
            try (Loopback inner = new Loopback()) {
                int deeper = inner.serve(new Nest()).call(int.class, "nest", depth - 1);
                inner.daemon().shutdown();
                return 1 + deeper;
            }
        }
    }

    @ParameterizedTest
    @EnumSource(ServerType.class)
    void everyCallThatRanIsAnswered(ServerType type) throws Exception {
        for (int round = 0; round < ROUNDS; round++) {
            answered.set(0);
            Counted counted = new Counted();
            List<Thread> callers = new ArrayList<>();
            try (Daemon daemon = Daemon.builder().config(PyroConfig.defaults())
                    .host("localhost").serverType(type).start()) {
                PyroUri uri = daemon.register(counted);
                for (int i = 0; i < CALLERS; i++) {
                    Protocol protocol = i % 2 == 0 ? Protocol.V48 : Protocol.V502;
                    callers.add(Thread.ofPlatform().start(() -> callUntilTheEnd(uri, protocol)));
                }
                counted.called.await();

                daemon.shutdown();
            }
            for (Thread caller : callers) {
                caller.join();
            }

            assertThat(answered).hasValue(counted.ran.get());
        }
    }

    @Test
    void aDaemonMayServeAndEndWithinACallOfAnother() {
        try (Loopback outer = new Loopback()) {
            assertThat(outer.serve(new Nest()).call(int.class, "nest", 3)).isEqualTo(3);
        }
    }

    @Test
    void callersGoOnAfterEachRestartOnTheSamePort() throws Exception {
        Counted counted = new Counted();
        Daemon daemon = start(0, counted);
        int port = daemon.port();
        PyroUri uri = daemon.uriFor("counted");
        List<Thread> callers = new ArrayList<>();
        AtomicInteger stop = new AtomicInteger();
        AtomicInteger wrong = new AtomicInteger();
        for (int i = 0; i < CALLERS / 2; i++) {
            Protocol protocol = i % 2 == 0 ? Protocol.V48 : Protocol.V502;
            callers.add(Thread.ofPlatform().start(() -> callForEver(uri, protocol, stop, wrong)));
        }
        for (int i = 0; i < RESTARTS; i++) {
            int before = answered.get();
            while (answered.get() < before + 5 * CALLERS) {
                Thread.onSpinWait();
            }
            daemon.close();
            daemon = start(port, counted);
        }
        stop.set(1);
        for (Thread caller : callers) {
            caller.join();
        }
        daemon.close();

        assertThat(wrong).hasValue(0);
        assertThat(answered.get()).isEqualTo(counted.ran.get());
    }

    private static Daemon start(int port, Counted counted) {
        Daemon daemon = Daemon.builder().config(PyroConfig.defaults()).host("localhost")
                .port(port).start();
        daemon.register(counted, "counted", true);
        return daemon;
    }

    private void callForEver(PyroUri uri, Protocol protocol, AtomicInteger stop,
            AtomicInteger wrong) {
        try (Proxy proxy = proxy(uri, protocol)) {
            for (int i = 0; stop.get() == 0; i++) {
                try {
                    if (proxy.call(int.class, "run", i) != i) {
                        wrong.incrementAndGet();
                    }
                    answered.incrementAndGet();
                } catch (CommunicationException e) {
                    Thread.onSpinWait(); // it starts again
                }
            }
        } catch (RuntimeException | Error e) {
            wrong.incrementAndGet();
            throw e;
        }
    }

    private void callUntilTheEnd(PyroUri uri, Protocol protocol) {
        try (Proxy proxy = proxy(uri, protocol)) {
            for (int i = 0;; i++) {
                assertThat(proxy.call("run", i)).isEqualTo(i);
                answered.incrementAndGet();
            }
        } catch (CommunicationException e) {
            assertThat(e.getMessage()).isNotBlank();
        }
    }

    private static Proxy proxy(PyroUri uri, Protocol protocol) {
        return Proxy.builder(uri).config(PyroConfig.defaults()).protocol(protocol)
                .timeout(Duration.ofSeconds(10)).build();
    }
}
