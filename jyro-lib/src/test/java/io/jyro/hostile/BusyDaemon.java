package io.jyro.hostile;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.function.BooleanSupplier;

import io.jyro.Expose;
import io.jyro.Protocol;
import io.jyro.PyroConfig;
import io.jyro.client.Proxy;
import io.jyro.server.Daemon;
import org.jspecify.annotations.Nullable;

import static org.assertj.core.api.Assertions.assertThat;

/** A daemon that tells on what threads it serves its clients, some of which can keep it busy for as long as a test likes. */
public final class BusyDaemon implements AutoCloseable {
    private static final int BUSY_CALLS = 4;
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final Daemon daemon;
    private final BiConsumer<Proxy.Builder, Daemon> reach;
    private final Set<Boolean> handshakes = ConcurrentHashMap.newKeySet();
    private final Work work = new Work();
    private final List<Proxy> proxies = new ArrayList<>();

    /** What is called. */
    @Expose
    public static final class Work {
        private final CountDownLatch begun = new CountDownLatch(BUSY_CALLS);
        private volatile boolean over;

        public void compute() {
            begun.countDown();
            while (!over) {
                Thread.onSpinWait();
            }
        }

        public boolean runsOnAVirtualThread() {
            return Thread.currentThread().isVirtual();
        }

        public Object echo(Object value) {
            return value;
        }
    }

    /**
     * Starts one, with an object {@code work}.
     *
     * @param reach what proxies need besides the address
     */
    public BusyDaemon(Daemon.Builder builder, BiConsumer<Proxy.Builder, Daemon> reach) {
        daemon = builder.handshake((client, data) -> {
            handshakes.add(Thread.currentThread().isVirtual());
            return "hello";
        }).start();
        this.reach = reach;
        daemon.register(work, "work");
    }

    /** The daemon. */
    public Daemon daemon() {
        return daemon;
    }

    /** Waits until all clients that have connected so far are taken in, and no platform thread is at work for one. */
    public void awaitAllTakenIn() {
        try (Proxy last = proxy(Protocol.V502)) { // clients are accepted in their order
            last.bind();
        }
        awaitNoServingThread();
    }

    /** Waits until no platform thread is at work for a client. */
    public void awaitNoServingThread() {
        await(() -> Thread.getAllStackTraces().entrySet().stream()
                .noneMatch(each -> each.getKey().getName().matches("jyro-.*-\\d+")
                        && isServing(each.getValue())));
    }

    /** Waits until no client is connected. */
    public void awaitNoClient() {
        await(() -> daemon.clients().isEmpty());
    }

    private static void await(BooleanSupplier condition) {
        while (!condition.getAsBoolean()) {
            assertThat(Thread.currentThread().isInterrupted()).as("the test has taken too long")
                    .isFalse();
            Thread.onSpinWait();
        }
    }

    private static boolean isServing(StackTraceElement[] stack) {
        for (StackTraceElement frame : stack) {
            if (frame.getClassName().equals("io.jyro.server.ClientConnection")) {
                return true;
            }
        }
        return false;
    }

    /** Has calls run that compute all the time, while others of both protocols are served on platform threads. */
    public void servesOthersWhileItIsBusy() throws InterruptedException {
        List<CompletableFuture<@Nullable Object>> busy = new ArrayList<>();
        try {
            for (int i = 0; i < BUSY_CALLS; i++) {
                busy.add(proxy(Protocol.V502).callAsync("compute"));
            }
            assertThat(work.begun.await(20, TimeUnit.SECONDS)).isTrue();

            for (Protocol protocol : List.of(Protocol.V48, Protocol.V502)) {
                Proxy honest = proxy(protocol);
                for (int i = 0; i < 3; i++) {
                    assertThat(honest.call(boolean.class, "runsOnAVirtualThread")).isFalse();
                }
            }

            assertThat(busy).noneMatch(CompletableFuture::isDone);
        } finally {
            work.over = true;
        }
        busy.forEach(CompletableFuture::join);
    }

    /** A client of each protocol shakes hands on a platform thread. */
    public void shakesHandsOnAPlatformThread() {
        handshakes.clear();
        proxy(Protocol.V48).bind();
        proxy(Protocol.V502).bind();
        assertThat(handshakes).containsExactly(false);
    }

    private Proxy proxy(Protocol protocol) {
        Proxy.Builder builder = Proxy.builder(daemon.uriFor("work"))
                .config(PyroConfig.defaults()).protocol(protocol).timeout(PATIENCE);
        reach.accept(builder, daemon);
        Proxy proxy = builder.build();
        proxies.add(proxy);
        return proxy;
    }

    @Override
    public void close() {
        work.over = true;
        proxies.forEach(Proxy::close);
        daemon.close();
    }
}
