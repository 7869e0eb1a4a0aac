package io.jyro.server.calls;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;

@Timeout(20)
class ServingThreadsTest {
    private static final int MOST = 16;
    private static final int RESERVED = 2;

    private final ServingThreads threads = new ServingThreads("test", MOST);
    private final CountDownLatch over = new CountDownLatch(1);

    @AfterEach
    void end() {
        over.countDown();
    }

    @Test
    void aPartOfThePlatformThreadsIsReservedForCompleteMessages() throws Exception {
        for (int i = 0; i < MOST - RESERVED; i++) {
            assertThat(threads.startServing(this::lasting)).isTrue();
        }

        assertThat(threads.startServing(this::lasting)).isFalse();
        assertThat(threads.areScarce()).isFalse();
        CompletableFuture<Boolean> virtual = new CompletableFuture<>();
        assertThat(threads.startCalling(() -> {
            virtual.complete(Thread.currentThread().isVirtual());
            lasting();
        })).isTrue();
        assertThat(virtual.get()).isFalse();
        assertThat(threads.areScarce()).isTrue();
    }

    @Test
    void beyondTheReserveThereAreNone() {
        for (int i = 0; i < MOST; i++) {
            assertThat(threads.startCalling(this::lasting)).isTrue();
        }

        assertThat(threads.startCalling(this::lasting)).isFalse();
    }

    @Test
    void manyThatFindNoneTakeNoneFromTheReserve() throws Exception {
        for (int i = 0; i < MOST - RESERVED; i++) {
            threads.startServing(this::lasting);
        }
        List<Thread> refused = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            refused.add(Thread.ofPlatform().start(() -> {
                for (int n = 0; n < 10_000; n++) {
                    threads.startServing(this::lasting);
                }
            }));
        }

        for (int i = 0; i < RESERVED; i++) {
            assertThat(threads.startCalling(this::lasting)).isTrue();
        }
        for (Thread thread : refused) {
            thread.join();
        }
    }

    @Test
    void aThreadThatIsDoneIsThereForTheNext() throws Exception {
        CountDownLatch first = new CountDownLatch(1);
        for (int i = 1; i < MOST; i++) {
            threads.startCalling(this::lasting);
        }
        threads.startCalling(first::countDown);
        first.await();

        while (!threads.startCalling(this::lasting)) {
            Thread.onSpinWait();
        }
    }

    private void lasting() {
        try {
            over.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
