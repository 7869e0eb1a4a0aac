package io.jyro.client.exchange;

import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;

import io.jyro.CommunicationException;
import io.jyro.Expose;
import io.jyro.Link;
import io.jyro.Protocol;
import io.jyro.PyroConfig;
import io.jyro.PyroUri;
import io.jyro.client.NameServer;
import io.jyro.client.Proxy;
import io.jyro.client.Relay;
import io.jyro.server.Daemon;
import io.jyro.server.ServedClient;
import io.jyro.tls.Certificates;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** A connection that the daemon closed while no call was made is replaced by the next call, which does not notice. */
@Timeout(60)
class ClosedWhileIdleTest {
    /** Counts its calls. */
    @Expose
    public static class Service {
        private final AtomicInteger calls = new AtomicInteger();
        private final CountDownLatch called = new CountDownLatch(2);

        public int count() {
            int count = calls.incrementAndGet();
            called.countDown();
            return count;
        }
    }

    enum Transport {
        TCP, TLS, UNIX
    }

    enum Manner {
        CALL, FUTURE, ONEWAY, VIRTUAL_THREAD
    }

    private final Service service = new Service();
    @TempDir
    private Path directory;

    private static Stream<Arguments> all() {
        return Stream.of(Transport.values()).flatMap(transport -> Stream.of(Manner.values())
                .map(manner -> Arguments.of(transport, manner)));
    }

    private Daemon daemon(Transport transport, Certificates certificates) {
        Daemon.Builder builder = Daemon.builder().config(PyroConfig.defaults());
        return (switch (transport) {
            case TCP -> builder.host("localhost");
            case TLS -> builder.host("localhost").tls(certificates.server().build());
            case UNIX -> builder.unixSocket(directory.resolve("daemon").toString());
        }).start();
    }

    private static void call(Proxy proxy, Manner manner) throws Exception {
        switch (manner) {
            case CALL -> proxy.call("count");
            case FUTURE -> proxy.callAsync("count").get(20, TimeUnit.SECONDS);
            case ONEWAY -> proxy.callOneway("count");
            case VIRTUAL_THREAD -> {
                AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
                Thread caller = Thread.ofVirtual().unstarted(() -> proxy.call("count"));
                caller.setUncaughtExceptionHandler((thread, e) -> failure.set(e));
                caller.start();
                caller.join();
                assertThat(failure).hasNullValue();
            }
        }
    }

    // The daemon has closed its end when it knows its clients no more; then the connection has to be silent for a moment.
    private static void closeAll(Daemon daemon) {
        while (!daemon.clients().isEmpty()) {
            daemon.clients().forEach(ServedClient::close);
            Thread.onSpinWait();
        }
        awaitSilence();
    }

    private static void awaitSilence() {
        Idleness idleness = Idleness.towardJyro();
        while (!idleness.isLong(System.nanoTime())) {
            Thread.onSpinWait();
        }
    }

    @ParameterizedTest
    @MethodSource("all")
    void theNextCallTakesANewConnection(Transport transport, Manner manner) throws Exception {
        Certificates certificates = new Certificates(directory);
        try (Daemon daemon = daemon(transport, certificates)) {
            PyroUri uri = daemon.register(service, "service");
            Proxy.Builder builder = Proxy.builder(uri).config(PyroConfig.defaults());
            try (Proxy proxy = (transport == Transport.TLS
                    ? builder.tls(certificates.anonymous().build())
                    : builder).build()) {
                assertThat(proxy.call("count")).isEqualTo(1);
                closeAll(daemon);

                call(proxy, manner);
                assertThat(service.called.await(20, TimeUnit.SECONDS)).isTrue();

                assertThat(service.calls).hasValue(2);
                assertThat(proxy.call("count")).isEqualTo(3);
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Manner.class)
    void soItIsTowardAStockDaemon(Manner manner) throws Exception {
        try (Daemon daemon = daemon(Transport.TCP, new Certificates(directory))) {
            PyroUri uri = daemon.register(service, "service");
            try (Relay relay = Relay.stock(uri.port());
                    Proxy proxy = Proxy.builder(relay.uri(uri)).config(PyroConfig.defaults())
                            .build()) {
                assertThat(proxy.call("count")).isEqualTo(1);
                closeAll(daemon);
                relay.awaitEnd();

                call(proxy, manner);
                assertThat(service.called.await(20, TimeUnit.SECONDS)).isTrue();

                assertThat(service.calls).hasValue(2);
                assertThat(proxy.call("count")).isEqualTo(3);
            }
        }
    }

    @ParameterizedTest
    @EnumSource(value = Protocol.class, names = {"V48", "V502"})
    void aRestartOfTheDaemonIsNotNoticed(Protocol protocol) {
        int port;
        Proxy proxy;
        try (Daemon daemon = daemon(Transport.TCP, new Certificates(directory))) {
            PyroUri uri = daemon.register(service, "service");
            port = uri.port();
            proxy = Proxy.builder(uri).config(PyroConfig.defaults()).protocol(protocol).build();
            assertThat(proxy.call("count")).isEqualTo(1);
        }
        try (proxy;
                Daemon again = Daemon.builder().config(PyroConfig.defaults())
                        .host("localhost").port(port).start()) {
            again.register(service, "service");
            awaitSilence();

            assertThat(proxy.call("count")).isEqualTo(2);
        }
    }

    /** As much of a name server as a client needs to find it. */
    @Expose
    public static class Names {
        public void ping() {}

        public int count() {
            return 7;
        }
    }

    @Test
    void aClientOfTheNameServerDoesNotNoticeEither() throws Exception {
        try (Daemon daemon = daemon(Transport.TCP, new Certificates(directory))) {
            PyroUri uri = daemon.register(new Names(), "Pyro.NameServer");
            try (NameServer names = NameServer.locate("localhost", uri.port(),
                    PyroConfig.defaults())) {
                assertThat(names.count()).isEqualTo(7);
                closeAll(daemon);

                assertThat(names.count()).isEqualTo(7);
            }
        }
    }

    @Test
    void aConnectionThatWasJustUsedIsNotLookedAt() {
        Idleness idleness = Idleness.towardJyro();
        long now = System.nanoTime();
        long moment = TimeUnit.MILLISECONDS.toNanos(100);

        idleness.used(now);

        assertThat(idleness.isLong(now + moment)).isFalse();
        assertThat(idleness.isLong(now + moment + 1)).isTrue();
        idleness.used(now + moment);
        assertThat(idleness.isLong(now + moment + 1)).isFalse();
    }

    @Test
    void aConnectionThatIsStillGoodIsKept() throws Exception {
        try (Daemon daemon = daemon(Transport.TCP, new Certificates(directory))) {
            PyroUri uri = daemon.register(service, "service");
            try (Relay relay = Relay.transparent(uri.port());
                    Proxy proxy = Proxy.builder(relay.uri(uri)).config(PyroConfig.defaults())
                            .build()) {
                for (int i = 1; i <= 5; i++) {
                    awaitSilence();
                    assertThat(proxy.call("count")).isEqualTo(i);
                }

                assertThat(relay.connections()).isEqualTo(1);
            }
        }
    }

    @Test
    void aGivenConnectionCannotBeReplacedAndNothingIsSentOverIt() {
        Link link = Link.inProcess();
        Proxy proxy = Proxy.builder("service").config(PyroConfig.defaults()).link(link.other())
                .build();
        try (Daemon daemon = Daemon.builder().config(PyroConfig.defaults()).link(link.one())
                .start()) {
            daemon.register(service, "service");
            assertThat(proxy.call("count")).isEqualTo(1);
        }
        awaitSilence();

        assertThatThrownBy(() -> proxy.call("count")).isInstanceOf(CommunicationException.class)
                .hasMessageContaining("is gone");
    }
}
