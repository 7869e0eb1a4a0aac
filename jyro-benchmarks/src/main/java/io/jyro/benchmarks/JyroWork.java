package io.jyro.benchmarks;

import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;

import io.jyro.Dialect;
import io.jyro.Expose;
import io.jyro.Oneway;
import io.jyro.Protocol;
import io.jyro.Serializer;
import io.jyro.benchmarks.codec.Values;
import io.jyro.client.Proxy;
import io.jyro.rpc.CallContext;
import io.jyro.server.Daemon;

/** A Jyro proxy and a Jyro daemon for some work, with default settings except for the serializer. */
record JyroWork(Work work, Dialect dialect,
        Serializer serializer) implements JavaServer, JavaClient {
    private static final String ANNOTATION = "BULK";

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
        return new Server(uri, daemon::close);
    }

    @Override
    public Caller connect(String endpoint) throws Exception {
        Protocol protocol = dialect == Dialect.V48 ? Protocol.V48 : Protocol.V502;
        Proxy proxy = Proxy.builder(endpoint).protocol(protocol).serializer(serializer).build();
        return new Calling(action(proxy), proxy::close);
    }

    private Calling.Action action(Proxy proxy) throws Exception {
        return switch (work) {
            case ECHO, THREADS_8, THREADS_64, CONNECTIONS_8, CONNECTIONS_64 -> Calling
                    .echo(text -> proxy.call(EchoMessages.METHOD, text));
            case ONEWAY -> Calling.oneway(() -> proxy.callOneway("note", EchoMessages.TEXT),
                    () -> proxy.call(int.class, "noted"));
            case FUTURES -> futures(proxy);
            case BYTES_1, BYTES_100 -> Calling.size(work, bytes -> proxy.call("size", bytes));
            case ANNOTATION_1, ANNOTATION_100 -> Calling.size(work, bytes -> {
                CallContext.current().requestAnnotations().put(ANNOTATION, bytes);
                return proxy.call("annotated");
            });
            case FETCHED_1, FETCHED_100 -> () -> {
                proxy.call("annotate", work.bytes());
                byte[] bytes = CallContext.current().responseAnnotations().get(ANNOTATION);
                Calling.check(work.bytes(), bytes == null ? 0 : bytes.length);
            };
            case GRAPH ->
                Calling.same(Values.graph(), graph -> proxy.call(List.class, "same", graph));
        };
    }

    private static Calling.Action futures(Proxy proxy) {
        InFlight inFlight = new InFlight();
        return () -> {
            inFlight.begin();
            proxy.callAsync(EchoMessages.METHOD, EchoMessages.TEXT).whenComplete(inFlight::end);
        };
    }

    /** The remote object. */
    @Expose
    public static final class Target {
        private final AtomicInteger noted = new AtomicInteger();
        private byte[] bytes = {};

        /** Returns its argument. */
        public String echo(String message) {
            return message;
        }

        /** Returns its argument, of any type. */
        public Object same(Object value) {
            return value;
        }

        /** Returns the number of bytes. */
        public int size(byte[] bytes) {
            return bytes.length;
        }

        /** Returns the number of bytes in the annotation of the call. */
        public int annotated() {
            byte[] came = CallContext.current().annotations().get(ANNOTATION);
            return came == null ? 0 : came.length;
        }

        /** Adds an annotation of this many bytes to the reply. */
        public synchronized void annotate(int length) {
            if (bytes.length != length) {
                bytes = Values.bytes(length);
            }
            CallContext.current().responseAnnotations().put(ANNOTATION, bytes);
        }

        /** Counts the call, and returns nothing. */
        @Oneway
        public void note(String message) {
            noted.incrementAndGet();
        }

        /** Returns how often note was called. */
        public int noted() {
            return noted.get();
        }
    }
}
