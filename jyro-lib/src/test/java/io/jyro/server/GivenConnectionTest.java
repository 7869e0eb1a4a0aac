package io.jyro.server;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import io.jyro.CallTimeoutException;
import io.jyro.CommunicationException;
import io.jyro.ConnectionClosedException;
import io.jyro.Dialect;
import io.jyro.Expose;
import io.jyro.Link;
import io.jyro.Oneway;
import io.jyro.Protocol;
import io.jyro.PyroConfig;
import io.jyro.PyroException;
import io.jyro.RemoteCallException;
import io.jyro.Serializer;
import io.jyro.TypeRef;
import io.jyro.client.Proxy;
import io.jyro.rpc.CallContext;
import io.jyro.rpc.Peer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Daemons and proxies at the two ends of a connection that both were given: docs/protocol.md, 3.12. */
class GivenConnectionTest {

    @Expose
    static class Room {
        private final List<String> kept = new ArrayList<>();
        private final CountDownLatch noted = new CountDownLatch(1);

        public String hello(String name) {
            return "hello " + name;
        }

        public void keep(List<String> values) {
            kept.addAll(values);
            values.clear();
        }

        public List<String> kept() {
            return kept;
        }

        @Oneway
        public void note() {
            noted.countDown();
        }

        public Iterator<Integer> numbers() {
            return List.of(1, 2, 3).iterator();
        }

        public void fails() {
            throw new IllegalStateException("on purpose");
        }

        public String dialect() {
            Peer client = CallContext.current().client();
            return client + " " + (client == null ? "" : client.dialect());
        }
    }

    @Expose
    static class Slow {
        private final CountDownLatch release = new CountDownLatch(1);

        public void waits() throws InterruptedException {
            release.await();
        }
    }

    /** What holds whatever the connection is. */
    abstract static class Contract {
        final Room room = new Room();

        abstract Daemon.Builder serve(Daemon.Builder builder);

        abstract Proxy.Builder call(Proxy.Builder builder);

        abstract String nameOfTheClient();

        final Daemon daemon() {
            return serve(Daemon.builder().config(PyroConfig.defaults())).start();
        }

        final Proxy.Builder proxy(String name) {
            return call(Proxy.builder(name).config(PyroConfig.defaults())
                    .timeout(Duration.ofSeconds(20)));
        }

        @ParameterizedTest
        @EnumSource(Protocol.class)
        void callsAreAnsweredInTheProtocolThatTheProxyWasTold(Protocol protocol) {
            try (Daemon daemon = daemon();
                    Proxy proxy = proxy("room").protocol(protocol).build()) {
                daemon.register(room, "room");
                Dialect expected = protocol == Protocol.V48 ? Dialect.V48 : Dialect.V502;

                assertThat(proxy.call("hello", "you")).isEqualTo("hello you");
                assertThat(proxy.call("dialect")).isEqualTo(nameOfTheClient() + " " + expected);
                assertThat(proxy.dialect()).isEqualTo(expected);
                assertThat(proxy.metadata().methods()).contains("hello", "numbers");
            }
        }

        @Test
        void theUriOfTheProxyIsPyros() {
            try (Proxy proxy = proxy("room").build()) {
                assertThat(proxy.uri()).hasToString("PYRO:room@<<connected-socket>>:0");
            }
        }

        @Test
        void everyKindOfCallWorks() throws InterruptedException {
            try (Daemon daemon = daemon(); Proxy proxy = proxy("room").build()) {
                daemon.register(room, "room");

                proxy.call("note");
                assertThat(room.noted.await(20, TimeUnit.SECONDS)).isTrue();
                try (var numbers = proxy.stream(Integer.class, "numbers")) {
                    assertThat(numbers).toIterable().containsExactly(1, 2, 3);
                }
                assertThat(proxy.batch().call("hello", "a").call("hello", "b").invoke())
                        .hasSize(2);
                assertThatThrownBy(() -> proxy.call("fails"))
                        .isInstanceOf(RemoteCallException.class)
                        .hasMessageContaining("on purpose");
                assertThat(proxy.call("hello", "still")).isEqualTo("hello still");
            }
        }

        @Test
        void valuesAreCopied() {
            List<String> mine = new ArrayList<>(List.of("a", "b"));
            try (Daemon daemon = daemon(); Proxy proxy = proxy("room").build()) {
                daemon.register(room, "room");

                proxy.call("keep", mine);
                List<String> theirs = proxy.call(new TypeRef<List<String>>() {}, "kept");

                assertThat(mine).containsExactly("a", "b");
                assertThat(theirs).containsExactly("a", "b").isNotSameAs(room.kept);
            }
        }

        @Test
        void muchDataGoesThroughInBothDirections() {
            String much = "x".repeat(3_000_000);
            try (Daemon daemon = daemon();
                    Proxy proxy = proxy("room").serializer(Serializer.MARSHAL).build()) {
                daemon.register(room, "room");

                assertThat(proxy.call("hello", much)).isEqualTo("hello " + much);
            }
        }

        @Test
        void anUnknownObjectIsAnErrorAndTheConnectionGoesOnForAnotherProxy() {
            try (Daemon daemon = daemon(); Proxy proxy = proxy("nobody").build()) {
                daemon.register(room, "room");

                assertThatThrownBy(proxy::bind).isInstanceOf(PyroException.class)
                        .hasMessageContaining("unknown object");
            }
        }

        @Test
        void aReleasedProxyCannotConnectAgainAndSaysWhy() {
            try (Daemon daemon = daemon(); Proxy proxy = proxy("room").build()) {
                daemon.register(room, "room");
                proxy.call("hello", "you");
                proxy.release();

                assertThatThrownBy(() -> proxy.call("hello", "again"))
                        .isInstanceOf(CommunicationException.class)
                        .hasMessageContaining("is gone")
                        .hasMessageContaining("make a new proxy");
            }
        }

        @Test
        void aCallThatTakesTooLongIsGivenUp() {
            Slow slow = new Slow();
            try (Daemon daemon = daemon();
                    Proxy proxy = proxy("slow").timeout(Duration.ofMillis(50)).build()) {
                daemon.register(slow, "slow");

                assertThatThrownBy(() -> proxy.call("waits"))
                        .isInstanceOf(CallTimeoutException.class);
                slow.release.countDown();
            }
        }

        @Test
        void aDaemonWithAKeyRefusesWhoCannotSign() {
            try (Daemon daemon = serve(Daemon.builder().config(PyroConfig.defaults())
                    .hmacKey(new byte[]{1, 2, 3})).start();
                    Proxy proxy = proxy("room").protocol(Protocol.V502)
                            .timeout(Duration.ofMillis(300)).build()) {
                daemon.register(room, "room");

                assertThatThrownBy(() -> proxy.call("hello", "you"))
                        .isInstanceOf(CommunicationException.class);
                daemon.requestLoop(); // it has ended
            }
        }

        @Test
        void signedCallsAreServed() {
            byte[] key = {1, 2, 3};
            try (Daemon daemon = serve(
                    Daemon.builder().config(PyroConfig.defaults()).hmacKey(key)).start();
                    Proxy proxy = proxy("room").hmacKey(key).build()) {
                daemon.register(room, "room");

                assertThat(proxy.call("hello", "you")).isEqualTo("hello you");
                assertThat(proxy.dialect()).isEqualTo(Dialect.V48);
            }
        }

        @Test
        void whoCallsBeforeTheObjectIsThereWaitsForIt() throws Exception {
            try (Daemon daemon = daemon(); Proxy proxy = proxy("room").build()) {
                CompletableFuture<Object> early = proxy.callAsync(Object.class, "hello", "early");

                daemon.register(room, "room");

                assertThat(early.get(20, TimeUnit.SECONDS)).isEqualTo("hello early");
            }
        }

        @Test
        void closingADaemonThatHasNothingToServeReturns() {
            try (Proxy proxy = proxy("room").timeout(Duration.ofSeconds(3)).build()) {
                CompletableFuture<Object> unanswered;
                try (Daemon daemon = daemon()) {
                    unanswered = proxy.callAsync(Object.class, "hello", "you");
                    assertThat(daemon.location()).isNotEmpty();
                }

                assertThatThrownBy(unanswered::join)
                        .hasCauseInstanceOf(CommunicationException.class);
            }
        }

        @Test
        void closingADaemonThatWaitsForARequestReturns() {
            Daemon daemon = daemon();

            daemon.close();
            daemon.close();

            daemon.requestLoop();
        }

        @Test
        void natIsRefused() {
            assertThatThrownBy(() -> serve(Daemon.builder().natHost("outside")).start())
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageStartingWith("cannot use nathost together with ");
        }

        @Test
        void aNatInTheEnvironmentIsIgnored() {
            try (Daemon daemon = serve(Daemon.builder().config(
                    PyroConfig.defaults().toBuilder().natHost("outside").build())).start()) {
                assertThat(daemon.uriFor("x").toString()).doesNotContain("outside");
            }
        }
    }

    /** Links within the process. */
    @Nested
    class Links extends Contract {
        private final Link link = Link.inProcess();

        @Override
        Daemon.Builder serve(Daemon.Builder builder) {
            return builder.link(link.one());
        }

        @Override
        Proxy.Builder call(Proxy.Builder builder) {
            return builder.link(link.other());
        }

        @Override
        String nameOfTheClient() {
            return "in-process link";
        }

        @Test
        void theDaemonEndsWhenTheProxyIsClosed() {
            try (Daemon daemon = daemon()) {
                daemon.register(room, "room");
                try (Proxy proxy = proxy("room").build()) {
                    proxy.call("hello", "you");
                }

                daemon.requestLoop();
            }
        }

        @Test
        void theDaemonEndsWhenAProxyIsClosedThatWasNeverUsed() {
            try (Daemon daemon = daemon()) {
                proxy("room").build().close();

                daemon.requestLoop();
            }
        }

        @Test
        void callsFailAtOnceWhenTheDaemonIsClosed() {
            try (Proxy proxy = proxy("room").timeout(Duration.ZERO).build()) {
                try (Daemon daemon = daemon()) {
                    daemon.register(room, "room");
                    proxy.call("hello", "you");
                }

                assertThatThrownBy(() -> proxy.call("hello", "you"))
                        .isInstanceOf(ConnectionClosedException.class);
            }
        }

        @Test
        void theLocationIsPyrosOfASocketWithoutName() {
            try (Daemon daemon = daemon()) {
                assertThat(daemon.location()).isEqualTo("./u:<<not-bound>>");
                assertThat(daemon.register(room, "room"))
                        .hasToString("PYRO:room@./u:<<not-bound>>");
                assertThat(daemon.port()).isZero();
            }
        }
    }

    /** Connected sockets of either kind. */
    abstract static class Sockets extends Contract {
        SocketChannel mine;
        SocketChannel theirs;

        abstract ServerSocketChannel listen() throws IOException;

        @BeforeEach
        void connect() throws IOException {
            try (ServerSocketChannel server = listen()) {
                SocketAddress address = server.getLocalAddress();
                mine = SocketChannel.open(address);
                theirs = server.accept();
            }
        }

        @AfterEach
        void close() throws IOException {
            mine.close();
            theirs.close();
        }

        @Override
        Daemon.Builder serve(Daemon.Builder builder) {
            return builder.connectedSocket(theirs);
        }

        @Override
        Proxy.Builder call(Proxy.Builder builder) {
            return builder.connectedSocket(mine);
        }

        @Test
        void closingBothEndsLeavesTheSocketsOpen() throws IOException {
            try (Daemon daemon = daemon(); Proxy proxy = proxy("room").build()) {
                daemon.register(room, "room");
                proxy.call("hello", "you");
            }

            mine.write(ByteBuffer.wrap(new byte[]{42}));
            ByteBuffer got = ByteBuffer.allocate(1);
            assertThat(theirs.read(got)).isEqualTo(1);
            assertThat(got.get(0)).isEqualTo((byte) 42);
            assertThat(mine.isBlocking()).isTrue();
        }

        @Test
        void oneProxyAfterTheOtherMayUseTheSocket() {
            try (Daemon daemon = daemon()) {
                daemon.register(room, "room");
                for (int i = 0; i < 3; i++) {
                    try (Proxy proxy = proxy("room").build()) {
                        assertThat(proxy.call("hello", "" + i)).isEqualTo("hello " + i);
                    }
                }
            }
        }

        @Test
        void oneDaemonAfterTheOtherMayUseTheSocket() {
            for (int i = 0; i < 3; i++) {
                try (Daemon daemon = daemon(); Proxy proxy = proxy("room").build()) {
                    daemon.register(room, "room");
                    assertThat(proxy.call("hello", "" + i)).isEqualTo("hello " + i);
                }
            }
        }

        @Test
        void theDaemonEndsWhenTheOtherEndIsClosed() throws IOException {
            try (Daemon daemon = daemon()) {
                mine.close();

                daemon.requestLoop();
            }
        }

        @Test
        void theDaemonEndsWhenItsSocketIsClosed() throws IOException {
            try (Daemon daemon = daemon()) {
                theirs.close();

                daemon.requestLoop();
            }
        }

        @Test
        void whoLeavesIsToldToTheHook() throws Exception {
            CompletableFuture<Object> left = new CompletableFuture<>();
            try (Daemon daemon = serve(Daemon.builder().config(PyroConfig.defaults())
                    .onDisconnect(left::complete)).start();
                    Proxy proxy = proxy("room").build()) {
                daemon.register(room, "room");
                proxy.call("hello", "you");
                String name = nameOfTheClient();
                mine.close();

                assertThat(left.get(20, TimeUnit.SECONDS)).hasToString(name);
            }
        }

        @Test
        void theDaemonsOwnObjectSaysSo() {
            try (Daemon daemon = daemon(); Proxy proxy = proxy("Pyro.Daemon").build()) {
                daemon.register(room, "room");

                assertThat(proxy.call(String.class, "info"))
                        .isEqualTo("Pyro.Daemon bound on " + daemon.location()
                                + ", NAT None, 2 objects registered. Servertype:"
                                + " <SocketServer_ExistingConnection on " + daemon.location()
                                + ">");
            }
        }

        @Test
        void whatIsNoMessageEndsTheDaemon() throws IOException {
            try (Daemon daemon = daemon()) {
                mine.write(ByteBuffer.wrap("GET / HTTP/1.1\r\n\r\n".getBytes(
                        StandardCharsets.US_ASCII)));

                daemon.requestLoop();
            }
        }

        @Test
        void aSocketThatIsNotConnectedIsRefusedWhenItIsNeeded() throws IOException {
            try (SocketChannel channel = SocketChannel.open()) {
                assertThatThrownBy(() -> Daemon.builder().connectedSocket(channel).start())
                        .isInstanceOf(CommunicationException.class)
                        .hasMessageContaining("not connected");
                assertThatThrownBy(() -> Proxy.builder("x").connectedSocket(channel).build())
                        .isInstanceOf(CommunicationException.class)
                        .hasMessageContaining("not connected");
            }
        }
    }

    /** Of TCP. */
    @Nested
    class TcpSockets extends Sockets {
        @Override
        ServerSocketChannel listen() throws IOException {
            return ServerSocketChannel.open()
                    .bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        }

        @Override
        String nameOfTheClient() {
            try {
                return "connected socket to 127.0.0.1:"
                        + ((InetSocketAddress) mine.getLocalAddress()).getPort();
            } catch (IOException e) {
                return "connected socket to " + e;
            }
        }

        @Test
        void theLocationIsThisEndsAddress() throws IOException {
            try (Daemon daemon = daemon()) {
                assertThat(daemon.location()).isEqualTo("127.0.0.1:"
                        + ((InetSocketAddress) theirs.getLocalAddress()).getPort());
            }
        }
    }

    /** Of Unix domain sockets. */
    @Nested
    class UnixSockets extends Sockets {
        @TempDir
        private Path directory;

        @Override
        ServerSocketChannel listen() throws IOException {
            return ServerSocketChannel.open(StandardProtocolFamily.UNIX)
                    .bind(UnixDomainSocketAddress.of(directory.resolve("s")));
        }

        @Override
        String nameOfTheClient() {
            return "connected socket";
        }
    }

    @Test
    void aUriOfAConnectedSocketLeadsNowhereElse() {
        try (Proxy proxy = Proxy.of("PYRO:room@<<connected-socket>>:0")) {
            assertThatThrownBy(proxy::bind).isInstanceOf(PyroException.class)
                    .hasMessageContaining("only over the socket that it was given");
        }
    }

    @Test
    void aNameThatCannotStandInAUriIsRefused() {
        assertThatThrownBy(() -> Proxy.builder("two words").link(Link.inProcess().one()).build())
                .isInstanceOf(PyroException.class).hasMessageContaining("invalid uri");
    }
}
