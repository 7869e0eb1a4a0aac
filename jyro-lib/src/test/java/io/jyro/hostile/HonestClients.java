package io.jyro.hostile;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;

import io.jyro.Protocol;
import io.jyro.PyroConfig;
import io.jyro.PyroUri;
import io.jyro.client.Proxy;
import org.jspecify.annotations.Nullable;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Clients that do nothing wrong while others do: of each protocol one that stays connected, and one that connects anew
 * for each call. Closing fails if one of them was not answered rightly, and within a second, all the time.
 */
final class HonestClients implements AutoCloseable {
    private static final Duration AT_ONCE = Duration.ofSeconds(1);
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final PyroUri uri;
    private final AtomicBoolean over = new AtomicBoolean();
    private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
    private final List<Thread> threads = new ArrayList<>();
    private final CountDownLatch served;

    /** Clients of an object with a method {@code echo}; returns when each has been answered once. */
    HonestClients(PyroUri uri) {
        this.uri = uri;
        List<Protocol> protocols = List.of(Protocol.V48, Protocol.V502);
        served = new CountDownLatch(protocols.size() * 2);
        for (Protocol protocol : protocols) {
            threads.add(Thread.ofPlatform().start(() -> stay(protocol)));
            threads.add(Thread.ofPlatform().start(() -> comeAgain(protocol)));
        }
        await();
    }

    private void await() {
        try {
            served.await();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private void stay(Protocol protocol) {
        try (Proxy proxy = proxy(protocol)) {
            callUntilTheEnd(() -> call(proxy));
        }
    }

    private void comeAgain(Protocol protocol) {
        callUntilTheEnd(() -> {
            try (Proxy proxy = proxy(protocol)) {
                call(proxy);
            }
        });
    }

    private void callUntilTheEnd(Runnable call) {
        try {
            boolean first = true;
            do {
                long begin = System.nanoTime();
                call.run();
                if (!first) { // the first one loads classes
                    assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(AT_ONCE);
                }
                first = false;
                served.countDown();
            } while (!over.get());
        } catch (RuntimeException | Error e) {
            failure.compareAndSet(null, e);
            while (served.getCount() > 0) {
                served.countDown(); // nobody waits for what will not come
            }
        }
    }

    private static void call(Proxy proxy) {
        assertThat(proxy.call("echo", "honest")).isEqualTo("honest");
    }

    private Proxy proxy(Protocol protocol) {
        return Proxy.builder(uri).config(PyroConfig.defaults()).protocol(protocol)
                .timeout(PATIENCE).build();
    }

    @Override
    public void close() {
        over.set(true);
        for (Thread thread : threads) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        }
        Throwable thrown = failure.get();
        if (thrown != null) {
            throw new AssertionError("an honest client suffered: " + thrown.getMessage(), thrown);
        }
    }
}
