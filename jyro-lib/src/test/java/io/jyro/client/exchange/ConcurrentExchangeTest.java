package io.jyro.client.exchange;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

import io.jyro.CallTimeoutException;
import io.jyro.ConnectionClosedException;
import io.jyro.Dialect;
import io.jyro.Expose;
import io.jyro.Loopback;
import io.jyro.Oneway;
import io.jyro.Protocol;
import io.jyro.PyroConfig;
import io.jyro.RemoteCallException;
import io.jyro.client.Proxy;
import io.jyro.hostile.ScriptedPeer;
import io.jyro.rpc.CallContext;
import io.jyro.wire.MessageType;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** What callers that share a proxy may rely on, between peers that both are Jyro's. */
@Timeout(60)
class ConcurrentExchangeTest {
    /** Serves all clients. */
    @Expose
    public static class Service {
        private final CyclicBarrier meeting = new CyclicBarrier(8);
        private final CountDownLatch goOn = new CountDownLatch(1);
        private final Semaphore entered = new Semaphore(0);
        private final List<Integer> posted = Collections.synchronizedList(new ArrayList<>());

        public String echo(String text) {
            return text;
        }

        public int meet() throws InterruptedException, BrokenBarrierException {
            return meeting.await();
        }

        public String hang() throws InterruptedException {
            entered.release();
            goOn.await();
            return "at last";
        }

        public void release() {
            goOn.countDown();
        }

        public byte[] bytes(int count) {
            byte[] bytes = new byte[count];
            bytes[count - 1] = (byte) count;
            return bytes;
        }

        public void fail(String text) {
            throw new IllegalStateException(text);
        }

        @Oneway
        public void post(int number) {
            posted.add(number);
        }

        @Oneway
        public void hangOneway() throws InterruptedException {
            hang();
        }

        public int posted() {
            return posted.size();
        }

        public List<String> annotationsSeen() {
            return List.copyOf(CallContext.current().annotations().keySet());
        }
    }

    /** One for each connection. */
    @Expose
    public static class Counter {
        private final AtomicInteger inside = new AtomicInteger();
        private int count;

        public int next() {
            return ++count;
        }

        public int mostInside() throws InterruptedException {
            int now = inside.incrementAndGet();
            Thread.sleep(5);
            inside.decrementAndGet();
            return now;
        }
    }

    private final Service service = new Service();
    private final Loopback loopback = new Loopback();
    private final ExecutorService callers = Executors.newCachedThreadPool();

    @AfterEach
    void close() {
        service.release();
        callers.shutdownNow();
        loopback.close();
    }

    @ParameterizedTest
    @EnumSource(names = {"V48", "V502"})
    void callsOfManyThreadsRunAtTheSameTimeOnOneConnection(Protocol protocol) throws Exception {
        Proxy proxy = loopback.serve(service, protocol);

        for (int round = 0; round < 20; round++) {
            List<Integer> places = all(8, i -> () -> proxy.call(int.class, "meet"));

            assertThat(places).containsExactlyInAnyOrder(0, 1, 2, 3, 4, 5, 6, 7);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"V48", "V502"})
    void aCallThatLastsKeepsNoOtherWaiting(Protocol protocol) throws Exception {
        Proxy proxy = loopback.serve(service, protocol);
        Future<@Nullable Object> slow = callers.submit(() -> proxy.call("hang"));
        service.entered.acquire();

        assertThat(proxy.call("echo", "quick")).isEqualTo("quick");
        assertThat(slow.isDone()).isFalse();
        proxy.call("release");
        assertThat(slow.get()).isEqualTo("at last");
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 8, 16, 64})
    void everyCallerGetsItsOwnAnswerWithoutATimeoutThatWouldWakeIt(int threads) throws Exception {
        Proxy proxy = Proxy.builder(loopback.daemon().register(service))
                .config(PyroConfig.defaults()).protocol(Protocol.V502).build();

        List<Integer> wrong = all(threads, thread -> () -> {
            int mistakes = 0;
            for (int i = 0; i < 2000; i++) {
                String question = thread + "/" + i;
                mistakes += question.equals(proxy.call("echo", question)) ? 0 : 1;
            }
            return mistakes;
        });

        proxy.close();
        assertThat(wrong).containsOnly(0);
    }

    @Test
    void largeAndSmallMessagesDoNotMix() throws Exception {
        Proxy proxy = loopback.serve(service);

        List<Boolean> right = all(12, thread -> () -> {
            boolean all = true;
            for (int i = 1; i <= 20; i++) {
                int size = thread % 3 == 0 ? 300_000 + i : 10 + i;
                byte[] bytes = proxy.call(byte[].class, "bytes", size);
                all &= bytes.length == size && bytes[size - 1] == (byte) size;
            }
            return all;
        });

        assertThat(right).containsOnly(true);
    }

    @Test
    void whatOneCallRaisesIsItsOwn() throws Exception {
        Proxy proxy = loopback.serve(service);

        List<String> texts = all(16, thread -> () -> {
            try {
                proxy.call("fail", "of " + thread);
                return "nothing";
            } catch (RemoteCallException e) {
                return String.valueOf(e.getMessage());
            }
        });

        for (int thread = 0; thread < texts.size(); thread++) {
            assertThat(texts.get(thread)).contains("of " + thread);
        }
    }

    @Test
    void anAnswerThatComesTooLateIsDroppedAndTheSessionGoesOn() {
        Proxy counter = Proxy.builder(loopback.daemon().register(Counter.class))
                .config(PyroConfig.defaults()).protocol(Protocol.V502).build();
        Proxy proxy = Proxy.builder(loopback.daemon().register(service))
                .config(PyroConfig.defaults()).protocol(Protocol.V502)
                .timeout(Duration.ofMillis(300)).build();
        try (counter; proxy) {
            proxy.bind();
            assertThat(counter.call("next")).isEqualTo(1);
            assertThatThrownBy(() -> proxy.call("hang")).isInstanceOf(CallTimeoutException.class);
            assertThat(proxy.isBound()).isTrue();
            proxy.call("release");

            for (int i = 0; i < 50; i++) {
                assertThat(proxy.call("echo", "text " + i)).isEqualTo("text " + i);
            }
            assertThat(proxy.isBound()).isTrue();
            assertThat(counter.call("next")).isEqualTo(2);
        }
    }

    @Test
    void aDaemonThatAnswersNothingAnyMoreIsGivenUp() {
        try (ScriptedPeer daemon = ScriptedPeer.daemon();
                Proxy proxy = Proxy.builder(daemon.uri("thing")).config(PyroConfig.defaults())
                        .protocol(Protocol.V502).timeout(Duration.ofMillis(200)).build()) {
            daemon.nextClient().expect(MessageType.CONNECT)
                    .reply(MessageType.CONNECTOK,
                            m -> m.annotation("JYRO", new byte[]{1, 0, 0, 0, 1})
                                    .serpent("{'handshake':'hello','meta':{'methods':('ask',),"
                                            + "'oneway':(),'attrs':()}}"))
                    .expect(MessageType.INVOKE).expect(MessageType.PING)
                    .expect(MessageType.INVOKE);

            assertThatThrownBy(() -> proxy.call("ask")).isInstanceOf(CallTimeoutException.class);
            assertThat(proxy.isBound()).isTrue();
            assertThatThrownBy(() -> proxy.call("ask")).isInstanceOf(CallTimeoutException.class);
            assertThat(proxy.isBound()).isFalse();
        }
    }

    @Test
    void thousandsOfFuturesEachGetTheirAnswer() throws Exception {
        Proxy proxy = loopback.serve(service);
        proxy.bind();
        List<CompletableFuture<@Nullable Object>> answers = IntStream.range(0, 50_000)
                .mapToObj(i -> proxy.callAsync("echo", "question " + i)).toList();

        for (int i = 0; i < answers.size(); i++) {
            assertThat(answers.get(i).get()).isEqualTo("question " + i);
        }
    }

    @Test
    void whatDependsOnAFutureMayCallTheSameProxyAndWait() throws Exception {
        Proxy proxy = loopback.serve(service);
        proxy.bind();

        CompletableFuture<@Nullable Object> second = proxy.callAsync("echo", "first")
                .thenApply(text -> proxy.call("echo", text + " and second"));

        assertThat(second.get()).isEqualTo("first and second");
    }

    @Test
    void aFutureWhoseAnswerIsLateFailsAndTheOthersDoNot() {
        try (Proxy proxy = Proxy.builder(loopback.daemon().register(service))
                .config(PyroConfig.defaults()).protocol(Protocol.V502)
                .timeout(Duration.ofMillis(300)).build()) {
            proxy.bind();
            CompletableFuture<@Nullable Object> late = proxy.callAsync("hang");
            CompletableFuture<@Nullable Object> quick = proxy.callAsync("echo", "text");

            assertThat(quick.join()).isEqualTo("text");
            assertThatThrownBy(() -> late.get(10, TimeUnit.SECONDS))
                    .isInstanceOf(ExecutionException.class)
                    .hasCauseInstanceOf(CallTimeoutException.class);
            assertThat(proxy.call("echo", "next")).isEqualTo("next");
        }
    }

    @Test
    void futuresAndCallersThatWaitShareAConnection() throws Exception {
        Proxy proxy = loopback.serve(service);
        proxy.bind();

        List<Boolean> right = all(8, thread -> () -> {
            boolean all = true;
            for (int i = 0; i < 300; i++) {
                CompletableFuture<@Nullable Object> later = proxy.callAsync("echo",
                        thread + " later " + i);
                all &= (thread + " now " + i).equals(proxy.call("echo", thread + " now " + i));
                all &= (thread + " later " + i).equals(later.get());
            }
            return all;
        });

        assertThat(right).containsOnly(true);
    }

    @Test
    void whatIsPostedArrivesOnceEach() {
        Proxy proxy = loopback.serve(service);
        for (int i = 0; i < 20_000; i++) {
            proxy.call("post", i);
        }
        while (proxy.call(int.class, "posted") < 20_000) {
            Thread.onSpinWait(); // one that was overtaken ends after what came behind it
        }

        assertThat(service.posted).hasSize(20_000).doesNotHaveDuplicates();
    }

    @ParameterizedTest
    @EnumSource(names = {"V48", "V502"})
    void aOnewayCallThatLastsKeepsNoOtherWaiting(Protocol protocol) {
        Proxy proxy = loopback.serve(service, protocol);
        proxy.call("hangOneway");

        assertThat(proxy.call("echo", "quick")).isEqualTo("quick");
        service.release();
    }

    @Test
    void closingEndsAllThatWait() throws Exception {
        Proxy proxy = loopback.serve(service);
        proxy.bind();
        CompletableFuture<@Nullable Object> later = proxy.callAsync("hang");
        Future<@Nullable Object> now = callers.submit(() -> proxy.call("hang"));
        service.entered.acquire(2);
        proxy.release();

        assertThatThrownBy(later::get).hasCauseInstanceOf(ConnectionClosedException.class);
        assertThatThrownBy(now::get).satisfiesAnyOf(
                e -> assertThat(e).hasCauseInstanceOf(ConnectionClosedException.class),
                e -> assertThat(e.getCause()).hasMessageContaining("closed"));
        service.release();
        assertThat(proxy.call("echo", "again")).isEqualTo("again");
    }

    @Test
    void anInstanceOfASessionSeesOneCallAtATime() throws Exception {
        Proxy proxy = loopback.serve(Counter.class);

        assertThat(all(8, thread -> () -> proxy.call(int.class, "mostInside"))).containsOnly(1);
        assertThat(all(8, thread -> () -> proxy.call(int.class, "next")))
                .containsExactlyInAnyOrder(1, 2, 3, 4, 5, 6, 7, 8);
    }

    @Test
    void userCodeSeesNothingOfTheAgreement() {
        Proxy proxy = loopback.serve(service);
        CallContext.current().requestAnnotations().put("USER", new byte[]{1});

        assertThat(proxy.call("annotationsSeen")).isEqualTo(List.of("USER"));
    }

    @ParameterizedTest
    @EnumSource(Dialect.class)
    void withAStockDaemonOneCallIsUnderWayAtATime(Dialect dialect) throws Exception {
        try (ScriptedPeer daemon = ScriptedPeer.daemon();
                Proxy proxy = Proxy.builder(daemon.uri("thing")).config(PyroConfig.defaults())
                        .protocol(dialect == Dialect.V48 ? Protocol.V48 : Protocol.V502)
                        .build()) {
            daemon.welcome("ask");
            proxy.bind();
            for (int i = 0; i < 4; i++) {
                daemon.expect(MessageType.INVOKE).expectNothing(Duration.ofMillis(50))
                        .reply(MessageType.RESULT, "'answer'");
            }

            assertThat(all(4, thread -> () -> proxy.call("ask"))).containsOnly("answer");
        }
    }

    @Test
    void aCallerWhoWaitsTooLongForItsTurnAtAStockDaemonIsTold() throws Exception {
        try (ScriptedPeer daemon = ScriptedPeer.daemon();
                Proxy proxy = Proxy.builder(daemon.uri("thing")).config(PyroConfig.defaults())
                        .protocol(Protocol.V502).timeout(Duration.ofMillis(300)).build()) {
            daemon.welcome("ask").expect(MessageType.INVOKE);
            proxy.bind();
            Future<@Nullable Object> first = callers.submit(() -> proxy.call("ask"));
            Future<@Nullable Object> second = callers.submit(() -> proxy.call("ask"));

            assertThatThrownBy(first::get).isInstanceOf(ExecutionException.class);
            assertThatThrownBy(second::get).isInstanceOf(ExecutionException.class);
        }
    }

    private interface Work<T> {
        Callable<T> of(int thread);
    }

    private <T> List<T> all(int threads, Work<T> work) throws Exception {
        List<Future<T>> running = new ArrayList<>();
        for (int thread = 0; thread < threads; thread++) {
            running.add(callers.submit(work.of(thread)));
        }
        List<T> results = new ArrayList<>();
        for (Future<T> each : running) {
            results.add(each.get());
        }
        return results;
    }
}
