package io.jyro.hostile;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

import io.jyro.Expose;
import io.jyro.Protocol;
import io.jyro.PyroConfig;
import io.jyro.PyroUri;
import io.jyro.Serializer;
import io.jyro.client.Proxy;
import io.jyro.server.Daemon;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;

/** Eight callers in both protocols and four serializers who call and connect on and on: nothing is wrong, nothing is left. */
@Timeout(3_600)
class SoakTest {
    private static final List<Serializer> SERIALIZERS = List.of(Serializer.SERPENT,
            Serializer.JSON, Serializer.MARSHAL, Serializer.MSGPACK);
    private static final int CALLS_EACH = Extent.of(10_000, 1_600_000);
    private static final int CALLS_OF_A_CONNECTION = 200;
    private static final long HEAP_GROWTH = 8 << 20;
    private static final Map<String, Object> VALUE = Map.of("name", "soak", "values",
            List.of(1, 2.5, true, "text"), "nested", Map.of("deep", List.of("x".repeat(200))));

    private final AtomicLong served = new AtomicLong();
    private final AtomicLong answered = new AtomicLong();

    /** Counts its calls. */
    @Expose
    public final class Echo {
        public Object echo(int number, Object value) {
            served.incrementAndGet();
            return List.of(number, value);
        }
    }

    @Test
    void everyCallIsAnsweredRightlyAndNeitherHeapNorDescriptorsGrow() throws Exception {
        try (LogCapture log = new LogCapture();
                Daemon daemon = Daemon.builder()
                        .config(PyroConfig.defaults()).host("localhost").start()) {
            PyroUri uri = daemon.register(new Echo());
            soak(uri, CALLS_OF_A_CONNECTION * 5);
            log.clear();
            long heap = Resources.usedHeap();
            long descriptors = Resources.descriptors();

            soak(uri, CALLS_EACH);

            assertThat(answered.get()).isEqualTo(served.get());
            assertThat(log.errors()).isEmpty();
            log.clear();
            Resources.awaitDescriptors(descriptors);
            while (!daemon.clients().isEmpty()) {
                Thread.onSpinWait();
            }
            assertThat(Resources.usedHeap() - heap).isLessThan(HEAP_GROWTH);
        }
    }

    private void soak(PyroUri uri, int callsEach) throws InterruptedException {
        List<Throwable> failures = Collections.synchronizedList(new ArrayList<>());
        List<Thread> callers = new ArrayList<>();
        for (Serializer serializer : SERIALIZERS) {
            for (Protocol protocol : new Protocol[]{Protocol.V48, Protocol.V502}) {
                callers.add(Thread.ofPlatform().start(() -> {
                    try {
                        call(uri, protocol, serializer, callsEach);
                    } catch (RuntimeException | Error e) {
                        failures.add(e);
                    }
                }));
            }
        }
        for (Thread caller : callers) {
            caller.join();
        }
        assertThat(failures).isEmpty();
    }

    private void call(PyroUri uri, Protocol protocol, Serializer serializer, int calls) {
        for (int done = 0; done < calls; done += CALLS_OF_A_CONNECTION) {
            try (Proxy proxy = Proxy.builder(uri).config(PyroConfig.defaults())
                    .protocol(protocol).serializer(serializer).build()) {
                for (int i = 0; i < CALLS_OF_A_CONNECTION; i++) {
                    if (!List.of(done + i, VALUE).equals(proxy.call("echo", done + i, VALUE))) {
                        throw new AssertionError("a wrong answer to call " + (done + i) + " in "
                                + serializer + " over " + protocol);
                    }
                    answered.incrementAndGet();
                }
            }
        }
    }
}
