package io.jyro.hostile;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.jyro.Expose;
import io.jyro.Protocol;
import io.jyro.PyroConfig;
import io.jyro.PyroUri;
import io.jyro.Serializer;
import io.jyro.client.Proxy;
import io.jyro.server.Daemon;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Uris and proxies that a peer sends may lead anywhere. Nothing connects there unless the program that received them makes
 * a call: not decoding, printing, hashing, comparing or sending them on.
 */
@Timeout(60)
class ReceivedReferencesTest {
    private final LogCapture log = new LogCapture();
    private final ServerSocketChannel tcp;
    private final ServerSocketChannel unix;
    private final List<PyroUri> elsewhere;
    private final Daemon daemon;

    ReceivedReferencesTest(@TempDir Path directory) throws IOException {
        Path path = directory.resolve("s");
        tcp = ServerSocketChannel.open();
        tcp.bind(new InetSocketAddress(InetAddress.getByName("localhost"), 0));
        tcp.configureBlocking(false);
        unix = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        unix.bind(UnixDomainSocketAddress.of(path));
        unix.configureBlocking(false);
        int port = ((InetSocketAddress) tcp.getLocalAddress()).getPort();
        elsewhere = List.of(PyroUri.of("thing", "localhost", port),
                PyroUri.ofUnixSocket("thing", path.toString()),
                PyroUri.ofName("thing", "localhost", port),
                PyroUri.ofMetadata(Set.of("tag"), "localhost", port),
                PyroUri.ofName("thing"), PyroUri.ofMetadata(Set.of("tag")));
        PyroConfig config = PyroConfig.defaults().toBuilder().nsHost("localhost").nsPort(port)
                .build();
        daemon = Daemon.builder().config(config).host("localhost")
                .handshake((peer, handshake) -> looked(handshake)).start();
    }

    /** Does with a value what any program may do, short of calling it. */
    private static @Nullable Object looked(@Nullable Object value) {
        assertThat(String.valueOf(value)).isNotNull();
        Map<Object, Object> map = new HashMap<>();
        map.put(value, value);
        map.put("other", value);
        assertThat(map.get(value)).isEqualTo(value);
        assertThat(value).isNotEqualTo("other");
        return value;
    }

    /** Takes references of all kinds. */
    @Expose
    public static final class Taker {
        public @Nullable Object any(@Nullable Object value) {
            return looked(value);
        }

        public @Nullable Object proxy(Proxy value) {
            return looked(value);
        }

        public @Nullable Object uri(PyroUri value) {
            return looked(value);
        }

        public void fail(@Nullable Object value) {
            throw new IllegalArgumentException("cannot use " + looked(value));
        }
    }

    @BeforeEach
    void registerTheTaker() {
        daemon.register(new Taker(), "taker");
    }

    @AfterEach
    void stop() throws IOException {
        daemon.close();
        log.close();
        tcp.close();
        unix.close();
        assertThat(log.errors()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(names = {"SERPENT", "JSON", "MARSHAL", "MSGPACK"})
    void argumentsAndResultsConnectNowhere(Serializer serializer) throws IOException {
        for (Protocol protocol : new Protocol[]{Protocol.V48, Protocol.V502}) {
            try (Proxy proxy = proxy(protocol, serializer).build()) {
                for (PyroUri uri : elsewhere) {
                    looked(proxy.call("any", uri));
                    looked(proxy.call("uri", uri));
                    looked(proxy.call("any", List.of(Map.of("deep", uri))));
                    try (Proxy other = Proxy.of(uri)) {
                        looked(proxy.call("any", other));
                        looked(proxy.call("proxy", other));
                        looked(proxy.call("any", List.of(Map.of("deep", other))));
                        proxy.callOneway("fail", other);
                    }
                }
            }
        }

        assertNobodyConnected();
    }

    @ParameterizedTest
    @EnumSource(names = {"SERPENT", "JSON", "MARSHAL", "MSGPACK"})
    void handshakesConnectNowhere(Serializer serializer) throws IOException {
        for (Protocol protocol : new Protocol[]{Protocol.V48, Protocol.V502}) {
            for (PyroUri uri : elsewhere) {
                for (Object data : List.of(uri, List.of(Map.of("deep", uri)), Proxy.of(uri))) {
                    try (Proxy proxy = proxy(protocol, serializer).handshake(data)
                            .handshakeResponse(ReceivedReferencesTest::looked).build()) {
                        assertThat(proxy.call("any", 1)).isEqualTo(1);
                    }
                }
            }
        }

        assertNobodyConnected();
    }

    private Proxy.Builder proxy(Protocol protocol, Serializer serializer) {
        return Proxy.builder(daemon.uriFor("taker")).config(PyroConfig.defaults())
                .protocol(protocol).serializer(serializer);
    }

    /** Whoever connected would be in the queue of the listener, since all calls have been answered. */
    private void assertNobodyConnected() throws IOException {
        assertThat(tcp.accept()).isNull();
        assertThat(unix.accept()).isNull();
    }
}
