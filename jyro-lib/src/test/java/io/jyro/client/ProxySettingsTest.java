package io.jyro.client;

import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import io.jyro.Attribute;
import io.jyro.Expose;
import io.jyro.Loopback;
import io.jyro.Protocol;
import io.jyro.PyroConfig;
import io.jyro.PyroException;
import io.jyro.PyroUri;
import io.jyro.Serializer;
import io.jyro.TypeRef;
import io.jyro.client.link.ProxySettings;
import io.jyro.rpc.CallContext;
import io.jyro.server.Daemon;
import io.jyro.tls.Certificates;
import io.jyro.transport.CallDeadline;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Copies of proxies with other settings, what a proxy knows of its connection, and attributes without waiting. */
@Timeout(60)
class ProxySettingsTest {
    /** Says how it is called. */
    @Expose
    public static class Service {
        private volatile int target = 20;

        public int serializer() {
            return CallContext.current().serializerId();
        }

        public boolean isAnnotated() {
            return CallContext.current().annotations().containsKey("TEST");
        }

        @Attribute
        public int getTarget() {
            return target;
        }

        @Attribute
        public void setTarget(int newTarget) {
            target = newTarget;
        }
    }

    /** Its attribute, read and written without waiting. */
    interface Later {
        @Attribute
        CompletableFuture<Integer> target();

        @Attribute("target")
        CompletableFuture<Void> writeTarget(int target);
    }

    private final Loopback loopback = new Loopback();
    private final PyroUri uri = loopback.daemon().register(new Service(), "service");

    @AfterEach
    void close() {
        loopback.close();
    }

    @Test
    void aCopyHasEachSetting(@TempDir Path directory) {
        ProxyDraft draft = ProxyDraft.of(uri);
        draft.config(PyroConfig.builder().maxMessageSize(12_345).build());
        draft.timeout(Duration.ofSeconds(1));
        draft.deadline(Duration.ofSeconds(2));
        draft.within(CallDeadline.in(Duration.ofSeconds(30)));
        draft.serializer(Serializer.JSON);
        draft.protocol(Protocol.V48);
        draft.hmacKey(new byte[]{1, 2, 3});
        draft.tls(new Certificates(directory).anonymous().build());
        draft.handshake("data");
        draft.handshakeResponse(response -> {});
        draft.maxRetries(3);
        draft.annotations(() -> Map.of("TEST", new byte[1]));
        draft.connections(4);
        draft.releaseWhenIdle(Duration.ofSeconds(5));
        draft.waitForDaemon(Duration.ofSeconds(6));
        draft.responseHook((annotations, type) -> {});
        ProxySettings settings = draft.settings(Proxy.SERVICES);

        assertThat(ProxyDraft.copyOf(settings, uri).settings(Proxy.SERVICES)).isEqualTo(settings);
    }

    @Test
    void aCopyHasTheSettingsThatAreNotChanged() {
        Proxy proxy = loopback.proxy(Proxy.builder(uri).serializer(Serializer.JSON)
                .protocol(Protocol.V502).annotations(() -> Map.of("TEST", new byte[0])));
        int json = proxy.call(int.class, "serializer");
        try (Proxy same = proxy.toBuilder().build();
                Proxy other = proxy.toBuilder().serializer(Serializer.SERPENT)
                        .timeout(Duration.ofSeconds(9)).build()) {

            assertThat(same).isEqualTo(proxy);
            assertThat(same.call("serializer")).isEqualTo(json);
            assertThat(same.call("isAnnotated")).isEqualTo(true);
            assertThat(other.call("serializer")).isNotEqualTo(json);
            assertThat(other.call("isAnnotated")).isEqualTo(true);
            assertThat(other.localAddress()).isNotEqualTo(proxy.localAddress());
        }
        assertThat(proxy.isBound()).isTrue();
    }

    @Test
    void aCopySignsWithTheSameKey() {
        try (Daemon daemon = Daemon.builder().host("localhost")
                .config(PyroConfig.builder().hmacKey("secret").build()).start();
                Proxy proxy = Proxy.builder(daemon.register(new Service()))
                        .config(PyroConfig.defaults()).hmacKey("secret".getBytes(
                                java.nio.charset.StandardCharsets.UTF_8))
                        .build();
                Proxy copy = proxy.toBuilder().build()) {

            assertThat(copy.call("isAnnotated")).isEqualTo(false);
        }
    }

    @Test
    void aProxyTellsItsAddress() {
        Proxy proxy = loopback.proxy(uri);

        assertThat(proxy.localAddress()).isInstanceOfSatisfying(InetSocketAddress.class,
                address -> assertThat(loopback.daemon().clients().getFirst().address())
                        .isEqualTo(address));
        assertThat(proxy.daemonCertificates()).isEmpty();
    }

    @Test
    void aProxyTellsTheCertificateOfItsDaemon(@TempDir Path directory) {
        Certificates certificates = new Certificates(directory);
        try (Daemon daemon = Daemon.builder().host("localhost").config(PyroConfig.defaults())
                .tls(certificates.server().build()).start();
                Proxy proxy = Proxy.builder(daemon.register(new Service()))
                        .config(PyroConfig.defaults()).tls(certificates.anonymous().build())
                        .build()) {

            assertThat(proxy.daemonCertificates()).isNotEmpty();
        }
    }

    @Test
    void attributesAreReadAndWrittenWithoutWaiting() throws Exception {
        Proxy proxy = loopback.proxy(uri);
        proxy.setAsync("target", 21).get(20, TimeUnit.SECONDS);

        assertThat(proxy.getAsync("target").get(20, TimeUnit.SECONDS)).isEqualTo(21);
        assertThat(proxy.getAsync(long.class, "target").get(20, TimeUnit.SECONDS)).isEqualTo(21L);
        assertThat(proxy.getAsync(new TypeRef<Integer>() {}, "target").get(20, TimeUnit.SECONDS))
                .isEqualTo(21);
        assertThat(proxy.getAsync("nothing")).failsWithin(Duration.ofSeconds(20));
    }

    @Test
    void aViewReadsAndWritesAttributesWithoutWaiting() throws Exception {
        Later later = loopback.proxy(uri).as(Later.class);
        later.writeTarget(22).get(20, TimeUnit.SECONDS);

        assertThat(later.target().get(20, TimeUnit.SECONDS)).isEqualTo(22);
    }

    @Test
    void aNameIsResolvedWithoutAProxy() {
        int port = loopback.daemon()
                .register(new NamesResolveAgainTest.Names(uri), "Pyro.NameServer").port();

        assertThat(NameServer.resolve(PyroUri.ofName("any", "localhost", port),
                PyroConfig.defaults())).isEqualTo(uri);
        assertThat(NameServer.resolve(uri, PyroConfig.defaults())).isEqualTo(uri);
    }

    @Test
    void aUriWithoutAHostIsToldWhatIsWrongWithIt() {
        Proxy proxy = loopback.proxy(PyroUri.parse("PYRO:x@:1"));

        assertThatThrownBy(() -> proxy.call("echo")).isInstanceOf(PyroException.class)
                .hasMessageContaining("no host").hasMessageContaining("PYRO:x@localhost:1");
    }
}
