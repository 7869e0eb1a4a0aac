package io.jyro.client;

import java.nio.file.Path;
import java.util.Iterator;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import io.jyro.Expose;
import io.jyro.PyroConfig;
import io.jyro.PyroUri;
import io.jyro.server.Daemon;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/** What a program drops without closing it is closed when no thread can reach it any more, and not before. */
@Timeout(60)
class DroppedObjectsTest {
    /** Says when one of its streams is closed. */
    @Expose
    public static class Service {
        private final CountDownLatch closed = new CountDownLatch(1);
        private final CountDownLatch entered = new CountDownLatch(1);
        private final CountDownLatch goOn = new CountDownLatch(1);

        public Stream<Integer> numbers() {
            return Stream.iterate(1, i -> i + 1).onClose(closed::countDown);
        }

        public String hang() throws InterruptedException {
            entered.countDown();
            goOn.await();
            return "done";
        }
    }

    /** Seen as an interface. */
    interface Numbers {
        Stream<Integer> numbers();
    }

    private final Service service = new Service();
    private final Daemon daemon = Daemon.builder().host("localhost").config(PyroConfig.defaults())
            .start();
    private final PyroUri uri = daemon.register(service, "service");

    @AfterEach
    void close() {
        service.goOn.countDown();
        daemon.close();
    }

    private Proxy proxy() {
        return Proxy.builder(uri).config(PyroConfig.defaults()).build();
    }

    private void awaitNoClients() {
        awaitNoClients(daemon);
    }

    private static void awaitNoClients(Daemon daemon) {
        while (!daemon.clients().isEmpty()) {
            System.gc();
            Thread.onSpinWait();
        }
    }

    private void awaitClosedStream() throws InterruptedException {
        do {
            System.gc();
        } while (!service.closed.await(10, TimeUnit.MILLISECONDS));
    }

    @Test
    void theConnectionOfADroppedProxyIsClosed() {
        proxy().bind();
        assertThat(daemon.clients()).hasSize(1);

        awaitNoClients();
    }

    // The JDK closes dropped sockets of TCP by itself.
    @Test
    void theConnectionOverAUnixSocketIsClosedToo(@TempDir Path directory) {
        try (Daemon local = Daemon.builder().config(PyroConfig.defaults())
                .unixSocket(directory.resolve("daemon")).start()) {
            PyroUri place = local.register(new Service(), "service");
            Proxy.builder(place).config(PyroConfig.defaults()).build().bind();
            assertThat(local.clients()).hasSize(1);

            awaitNoClients(local);
        }
    }

    @Test
    void aDroppedIteratorIsClosed() throws Exception {
        try (Proxy proxy = proxy()) {
            assertThat(proxy.stream(int.class, "numbers").next()).isEqualTo(1);

            awaitClosedStream();
            assertThat(proxy.isBound()).isTrue();
        }
    }

    @Test
    void theStreamOfAViewThatIsNotReadToItsEndIsClosed() throws Exception {
        try (Proxy proxy = proxy()) {
            assertThat(proxy.as(Numbers.class).numbers().findFirst()).contains(1);

            awaitClosedStream();
        }
    }

    @Test
    void anIteratorKeepsTheConnectionOfADroppedProxy() {
        Iterator<Integer> numbers = proxy().stream(int.class, "numbers");
        for (int i = 1; i <= 5; i++) {
            System.gc();
            assertThat(numbers.next()).isEqualTo(i);
        }

        assertThat(daemon.clients()).hasSize(1);
    }

    @Test
    void aFutureKeepsTheConnectionOfADroppedProxy() throws Exception {
        CompletableFuture<@Nullable Object> future = connected().callAsync("hang");
        service.entered.await();
        for (int i = 0; i < 5; i++) {
            System.gc();
        }
        service.goOn.countDown();

        assertThat(future.get(20, TimeUnit.SECONDS)).isEqualTo("done");
        awaitNoClients();
    }

    private Proxy connected() {
        Proxy proxy = proxy();
        proxy.bind();
        return proxy;
    }
}
