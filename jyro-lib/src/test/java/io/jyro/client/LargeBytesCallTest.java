package io.jyro.client;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;

import io.jyro.Expose;
import io.jyro.Link;
import io.jyro.Protocol;
import io.jyro.ProtocolException;
import io.jyro.PyroConfig;
import io.jyro.Serializer;
import io.jyro.rpc.CallContext;
import io.jyro.server.Daemon;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Large bytes as arguments and results, which travel from where they are. */
class LargeBytesCallTest {
    private static final int LARGE = 3_000_000;

    private final byte[] large = new byte[LARGE];

    LargeBytesCallTest() {
        new Random(9).nextBytes(large);
    }

    @Expose
    static class Store {
        public byte[] echo(byte[] bytes) {
            return bytes;
        }

        public void annotate() {
            CallContext context = CallContext.current();
            context.responseAnnotations().putAll(context.annotations());
        }
    }

    @ParameterizedTest
    @CsvSource({"V502, 3000000", "V48, 65000"})
    void annotationsCarryLargeBytesBothWays(Protocol protocol, int length) throws Exception {
        byte[] bytes = Arrays.copyOf(large, length);
        try (Daemon daemon = Daemon.builder().start();
                Proxy proxy = Proxy.builder(daemon.register(new Store(), "store").toString())
                        .protocol(protocol).build()) {
            CallContext.current().requestAnnotations().put("BULK", bytes);

            proxy.call("annotate");

            assertThat(CallContext.current().responseAnnotations().get("BULK")).isEqualTo(bytes);
        }
    }

    @Test
    void annotationsThatProtocol48CannotCarryAreRefusedByTheirSize() throws Exception {
        try (Daemon daemon = Daemon.builder().start();
                Proxy proxy = Proxy.builder(daemon.register(new Store(), "store").toString())
                        .protocol(Protocol.V48).build()) {
            CallContext.current().requestAnnotations().put("BULK", new byte[65_536]);

            assertThatThrownBy(() -> proxy.call("annotate")).isInstanceOf(ProtocolException.class)
                    .hasMessageContaining("65535");
        }
    }

    @Test
    void arraysOfLargeMessagesAreUsedAgainAndTheirValuesStay() throws Exception {
        try (Daemon daemon = Daemon.builder().start();
                Proxy proxy = Proxy.builder(daemon.register(new Store(), "store").toString())
                        .serializer(Serializer.MARSHAL).build()) {
            byte[] first = proxy.call(byte[].class, "echo", (Object) large);
            byte[] second = proxy.call(byte[].class, "echo", (Object) new byte[LARGE]);

            assertThat(first).isEqualTo(large);
            assertThat(second).isEqualTo(new byte[LARGE]);
        }
    }

    @ParameterizedTest
    @CsvSource({"V502, MARSHAL, false", "V502, MSGPACK, false", "V502, MARSHAL, true",
            "V48, MARSHAL, false", "V48, MSGPACK, true"})
    void largeBytesComeBackAsTheyWere(Protocol protocol, Serializer serializer, boolean compressed)
            throws Exception {
        PyroConfig config = PyroConfig.defaults().toBuilder().compression(compressed).build();
        try (Daemon daemon = Daemon.builder().config(config).start();
                Proxy proxy = Proxy.builder(daemon.register(new Store(), "store").toString())
                        .config(config).protocol(protocol).serializer(serializer).build()) {
            assertEchoes(proxy);
        }
    }

    @Test
    void largeBytesAreSignedWithAKey() throws Exception {
        byte[] key = {1, 2, 3};
        try (Daemon daemon = Daemon.builder().hmacKey(key).start();
                Proxy proxy = Proxy.builder(daemon.register(new Store(), "store").toString())
                        .protocol(Protocol.V48).serializer(Serializer.MARSHAL).hmacKey(key)
                        .build()) {
            assertEchoes(proxy);
        }
    }

    @Test
    void largeBytesGoOverUnixSockets(@TempDir Path directory) throws Exception {
        try (Daemon daemon = Daemon.builder().unixSocket(directory.resolve("s")).start();
                Proxy proxy = Proxy.builder(daemon.register(new Store(), "store").toString())
                        .serializer(Serializer.MARSHAL).build()) {
            assertEchoes(proxy);
        }
    }

    @Test
    void largeBytesGoOverLinks() throws Exception {
        Link link = Link.inProcess();
        try (Daemon daemon = Daemon.builder().link(link.one()).start()) {
            daemon.register(new Store(), "store");
            try (Proxy proxy = Proxy.builder("store").link(link.other())
                    .serializer(Serializer.MARSHAL).build()) {
                assertEchoes(proxy);
            }
        }
    }

    private void assertEchoes(Proxy proxy) throws Exception {
        ByteBuffer direct = ByteBuffer.allocateDirect(LARGE).put(large).flip();
        for (Object argument : new Object[]{large, ByteBuffer.wrap(large), direct,
                direct.asReadOnlyBuffer(), ByteBuffer.wrap(large).asReadOnlyBuffer()}) {
            assertThat(proxy.call(byte[].class, "echo", argument)).isEqualTo(large);
        }
        assertThat(proxy.call(byte[].class, "echo", ByteBuffer.wrap(large).position(5).slice()))
                .hasSize(LARGE - 5).endsWith(large[LARGE - 1]);
    }

    @Test
    void anArrayMayBeChangedOnceItsCallWasMade() throws Exception {
        try (Daemon daemon = Daemon.builder().start();
                Proxy proxy = Proxy.builder(daemon.register(new Store(), "store").toString())
                        .serializer(Serializer.MARSHAL).build()) {
            proxy.bind();
            assertEchoesOfArraysThatChange(proxy);
        }
    }

    private static void assertEchoesOfArraysThatChange(Proxy proxy) throws Exception {
        var replies = IntStream.range(0, 30).mapToObj(i -> {
            byte[] mine = new byte[i % 3 == 0 ? 10 : i * 20_000];
            mine[0] = (byte) i;
            CompletableFuture<byte[]> reply = proxy.callAsync(byte[].class, "echo", (Object) mine);
            mine[0] = -1;
            return reply;
        }).toList();
        for (int i = 0; i < replies.size(); i++) {
            assertThat(replies.get(i).get()[0]).isEqualTo((byte) i);
        }
    }
}
