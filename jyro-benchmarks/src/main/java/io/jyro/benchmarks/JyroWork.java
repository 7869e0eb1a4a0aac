package io.jyro.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

import io.jyro.Dialect;
import io.jyro.Expose;
import io.jyro.Oneway;
import io.jyro.Protocol;
import io.jyro.Serializer;
import io.jyro.benchmarks.codec.Values;
import io.jyro.client.Proxy;
import io.jyro.server.Daemon;
import org.jspecify.annotations.Nullable;

/** A Jyro proxy and a Jyro daemon, both with the settings that users get but for the serializer, at some work. */
final class JyroWork implements Contender {
    private final Work work;
    private final Dialect dialect;
    private final Serializer serializer;

    JyroWork(Work work, Dialect dialect, Serializer serializer) {
        this.work = work;
        this.dialect = dialect;
        this.serializer = serializer;
    }

    @Override
    public Work work() {
        return work;
    }

    @Override
    public String name() {
        return "jyro-" + dialect.name().toLowerCase(Locale.ROOT)
                + (serializer == Serializer.SERPENT
                        ? ""
                        : '-' + serializer.name().toLowerCase(Locale.ROOT));
    }

    @Override
    public Server serve() {
        Daemon daemon = Daemon.builder().host("127.0.0.1").port(0).start();
        String uri = daemon.register(new Target(), EchoMessages.OBJECT_ID).toString();
        return new Server() {
            @Override
            public String endpoint() {
                return uri;
            }

            @Override
            public void close() {
                daemon.close();
            }
        };
    }

    @Override
    public List<Caller> connect(String endpoint, int callers) {
        Proxy shared = proxy(endpoint);
        List<Caller> all = new ArrayList<>(List.of(caller(shared)));
        while (all.size() < callers) {
            all.add(caller(work.isShared() ? shared : proxy(endpoint)));
        }
        return all;
    }

    @Override
    public Caller connect(String endpoint) {
        return caller(proxy(endpoint));
    }

    private Proxy proxy(String endpoint) {
        Protocol protocol = dialect == Dialect.V48 ? Protocol.V48 : Protocol.V502;
        return Proxy.builder(endpoint).protocol(protocol).serializer(serializer).build();
    }

    private Caller caller(Proxy proxy) {
        return switch (work) {
            case ECHO, THREADS_8, THREADS_64, CONNECTIONS_8, CONNECTIONS_64 -> new Calling(proxy,
                    () -> check(EchoMessages.TEXT, proxy.call("echo", EchoMessages.TEXT)));
            case ONEWAY -> new Calling(proxy, oneway(proxy));
            case FUTURES -> new Calling(proxy, futures(proxy));
            case BYTES_1, BYTES_100 -> {
                byte[] bytes = Values.bytes(work.bytes());
                yield new Calling(proxy, () -> check(bytes.length, proxy.call("size", bytes)));
            }
            case GRAPH -> {
                List<Object> graph = Values.graph();
                check(graph, proxy.call("same", graph));
                yield new Calling(proxy, () -> check(graph.size(),
                        ((List<?>) proxy.call(List.class, "same", graph)).size()));
            }
        };
    }

    private static Action oneway(Proxy proxy) {
        AtomicInteger sent = new AtomicInteger();
        return () -> {
            proxy.callOneway("note", EchoMessages.TEXT);
            if (sent.incrementAndGet() % Work.AHEAD == 0) {
                while (proxy.call(int.class, "noted") < sent.get()) {
                    Thread.onSpinWait();
                }
            }
        };
    }

    private static Action futures(Proxy proxy) {
        Semaphore free = new Semaphore(Work.AHEAD);
        AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
        return () -> {
            free.acquire();
            CompletableFuture<@Nullable Object> answer = proxy.callAsync("echo", EchoMessages.TEXT);
            answer.whenComplete((text, error) -> {
                if (error != null || !EchoMessages.TEXT.equals(text)) {
                    failure.set(new IllegalStateException("echo gave " + text, error));
                }
                free.release();
            });
            Throwable failed = failure.get();
            if (failed != null) {
                throw new IllegalStateException(failed);
            }
        };
    }

    private static void check(Object wanted, @Nullable Object given) {
        if (!wanted.equals(given)) {
            throw new IllegalStateException(
                    "the answer should have been " + wanted + ", not " + given);
        }
    }

    private interface Action {
        void run() throws Exception;
    }

    private record Calling(Proxy proxy, Action action) implements Caller {
        @Override
        public void call() throws Exception {
            action.run();
        }

        @Override
        public void close() {
            proxy.close();
        }
    }

    /** What is called. */
    @Expose
    public static final class Target {
        private final AtomicInteger noted = new AtomicInteger();

        /** Gives back what it is given. */
        public String echo(String message) {
            return message;
        }

        /** Gives back what it is given, whatever it is. */
        public Object same(Object value) {
            return value;
        }

        /** Counts what it is given. */
        public int size(byte[] bytes) {
            return bytes.length;
        }

        /** Takes note, and says nothing. */
        @Oneway
        public void note(String message) {
            noted.incrementAndGet();
        }

        /** How often note was called. */
        public int noted() {
            return noted.get();
        }
    }
}
