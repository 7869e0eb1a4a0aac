package io.jyro.client;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;

import io.jyro.CommunicationException;
import io.jyro.Expose;
import io.jyro.PyroConfig;
import io.jyro.PyroUri;
import io.jyro.client.link.Call;
import io.jyro.client.link.ConnectionsByThread.Policy;
import io.jyro.client.link.DaemonLink;
import io.jyro.client.link.SharedLinks;
import io.jyro.rpc.CallContext;
import io.jyro.rpc.Metadata;
import io.jyro.rpc.Peer;
import io.jyro.server.Daemon;
import io.jyro.server.ServedClient;
import io.jyro.tls.Certificates;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/** Callers that share a proxy to a daemon of Jyro are spread over several connections when they meet, and stay one client. */
@Timeout(20)
class SpreadCallersTest {
    // One wait is enough, so that two calls that last are; looks and pauses do not come during a test.
    private static final Policy EAGER = new Policy(1, Duration.ofDays(1), Duration.ofDays(1),
            Duration.ofDays(1));
    private static final Policy SOON_IDLE = new Policy(1, Duration.ofDays(1),
            Duration.ofMillis(20), Duration.ofDays(1));

    enum Transport {
        TCP, TLS, UNIX, HMAC
    }

    /** Lets calls last, and notes who makes them. */
    @Expose
    public static class Service {
        private final Set<Peer> clients = ConcurrentHashMap.newKeySet();
        private final AtomicInteger inside = new AtomicInteger();
        private final AtomicInteger closed = new AtomicInteger();
        private volatile CountDownLatch released = new CountDownLatch(1);

        public void hold() throws InterruptedException {
            inside.incrementAndGet();
            released.await();
        }

        public int echo(int value) {
            clients.add(Objects.requireNonNull(CallContext.current().client()));
            return value;
        }

        public void track() {
            CallContext.current().trackResource(closed::incrementAndGet);
        }
    }

    private final Service service = new Service();
    private final List<Thread> callers = new ArrayList<>();
    private final List<AutoCloseable> open = new ArrayList<>();
    @TempDir
    private Path directory;

    @AfterEach
    void closeAll() throws Exception {
        service.released.countDown();
        for (AutoCloseable each : open.reversed()) {
            each.close();
        }
        for (Thread each : callers) {
            each.join();
        }
    }

    private Daemon daemon(PyroConfig.Builder config) {
        Daemon daemon = Daemon.builder().config(config.build()).host("localhost")
                .register(service, "service").start();
        open.add(daemon);
        return daemon;
    }

    private static PyroConfig.Builder config() {
        return PyroConfig.builder();
    }

    private DaemonLink link(Daemon daemon, Policy policy) {
        ProxyDraft draft = ProxyDraft.of(daemon.uriFor("service"));
        draft.connections(2);
        return link(daemon.uriFor("service"), draft, policy);
    }

    private DaemonLink link(PyroUri uri, ProxyDraft draft, Policy policy) {
        DaemonLink link = new DaemonLink(uri, Metadata.NONE, draft.settings(Proxy.SERVICES), null,
                new SharedLinks(PyroConfig.defaults(), Proxy.SERVICES), policy);
        open.add(link::close);
        return link;
    }

    private static @Nullable Object call(DaemonLink link, String method,
            @Nullable Object... arguments) {
        return new Invoker(link, link.settings()).invoke(Call.of(method, arguments));
    }

    private void start(Runnable calling) {
        callers.add(Thread.ofPlatform().start(calling));
    }

    /** Two calls that last: one of them waits while the other reads. */
    private void meet(DaemonLink link) {
        int before = service.inside.get();
        start(() -> call(link, "hold"));
        start(() -> call(link, "hold"));
        await(() -> service.inside.get() == before + 2);
    }

    private void meetUntil(DaemonLink link, Daemon daemon, int connections) {
        meet(link);
        await(() -> daemon.clients().size() == connections);
        service.released.countDown();
        await(() -> Integer.valueOf(1).equals(call(link, "echo", 1)));
    }

    private static void await(BooleanSupplier condition) {
        while (!condition.getAsBoolean()) {
            if (Thread.currentThread().isInterrupted()) {
                throw new IllegalStateException("it did not come true in time");
            }
            Thread.onSpinWait();
        }
    }

    /** Calls from as many threads as it takes until all connections were used. */
    private void useAll(Daemon daemon, DaemonLink link, String method,
            @Nullable Object... arguments)
            throws InterruptedException {
        List<ServedClient> all = daemon.clients();
        List<Long> before = all.stream().map(ServedClient::calls).toList();
        while (IntStream.range(0, all.size())
                .anyMatch(i -> all.get(i).calls() == before.get(i))) {
            Thread caller = Thread.ofPlatform().start(() -> call(link, method, arguments));
            caller.join();
        }
    }

    @ParameterizedTest
    @EnumSource
    void callersThatMeetGetASecondConnection(Transport transport) {
        Certificates certificates = new Certificates(directory);
        Daemon.Builder builder = Daemon.builder().register(service, "service");
        PyroConfig.Builder settings = PyroConfig.builder();
        switch (transport) {
            case TCP -> builder.host("localhost");
            case TLS -> builder.host("localhost").tls(certificates.server().build());
            case UNIX -> builder.unixSocket(directory.resolve("daemon"));
            case HMAC -> {
                builder.host("localhost");
                settings.hmacKey("secret");
            }
        }
        Daemon daemon = builder.config(settings.build()).start();
        open.add(daemon);
        PyroUri uri = daemon.uriFor("service");
        ProxyDraft draft = ProxyDraft.of(uri);
        draft.config(settings.build());
        draft.connections(2);
        if (transport == Transport.TLS) {
            draft.tls(certificates.client().build());
        }
        DaemonLink link = link(uri, draft, EAGER);

        meetUntil(link, daemon, 2);

        assertThat(daemon.clients()).hasSize(2);
    }

    @Test
    void threadsThatCallAllTheTimeGetFurtherConnections() {
        Daemon daemon = daemon(config());
        AtomicBoolean over = new AtomicBoolean();
        try (Proxy proxy = Proxy.of(daemon.uriFor("service"))) {
            for (int i = 0; i < 8; i++) {
                start(() -> {
                    while (!over.get()) {
                        proxy.call("echo", 1);
                    }
                });
            }
            await(() -> daemon.clients().size() > 1);
            over.set(true);
            await(() -> callers.stream().noneMatch(Thread::isAlive));
        }
        await(() -> daemon.clients().isEmpty());
    }

    @Test
    void aLoneCallerStaysOnOne() {
        Daemon daemon = daemon(config());
        DaemonLink link = link(daemon, EAGER);

        for (int i = 0; i < 1000; i++) {
            call(link, "echo", i);
        }

        assertThat(daemon.clients()).hasSize(1);
    }

    @Test
    void allConnectionsAreOneClient() throws Exception {
        Daemon daemon = daemon(config());
        DaemonLink link = link(daemon, EAGER);
        meetUntil(link, daemon, 2);

        useAll(daemon, link, "echo", 1);

        assertThat(service.clients).hasSize(1);
    }

    @Test
    void whatACallTracksOutlastsItsConnection() throws Exception {
        Daemon daemon = daemon(config());
        DaemonLink link = link(daemon, SOON_IDLE);
        boolean tracked = false;
        while (!tracked) { // the second may be gone before it was used
            service.released = new CountDownLatch(1);
            meet(link);
            await(() -> daemon.clients().size() == 2);
            service.released.countDown();
            ServedClient second = daemon.clients().stream()
                    .max((a, b) -> a.since().compareTo(b.since())).orElseThrow();
            for (int i = 0; i < 10; i++) {
                Thread caller = Thread.ofPlatform().start(() -> call(link, "track"));
                caller.join();
            }
            tracked = second.calls() > 0;
            await(() -> daemon.clients().size() == 1);
        }

        assertThat(service.closed).hasValue(0);
        link.close();
        await(() -> service.closed.get() >= 10);
    }

    @Test
    void unusedConnectionsAreClosed() {
        Daemon daemon = daemon(config());
        DaemonLink link = link(daemon, SOON_IDLE);
        meet(link);
        await(() -> daemon.clients().size() == 2);

        await(() -> daemon.clients().size() == 1); // although a call on it may still run
        service.released.countDown();

        assertThat(call(link, "echo", 7)).isEqualTo(7);
    }

    @Test
    void aSessionHasOneConnection() {
        Daemon daemon = daemon(config());
        daemon.register(Service.class, "session");
        DaemonLink link = link(daemon.uriFor("session"), ProxyDraft.of(daemon.uriFor("session")),
                EAGER);

        assertThat(link.connectedNow().mayHaveFurther()).isFalse();
        assertThat(link(daemon, EAGER).connectedNow().mayHaveFurther()).isTrue();
    }

    @Test
    void whoseUserWantsOneConnectionHasOne() {
        Daemon daemon = daemon(config());
        ProxyDraft draft = ProxyDraft.of(daemon.uriFor("service"));
        draft.connections(1);
        DaemonLink link = link(daemon.uriFor("service"), draft, EAGER);

        assertThat(link.connectedNow().mayHaveFurther()).isFalse();
    }

    @Test
    void futuresAndOnewayCallsAndBatchesStayOnTheFirst() throws Exception {
        Daemon daemon = daemon(config());
        DaemonLink link = link(daemon, EAGER);
        call(link, "echo", 1);
        ServedClient first = daemon.clients().get(0);
        meetUntil(link, daemon, 2);
        Invoker invoker = new Invoker(link, link.settings());
        long others = callsBeside(first, daemon);

        for (int i = 0; i < 20; i++) {
            Thread caller = Thread.ofPlatform().start(() -> {
                invoker.later(Call.of("echo", new @Nullable Object[]{1}), int.class).join();
                invoker.reply(Call.of("echo", new @Nullable Object[]{1}).oneway());
                new Batch(invoker).call("echo", 1).invoke();
            });
            caller.join();
        }

        assertThat(callsBeside(first, daemon)).isEqualTo(others);
    }

    private static long callsBeside(ServedClient first, Daemon daemon) {
        return daemon.clients().stream().filter(each -> !each.equals(first))
                .mapToLong(ServedClient::calls).sum();
    }

    @Test
    void closingClosesAll() {
        Daemon daemon = daemon(config());
        DaemonLink link = link(daemon, EAGER);
        meetUntil(link, daemon, 2);

        link.close();

        await(() -> daemon.clients().isEmpty());
    }

    @Test
    void releasingClosesAllAndCallersThatMeetGetAnotherAgain() {
        Daemon daemon = daemon(config());
        DaemonLink link = link(daemon, EAGER);
        meetUntil(link, daemon, 2);

        link.release();
        await(() -> daemon.clients().isEmpty());
        service.released = new CountDownLatch(1);

        meetUntil(link, daemon, 2);
    }

    @Test
    void closingOneInTheDaemonClosesAllOfTheClient() {
        Daemon daemon = daemon(config());
        DaemonLink link = link(daemon, EAGER);
        meetUntil(link, daemon, 2);

        daemon.clients().stream().max((a, b) -> a.since().compareTo(b.since())).orElseThrow()
                .close();

        await(() -> daemon.clients().isEmpty());
        await(() -> works(link));
    }

    @Test
    void anotherDaemonInItsPlaceGetsFurtherConnectionsOfItsOwn() {
        Daemon before = daemon(config());
        DaemonLink link = link(before, EAGER);
        meetUntil(link, before, 2);
        int port = before.uriFor("service").port();
        before.close();
        Daemon after = Daemon.builder().config(PyroConfig.defaults()).host("localhost").port(port)
                .register(service, "service").start();
        open.add(after);
        service.released = new CountDownLatch(1);

        await(() -> works(link));
        assertThat(after.clients()).hasSize(1);
        meetUntil(link, after, 2);
    }

    private static boolean works(DaemonLink link) {
        try {
            return Integer.valueOf(1).equals(call(link, "echo", 1));
        } catch (CommunicationException e) {
            return false;
        }
    }

    @Test
    void aDaemonWithoutPlentyOfRoomServesAllOverOne() {
        Daemon daemon = daemon(config().maxConnections(2));
        DaemonLink link = link(daemon, EAGER);
        link.connectedNow();
        ServedClient first = daemon.clients().get(0);

        meet(link);
        service.released.countDown();

        assertThat(call(link, "echo", 1)).isEqualTo(1);
        await(() -> daemon.clients().equals(List.of(first))); // a second may have come and been told to go
    }

    @Test
    void theFirstIsNotIdleWhileAnotherIsOpen() {
        Daemon daemon = daemon(config().idleTimeout(Duration.ofMillis(200)));
        DaemonLink link = link(daemon, EAGER);
        link.connectedNow();
        ServedClient first = daemon.clients().get(0);
        meet(link);
        while (daemon.clients().stream()
                .noneMatch(each -> !each.equals(first) && each.running() > 0)) {
            call(link, "echo", 1);
            start(() -> call(link, "hold"));
            await(() -> callers.size() == service.inside.get());
        }
        DaemonLink silent = link(daemon, EAGER);
        silent.connectedNow();
        ServedClient other = daemon.clients().stream()
                .max((a, b) -> a.since().compareTo(b.since())).orElseThrow();
        await(() -> !daemon.clients().contains(other));

        assertThat(daemon.clients()).contains(first);
    }
}
