package io.jyro.client;

import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import java.util.Random;

import com.sun.management.ThreadMXBean;
import io.jyro.Expose;
import io.jyro.Protocol;
import io.jyro.PyroConfig;
import io.jyro.rpc.CallContext;
import io.jyro.server.Daemon;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/** Large annotations travel from where they are, into the array that the receiver gets. */
class LargeAnnotationsTest {
    private static final int LARGE = 10_000_000;
    private static final int MEGABYTE = 1_000_000;

    /** Gives back the annotations that it gets, or some of its own. */
    @Expose
    static class Store {
        private final byte[] large = new byte[LARGE];

        public void echo() {
            CallContext context = CallContext.current();
            context.responseAnnotations().putAll(context.annotations());
        }

        public int length() {
            return Objects.requireNonNull(CallContext.current().annotations().get("BULK")).length;
        }

        public void fetch() {
            CallContext.current().responseAnnotations().put("BULK", large);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void theSenderCopiesNothing(boolean compressed) {
        byte[] large = new byte[LARGE];
        try (Daemon daemon = Daemon.builder().start(); Proxy proxy = proxy(daemon, compressed)) {
            proxy.call("echo");
            long before = allocated();

            CallContext.current().requestAnnotations().put("BULK", large);
            Object length = proxy.call("length");

            assertThat(allocated() - before).isLessThan(MEGABYTE);
            assertThat(length).isEqualTo(LARGE);
        }
    }

    @Test
    void theReceiverTakesLittleMoreThanTheBytes() {
        try (Daemon daemon = Daemon.builder().start(); Proxy proxy = proxy(daemon, false)) {
            proxy.call("echo");
            for (double times : new double[]{1.1, 1.01}) {
                long before = allocated();

                proxy.call("fetch");

                assertThat(allocated() - before).isLessThan((long) (times * LARGE));
                assertThat(CallContext.current().responseAnnotations().get("BULK")).hasSize(LARGE);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void theyComeBackAsTheyWere(boolean compressed) {
        Random random = new Random(39);
        try (Daemon daemon = Daemon.builder().start(); Proxy proxy = proxy(daemon, compressed)) {
            for (int length : new int[]{0, 16_383, 16_385, 65_535, 65_536, 65_537, 131_073,
                    1_048_577, 65_536, 3_000_000}) {
                byte[] bytes = new byte[length];
                random.nextBytes(bytes);
                byte[] other = Arrays.copyOf(bytes, length / 2);
                Map<String, byte[]> sent = CallContext.current().requestAnnotations();
                sent.put("AAAA", other);
                sent.put("BULK", bytes);
                sent.put("LAST", new byte[]{1, 2});

                proxy.call("echo");

                Map<String, byte[]> came = CallContext.current().responseAnnotations();
                assertThat(came).containsOnlyKeys("AAAA", "BULK", "LAST");
                assertThat(came.get("AAAA")).isEqualTo(other);
                assertThat(came.get("BULK")).isEqualTo(bytes);
                assertThat(came.get("LAST")).containsExactly(1, 2);
            }
        }
    }

    private static Proxy proxy(Daemon daemon, boolean compressed) {
        // the port may have been that of a daemon that speaks 48 alone, which the process remembers
        return Proxy.builder(daemon.register(new Store(), "store")).protocol(Protocol.V502)
                .config(PyroConfig.defaults().toBuilder().compression(compressed).build()).build();
    }

    private static long allocated() {
        return ((ThreadMXBean) ManagementFactory.getThreadMXBean())
                .getCurrentThreadAllocatedBytes();
    }
}
