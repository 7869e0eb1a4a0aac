package io.jyro.client;

import java.net.InetSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

import io.jyro.CommunicationException;
import io.jyro.Expose;
import io.jyro.Link;
import io.jyro.PyroConfig;
import io.jyro.PyroUri;
import io.jyro.server.Daemon;
import io.jyro.tls.Certificates;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Interrupting one caller of a shared proxy does not fail the calls of others. */
@Timeout(60)
class InterruptedCallersTest {
    private static final int CALLERS = 6;
    private static final int INTERRUPTS = 96;

    /** Is there to be called. */
    @Expose
    public static class Service {
        private final Semaphore entered = new Semaphore(0);
        private final CountDownLatch goOn = new CountDownLatch(1);
        private final AtomicInteger counted = new AtomicInteger();

        public String echo(String text) {
            return text;
        }

        public String slowEcho(String text) {
            LockSupport.parkNanos(300_000);
            return text;
        }

        public String hang(String text) throws InterruptedException {
            entered.release();
            goOn.await();
            return text;
        }

        public int size(byte[] bytes) {
            return bytes.length;
        }

        public int count() {
            return counted.incrementAndGet();
        }
    }

    private final Service service = new Service();
    private final List<AutoCloseable> open = new ArrayList<>();
    @TempDir
    @SuppressWarnings("NullAway.Init") // by JUnit
    private Path directory;

    @AfterEach
    void close() throws Exception {
        service.goOn.countDown();
        for (AutoCloseable each : open.reversed()) {
            each.close();
        }
    }

    private <T extends AutoCloseable> T closedLater(T one) {
        open.add(one);
        return one;
    }

    private PyroUri serve(Daemon.Builder builder) {
        return closedLater(builder.config(PyroConfig.defaults()).start()).register(service,
                "service");
    }

    private PyroUri serve() {
        return serve(Daemon.builder().host("localhost"));
    }

    private Relay relay(PyroUri uri, boolean stock) {
        return closedLater(stock ? Relay.stock(uri.port()) : Relay.transparent(uri.port()));
    }

    private Proxy proxy(PyroUri uri) {
        return closedLater(Proxy.builder(uri).config(PyroConfig.defaults()).build());
    }

    private Proxy proxy(Proxy.Builder builder) {
        return closedLater(builder.config(PyroConfig.defaults()).build());
    }

    @ParameterizedTest
    @CsvSource({"false, false", "false, true", "true, false", "true, true"})
    void overTcp(boolean stock, boolean virtual) throws Exception {
        PyroUri uri = serve();

        storm(proxy(relay(uri, stock).uri(uri)), virtual);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void overTcpWithATimeout(boolean virtual) throws Exception {
        storm(proxy(Proxy.builder(serve()).timeout(Duration.ofSeconds(30))), virtual);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void overTls(boolean virtual) throws Exception {
        Certificates certificates = new Certificates(directory);
        PyroUri uri = serve(Daemon.builder().host("localhost").tls(certificates.server().build()));

        storm(proxy(Proxy.builder(uri).tls(certificates.anonymous().build())), virtual);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void overUnixSockets(boolean virtual) throws Exception {
        PyroUri uri = serve(Daemon.builder().unixSocket(directory.resolve("s")));

        storm(proxy(uri), virtual);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void overAChannelOfTheUser(boolean virtual) throws Exception {
        try (ServerSocketChannel server = ServerSocketChannel.open()
                .bind(new InetSocketAddress("localhost", 0))) {
            SocketChannel mine = closedLater(SocketChannel.open(server.getLocalAddress()));
            SocketChannel theirs = closedLater(server.accept());
            closedLater(Daemon.builder().config(PyroConfig.defaults()).connectedSocket(theirs)
                    .start()).register(service, "service");

            storm(proxy(Proxy.builder("service").connectedSocket(mine)), virtual);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void overALink(boolean virtual) throws Exception {
        Link link = Link.inProcess();
        closedLater(Daemon.builder().config(PyroConfig.defaults()).link(link.one()).start())
                .register(service, "service");

        storm(proxy(Proxy.builder("service").link(link.other())), virtual);
    }

    /** One caller is interrupted again and again, in whatever its call is doing. */
    private static void storm(Proxy proxy, boolean virtual) throws Exception {
        AtomicBoolean over = new AtomicBoolean();
        Semaphore noticed = new Semaphore(0);
        List<CompletableFuture<String>> others = new ArrayList<>();
        for (int caller = 0; caller < CALLERS; caller++) {
            int number = caller;
            others.add(on(virtual, () -> callUntil(over, proxy, "of " + number + "/")));
        }
        CompletableFuture<Thread> thread = new CompletableFuture<>();
        CompletableFuture<String> victim = on(virtual, () -> {
            thread.complete(Thread.currentThread());
            for (int i = 0; !over.get(); i++) {
                try {
                    String text = "of the victim/" + i;
                    assertThat(proxy.call(i % 2 == 0 ? "echo" : "slowEcho", text)).isEqualTo(text);
                } catch (CommunicationException e) {
                    assertThat(e).hasMessageContaining("interrupted");
                }
                if (Thread.interrupted()) {
                    noticed.release();
                }
            }
            return "";
        });

        Random random = new Random(42);
        for (int i = 0; i < INTERRUPTS; i++) {
            LockSupport.parkNanos(random.nextInt(1_500_000));
            thread.get().interrupt();
            noticed.acquire();
        }
        over.set(true);

        for (CompletableFuture<String> other : others) {
            assertThat(other.get(20, TimeUnit.SECONDS)).isEmpty();
        }
        victim.get(20, TimeUnit.SECONDS);
    }

    // Says what went wrong.
    private static String callUntil(AtomicBoolean over, Proxy proxy, String name) {
        for (int i = 0; !over.get(); i++) {
            String text = name + i;
            Object reply = proxy.call(i % 3 == 0 ? "slowEcho" : "echo", text);
            if (!text.equals(reply)) {
                return text + " was answered with " + reply;
            }
        }
        return "";
    }

    private interface Work {
        String run() throws Exception;
    }

    private static CompletableFuture<String> on(boolean virtual, Work work) {
        return on(virtual, new CompletableFuture<>(), work);
    }

    private static CompletableFuture<String> on(boolean virtual, CompletableFuture<Thread> thread,
            Work work) {
        CompletableFuture<String> done = new CompletableFuture<>();
        (virtual ? Thread.ofVirtual() : Thread.ofPlatform().daemon()).start(() -> {
            thread.complete(Thread.currentThread());
            try {
                done.complete(work.run());
            } catch (Throwable e) {
                done.completeExceptionally(e);
            }
        });
        return done;
    }

    private static String result(CompletableFuture<String> call) throws Exception {
        return call.get(20, TimeUnit.SECONDS);
    }

    private CompletableFuture<String> hang(boolean virtual, CompletableFuture<Thread> thread,
            Proxy proxy, String text) throws InterruptedException {
        CompletableFuture<String> call = on(virtual, thread,
                () -> proxy.call(String.class, "hang", text));
        service.entered.acquire();
        return call;
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aCallerThatReadsForOthersLeavesThatToThem(boolean virtual) throws Exception {
        PyroUri uri = serve();
        Relay relay = relay(uri, false);
        Proxy proxy = proxy(relay.uri(uri));
        CompletableFuture<Thread> reader = new CompletableFuture<>();
        CompletableFuture<String> reading = hang(virtual, reader, proxy, "one");
        CompletableFuture<String> waiting = hang(virtual, new CompletableFuture<>(), proxy, "two");

        reader.get().interrupt();
        assertThat(proxy.call("echo", "three")).isEqualTo("three");

        assertThatThrownBy(() -> result(reading))
                .hasRootCauseInstanceOf(CommunicationException.class)
                .hasMessageContaining("interrupted").hasMessageContaining("may have run");
        service.goOn.countDown();
        assertThat(result(waiting)).isEqualTo("two");
        assertThat(relay.connections()).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource({"false, false", "false, true", "true, false", "true, true"})
    void theOnlyCallerIsReleasedAtOnceAndTheNextOneConnectsAgain(boolean stock, boolean virtual)
            throws Exception {
        PyroUri uri = serve();
        Proxy proxy = proxy(relay(uri, stock).uri(uri));
        CompletableFuture<Thread> caller = new CompletableFuture<>();
        CompletableFuture<String> alone = hang(virtual, caller, proxy, "one");

        caller.get().interrupt();

        assertThatThrownBy(() -> result(alone)).hasMessageContaining("interrupted")
                .hasMessageContaining("may have run");
        assertThat(proxy.call("echo", "two")).isEqualTo("two");
    }

    @Test
    void anInterruptedReaderIsReleasedWhenTheLastOtherCallerGivesUp() throws Exception {
        Proxy proxy = proxy(serve());
        CompletableFuture<Thread> reader = new CompletableFuture<>();
        CompletableFuture<Thread> other = new CompletableFuture<>();
        CompletableFuture<String> reading = hang(false, reader, proxy, "one");
        CompletableFuture<String> waiting = hang(false, other, proxy, "two");

        reader.get().interrupt();
        other.get().interrupt();

        assertThatThrownBy(() -> result(waiting)).hasMessageContaining("interrupted");
        assertThatThrownBy(() -> result(reading)).hasMessageContaining("interrupted");
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aCallThatWaitsForItsTurnOnAConnectionThatIsClosedTakesAnother(boolean virtual)
            throws Exception {
        PyroUri uri = serve();
        Relay relay = relay(uri, true);
        Proxy proxy = proxy(relay.uri(uri));
        CompletableFuture<Thread> first = new CompletableFuture<>();
        CompletableFuture<Thread> second = new CompletableFuture<>();
        CompletableFuture<String> inItsTurn = hang(virtual, first, proxy, "one");
        CompletableFuture<String> waiting = on(virtual, second,
                () -> proxy.call("count") + " time");
        awaitBlocked(second.get());

        first.get().interrupt();

        assertThatThrownBy(() -> result(inItsTurn)).hasMessageContaining("may have run");
        assertThat(result(waiting)).isEqualTo("1 time");
        assertThat(relay.connections()).isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aCallThatIsInterruptedBeforeItsTurnIsNotSent(boolean virtual) throws Exception {
        PyroUri uri = serve();
        Relay relay = relay(uri, true);
        Proxy proxy = proxy(relay.uri(uri));
        CompletableFuture<Thread> second = new CompletableFuture<>();
        CompletableFuture<String> inItsTurn = hang(virtual, new CompletableFuture<>(), proxy,
                "one");
        CompletableFuture<String> waiting = on(virtual, second,
                () -> proxy.call("count") + " time");
        awaitBlocked(second.get());

        second.get().interrupt();

        assertThatThrownBy(() -> result(waiting)).hasMessageContaining("was not sent");
        service.goOn.countDown();
        assertThat(result(inItsTurn)).isEqualTo("one");
        assertThat(proxy.call("count")).isEqualTo(1);
        assertThat(relay.connections()).isEqualTo(1);
    }

    private static void awaitBlocked(Thread thread) {
        while (thread.getState() != Thread.State.WAITING
                && thread.getState() != Thread.State.TIMED_WAITING) {
            Thread.onSpinWait();
        }
    }

    @ParameterizedTest
    @CsvSource({"false, false", "false, true", "true, false", "true, true"})
    void aCallerThatWritesSpoilsNoMessage(boolean stock, boolean virtual) throws Exception {
        PyroUri uri = serve();
        Relay relay = relay(uri, stock);
        Proxy proxy = proxy(relay.uri(uri));
        proxy.bind();
        relay.stop();
        CompletableFuture<Thread> writer = new CompletableFuture<>();
        CompletableFuture<String> writing = on(virtual, writer,
                () -> proxy.call("size", (Object) new byte[20_000_000]) + " bytes");
        writer.get();
        CompletableFuture<String> other = on(virtual,
                () -> proxy.call(String.class, "echo", "after it"));

        writer.get().interrupt();
        relay.goOn();

        assertThat(result(other)).isEqualTo("after it");
        assertThat(writing.handle((size, e) -> e == null ? size : String.valueOf(e.getMessage()))
                .get(20, TimeUnit.SECONDS)).containsAnyOf("20000000 bytes", "interrupted");
    }

    @ParameterizedTest
    @CsvSource({"false, false", "false, true", "true, false", "true, true"})
    void aCallerThatConnectsFailsNobodyWhoWaitsForThat(boolean stock, boolean virtual)
            throws Exception {
        PyroUri uri = serve();
        Relay relay = relay(uri, stock);
        Proxy proxy = proxy(relay.uri(uri));
        relay.stop();
        CompletableFuture<Thread> first = new CompletableFuture<>();
        CompletableFuture<Thread> second = new CompletableFuture<>();
        CompletableFuture<String> connecting = on(virtual, first,
                () -> proxy.call(String.class, "echo", "one"));
        relay.awaitClient();
        CompletableFuture<String> waiting = on(virtual, second,
                () -> proxy.call(String.class, "echo", "two"));
        awaitBlocked(second.get());

        first.get().interrupt();
        relay.goOn();

        assertThat(result(waiting)).isEqualTo("two");
        assertThatThrownBy(() -> result(connecting)).hasMessageContaining("interrupted");
    }
}
