package io.jyro.server;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import io.jyro.CallTimeoutException;
import io.jyro.CommunicationException;
import io.jyro.Expose;
import io.jyro.Protocol;
import io.jyro.PyroConfig;
import io.jyro.PyroException;
import io.jyro.PyroUri;
import io.jyro.Serializer;
import io.jyro.client.NameServer;
import io.jyro.client.Proxy;
import io.jyro.rpc.CallContext;
import io.jyro.rpc.Peer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Daemons on Unix domain sockets, and proxies to them. */
class UnixSocketTest {
    @TempDir
    private Path directory;
    private Path path;

    @Expose
    static class Greeter {
        public String hello(String name) {
            return "hello " + name;
        }

        public byte[] same(byte[] data) {
            return data;
        }

        public String caller() {
            Peer client = CallContext.current().client();
            return client + "|" + CallContext.current().clientAddress();
        }
    }

    @Expose
    static class Slow {
        private final CountDownLatch release = new CountDownLatch(1);

        public void waits() throws InterruptedException {
            release.await();
        }
    }

    @Expose
    static class Names {
        public String lookup(String name, boolean metadata) {
            return name + metadata;
        }
    }

    @BeforeEach
    void choosePath() {
        path = directory.resolve("a socket");
    }

    private Daemon.Builder onSocket() {
        return Daemon.builder().config(PyroConfig.defaults()).unixSocket(path);
    }

    private static Proxy.Builder to(PyroUri uri) {
        return Proxy.builder(uri).config(PyroConfig.defaults());
    }

    @ParameterizedTest
    @EnumSource(Protocol.class)
    void callsGoOverTheSocket(Protocol protocol) {
        try (Daemon daemon = onSocket().start()) {
            PyroUri uri = daemon.register(new Greeter(), "greeter");
            try (Proxy proxy = to(uri).protocol(protocol).build()) {

                assertThat(proxy.call("hello", "unix")).isEqualTo("hello unix");
                assertThat(uri).hasToString("PYRO:greeter@./u:" + path);
                assertThat(proxy.uri()).isEqualTo(PyroUri.parse(uri.toString()));
            }
        }
    }

    @Test
    void callsWithATimeoutGoOverTheSocketToo() {
        try (Daemon daemon = onSocket().start();
                Proxy proxy = to(daemon.register(new Greeter()))
                        .timeout(Duration.ofSeconds(20)).build()) {
            for (int i = 0; i < 50; i++) {
                assertThat(proxy.call("hello", i + "")).isEqualTo("hello " + i);
            }
        }
    }

    @Test
    void muchDataGoesThereAndBack() {
        byte[] data = new byte[5_000_000];
        data[4_999_999] = 7;
        try (Daemon daemon = onSocket().start();
                Proxy proxy = to(daemon.register(new Greeter()))
                        .serializer(Serializer.MARSHAL).build()) {

            assertThat(proxy.call(byte[].class, "same", (Object) data)).isEqualTo(data);
        }
    }

    @Test
    void aCallThatTakesTooLongIsGivenUp() {
        Slow slow = new Slow();
        try (Daemon daemon = onSocket().start();
                Proxy proxy = to(daemon.register(slow))
                        .timeout(Duration.ofMillis(50)).build()) {

            assertThatThrownBy(() -> proxy.call("waits"))
                    .isInstanceOf(CallTimeoutException.class)
                    .hasMessageContaining("./u:" + path);
            slow.release.countDown();
        }
    }

    @Test
    void theDaemonSaysWhereItIs() {
        try (Daemon daemon = onSocket().start();
                Proxy own = to(daemon.uriFor("Pyro.Daemon")).build()) {

            assertThat(daemon.location()).isEqualTo("./u:" + path);
            assertThat(daemon.port()).isZero();
            assertThat(daemon.addresses()).isEmpty();
            assertThatThrownBy(daemon::address).isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("./u:" + path);
            assertThat(own.call(String.class, "info")).startsWith("Pyro.Daemon bound on ./u:"
                    + path + ", NAT None, 1 objects registered. Servertype:"
                    + " <SocketServer_Threadpool on ./u:" + path + "; ");
        }
    }

    @Test
    void aClientIsToldFromOthersThoughItHasNoAddress() {
        try (Daemon daemon = onSocket().start();
                Proxy one = to(daemon.register(new Greeter(), "greeter")).build();
                Proxy two = to(daemon.uriFor("greeter")).build()) {

            assertThat(one.call("caller"))
                    .isEqualTo("./u:" + path + " (client 1)|" + path);
            assertThat(two.call("caller"))
                    .isEqualTo("./u:" + path + " (client 2)|" + path);
        }
    }

    @Test
    void aProxyThatTravelsNamesTheSocket() {
        try (Daemon daemon = onSocket().start()) {
            Greeter greeter = new Greeter();
            daemon.register(greeter, "greeter");
            daemon.register(new Holder(greeter), "holder");
            try (Proxy holder = to(daemon.uriFor("holder")).build();
                    Proxy proxy = holder.call(Proxy.class, "held")) {

                assertThat(proxy.uri()).isEqualTo(daemon.uriFor("greeter"));
                assertThat(proxy.call("hello", "again")).isEqualTo("hello again");
            }
        }
    }

    @Expose
    static class Holder {
        private final Greeter greeter;

        Holder(Greeter greeter) {
            this.greeter = greeter;
        }

        public Object held() {
            return greeter;
        }
    }

    @Test
    void theFileIsGoneWhenTheDaemonIsClosed() {
        Daemon daemon = onSocket().start();
        assertThat(path).exists();

        daemon.close();

        assertThat(path).doesNotExist();
    }

    @Test
    void aSecondDaemonIsRefusedAndTheFirstGoesOn() {
        try (Daemon daemon = onSocket().start();
                Proxy proxy = to(daemon.register(new Greeter())).build()) {

            assertThatThrownBy(() -> onSocket().start())
                    .isInstanceOf(CommunicationException.class)
                    .hasMessageContaining("another process listens there");

            assertThat(proxy.call("hello", "still")).isEqualTo("hello still");
        }
    }

    @Test
    void whatAProcessLeftBehindIsReplaced() throws IOException {
        ServerSocketChannel.open(StandardProtocolFamily.UNIX)
                .bind(UnixDomainSocketAddress.of(path)).close();

        try (Daemon daemon = onSocket().start();
                Proxy proxy = to(daemon.register(new Greeter())).build()) {
            assertThat(proxy.call("hello", "new")).isEqualTo("hello new");
        }
    }

    @Test
    void natIsRefusedInPyrosWords() {
        assertThatThrownBy(() -> onSocket().natHost("outside").start())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("cannot use nathost together with unixsocket");
        assertThatThrownBy(() -> onSocket()
                .config(PyroConfig.defaults().toBuilder().natHost("outside").build()).start())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("cannot use nathost together with unixsocket");
        assertThat(path).doesNotExist();
    }

    @Test
    void aHostBesidesIsRefused() {
        assertThatThrownBy(() -> onSocket().host("localhost").start())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("cannot use host localhost together with unixsocket");
    }

    @Test
    void twoSocketsAreRefused() {
        assertThatThrownBy(() -> onSocket().unixSocket("another"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("cannot use unixsocket together with unixsocket");
    }

    @Test
    void aPathThatNoUriCanHoldIsRefusedBeforeItIsMade() {
        Path colon = directory.resolve("a:b");

        assertThatThrownBy(() -> Daemon.builder().unixSocket(colon).start())
                .isInstanceOf(PyroException.class).hasMessageContaining("without a colon");
        assertThat(colon).doesNotExist();
    }

    @Test
    void aSilentClientIsLetGoWhenTheHandshakeTakesTooLong() throws IOException {
        PyroConfig config = PyroConfig.defaults().toBuilder()
                .handshakeTimeout(Duration.ofMillis(50)).build();
        try (Daemon daemon = onSocket().config(config).start();
                SocketChannel silent = SocketChannel.open(UnixDomainSocketAddress.of(path))) {
            ByteBuffer answer = ByteBuffer.allocate(4096);

            while (silent.read(answer) >= 0) {
                assertThat(answer.position()).isPositive();
            }

            assertThat(daemon.location()).endsWith(path.toString());
        }
    }

    @Test
    void anIdleClientIsLetGoAfterTheCommunicationTimeout() throws InterruptedException {
        PyroConfig config = PyroConfig.defaults().toBuilder().commTimeout(Duration.ofMillis(50))
                .build();
        List<String> left = new ArrayList<>();
        CountDownLatch gone = new CountDownLatch(1);
        try (Daemon daemon = onSocket().config(config).onDisconnect(client -> {
            left.add(String.valueOf(client));
            gone.countDown();
        }).start(); Proxy proxy = to(daemon.register(new Greeter())).build()) {
            proxy.bind();

            assertThat(gone.await(20, TimeUnit.SECONDS)).isTrue();
            assertThat(left).containsExactly("./u:" + path + " (client 1)");
        }
    }

    @Test
    void nothingListensIsSaidWithTheReason() {
        assertThatThrownBy(() -> to(PyroUri.ofUnixSocket("x", path.toString())).build().bind())
                .isInstanceOf(CommunicationException.class)
                .hasMessageContaining("cannot connect to ./u:" + path)
                .hasMessageContaining("there is no such socket");
    }

    @Test
    void aNameServerIsFoundByItsSocket() {
        PyroConfig config = PyroConfig.defaults();
        try (Daemon daemon = onSocket().start()) {
            daemon.register(new Names(), "Pyro.NameServer");

            try (NameServer names = NameServer.locate("./u:" + path, 0, config)) {
                assertThat(names.uri()).isEqualTo(daemon.uriFor("Pyro.NameServer"));
            }
        }
    }

    @Test
    void theConfiguredNameServerMayBeASocket() {
        PyroConfig config = PyroConfig.defaults().toBuilder().nsHost("./u:" + path).build();
        try (Daemon daemon = onSocket().start()) {
            daemon.register(new Names(), "Pyro.NameServer");

            try (NameServer names = NameServer.locate(config)) {
                assertThat(names.uri()).isEqualTo(daemon.uriFor("Pyro.NameServer"));
            }
        }
    }

    @Test
    void aNameIsLookedUpAtTheSocketThatItsUriTells() {
        try (Daemon daemon = onSocket().start()) {
            PyroUri greeter = daemon.register(new Greeter(), "greeter");
            daemon.register(new OneName(greeter), "Pyro.NameServer");
            try (Proxy proxy = to(PyroUri.parse("PYRONAME:anything@./u:" + path)).build()) {

                assertThat(proxy.call("hello", "name")).isEqualTo("hello name");
                proxy.bind();
                assertThat(proxy.uri()).isEqualTo(greeter);
            }
        }
    }

    @Expose
    static class OneName {
        private final PyroUri uri;

        OneName(PyroUri uri) {
            this.uri = uri;
        }

        public PyroUri lookup(String name) {
            return uri;
        }
    }

    @Test
    @EnabledOnOs(value = OS.LINUX, disabledReason = "descriptors are counted in /proc")
    void manyConnectionsComeAndGoWithoutLeavingDescriptors() throws IOException {
        Path descriptors = Path.of("/proc/self/fd");
        try (Daemon daemon = onSocket().start()) {
            PyroUri uri = daemon.register(new Greeter());
            comeAndGo(uri, 20);
            long before = count(descriptors);

            comeAndGo(uri, 200);

            assertThat(count(descriptors)).isLessThan(before + 50);
        }
    }

    private static void comeAndGo(PyroUri uri, int times) {
        for (int i = 0; i < times; i++) {
            try (Proxy proxy = to(uri).timeout(Duration.ofSeconds(20)).build()) {
                assertThat(proxy.call("hello", "you")).isEqualTo("hello you");
            }
        }
    }

    private static long count(Path folder) throws IOException {
        try (var files = Files.list(folder)) {
            return files.count();
        }
    }

    @Test
    void theConnectionsOfAProxyThatReconnectsWorkAgain() {
        try (Daemon daemon = onSocket().start();
                Proxy proxy = to(daemon.register(new Greeter())).build()) {
            assertThat(proxy.call("hello", "one")).isEqualTo("hello one");
            proxy.release();

            assertThat(proxy.call("hello", "two")).isEqualTo("hello two");
        }
    }
}
