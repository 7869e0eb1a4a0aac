package io.jyro.hostile;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.charset.StandardCharsets;
import java.util.AbstractList;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import java.util.stream.Stream;

import io.jyro.Attribute;
import io.jyro.CommunicationException;
import io.jyro.ConnectionClosedException;
import io.jyro.Dialect;
import io.jyro.Expose;
import io.jyro.PyroSecurityException;
import io.jyro.SerializationException;
import io.jyro.rpc.CallContext;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

import static io.jyro.wire.MessageType.RESULT;
import static org.assertj.core.api.Assertions.assertThat;

/** Objects whose methods throw, return and do what they should not: the caller gets an error, the connection lives. */
class HostileUserCodeTest extends AgainstADaemon {

    /** Fails in every way. */
    @Expose
    public static class Rogue {
        private @Nullable List<Object> self;

        public void error() {
            throw new AssertionError("asserted");
        }

        public void outOfMemory() {
            throw new OutOfMemoryError("pretended");
        }

        public void noClass() {
            throw new NoClassDefFoundError("gone/Away");
        }

        @SuppressWarnings("InfiniteRecursion") // that is what it is for
        public long endlessRecursion() {
            return 1 + endlessRecursion();
        }

        public void checked() throws Exception {
            throw new Exception("checked");
        }

        public void throwable() throws Throwable {
            throw new Throwable("bare");
        }

        public void withoutMessage() {
            throw new IllegalStateException();
        }

        public void badMessage() {
            throw new RuntimeException() {
                @Override
                public String getMessage() {
                    throw new IllegalStateException(CURSED);
                }
            };
        }

        public void badStackTrace() {
            throw new RuntimeException("no stack") {
                @Override
                public StackTraceElement[] getStackTrace() {
                    throw new IllegalStateException(CURSED);
                }
            };
        }

        public void causeInACircle() {
            RuntimeException one = new RuntimeException("one");
            one.initCause(new RuntimeException("two", one));
            throw one;
        }

        public void hugeMessage() {
            throw new RuntimeException("x".repeat(2_000_000));
        }

        public void surrogateMessage() {
            throw new RuntimeException("lone \ud800 surrogate and \0 nothing");
        }

        public void connectionClosed() {
            throw new ConnectionClosedException("pretended by user code");
        }

        public void communication() {
            throw new CommunicationException("pretended by user code");
        }

        public void serialization() {
            throw new SerializationException("pretended by user code");
        }

        public void security() {
            throw new PyroSecurityException("pretended by user code");
        }

        public void interruptsItself() {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted");
        }

        public Object unserializable() {
            return new Object();
        }

        public Object unserializableInside() {
            return List.of(1, 2, Map.of("deep", List.of(new Thread("value"))));
        }

        public Object listInItself() {
            List<Object> list = new ArrayList<>();
            list.add(list);
            self = list;
            return Objects.requireNonNull(self);
        }

        public Object mapInItself() {
            Map<String, Object> map = new HashMap<>();
            map.put("self", map);
            return map;
        }

        public Object deep() {
            List<Object> list = new ArrayList<>();
            for (int i = 0; i < 100_000; i++) {
                List<Object> outer = new ArrayList<>();
                outer.add(list);
                list = outer;
            }
            return list;
        }

        public Object badIterable() {
            return new AbstractList<Object>() {
                @Override
                public Object get(int index) {
                    throw new IllegalStateException("element " + index + " is cursed");
                }

                @Override
                public int size() {
                    return 3;
                }
            };
        }

        public Object badBean() {
            return new BadBean();
        }

        public Object badAnnotations() {
            CallContext.current().responseAnnotations().put("TOOLONG", new byte[1]);
            return 1;
        }

        public Object hugeAnnotations() {
            CallContext.current().responseAnnotations().put("HUGE", new byte[70_000]);
            throw new IllegalStateException("with annotations");
        }

        public Iterator<Object> badIterator() {
            return new Iterator<>() {
                @Override
                public boolean hasNext() {
                    throw new AssertionError("hasNext is cursed");
                }

                @Override
                public Object next() {
                    throw new AssertionError("next is cursed");
                }
            };
        }

        public Stream<Object> closedStream() {
            Stream<Object> stream = Stream.of(1);
            stream.close(); // so that it cannot be read any more
            return stream;
        }

        @Attribute
        public Object getCursed() {
            throw new StackOverflowError("pretended");
        }
    }

    /** A bean whose getter throws. */
    public static class BadBean {
        public int getValue() {
            throw new IllegalStateException("getter is cursed");
        }
    }

    /** Cannot be made. */
    @Expose
    public static class Unborn {
        public Unborn() {
            throw new AssertionError("never");
        }

        public int call() {
            return 1;
        }
    }

    /** Its class cannot be initialized. */
    @Expose
    public static class Uninitialized {
        static final int VALUE = fail();

        private static int fail() {
            throw new IllegalStateException("static initializer");
        }

        public int call() {
            return VALUE;
        }
    }

    /** Its creator makes something else. */
    @Expose
    @io.jyro.Behavior(creator = Changeling.Creator.class)
    public static class Changeling {
        public int call() {
            return 1;
        }

        /** Makes text. */
        public static class Creator implements Supplier<Object> {
            @Override
            public Object get() {
                return "text";
            }
        }
    }

    @BeforeAll
    void registerThem() {
        daemon.register(new Rogue(), "rogue");
        daemon.register(Unborn.class, "unborn");
        daemon.register(Uninitialized.class, "uninitialized");
        daemon.register(Changeling.class, "changeling");
    }

    static Stream<String> failing() {
        return Stream.of(Rogue.class.getDeclaredMethods())
                .filter(method -> Modifier.isPublic(method.getModifiers()))
                .map(Method::getName)
                .filter(name -> !name.equals("badIterator") && !name.equals("getCursed")).sorted();
    }

    @ParameterizedTest
    @MethodSource("failing")
    void theCallerGetsAnErrorAndTheConnectionLives(String method) {
        for (Dialect dialect : Dialect.values()) {
            assertError(dialect, RawMessage.invoke(dialect, "rogue", method, ""));
        }
    }

    @ParameterizedTest
    @MethodSource("failing")
    void inABatchTheConnectionLivesToo(String method) {
        for (Dialect dialect : Dialect.values()) {
            try (ScriptedPeer client = welcomed(dialect)) {
                client.send(RawMessage.invoke(dialect, "rogue", "x", "").flags(0x08)
                        .serpent("('rogue','<batch>',[('" + method + "',(),{})],None)"))
                        .expect(RESULT);
                assertLives(client, dialect);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("failing")
    void asOnewayCallTheConnectionLivesToo(String method) {
        for (Dialect dialect : Dialect.values()) {
            try (ScriptedPeer client = welcomed(dialect)) {
                client.send(RawMessage.invoke(dialect, "rogue", method, "").flags(0x04));
                assertLives(client, dialect);
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Dialect.class)
    void anAttributeThatThrowsIsAnError(Dialect dialect) {
        assertError(dialect, RawMessage.invoke(dialect, "rogue", "__getattr__", "'cursed',"));
    }

    @ParameterizedTest
    @EnumSource(Dialect.class)
    void aClassOfWhichNoInstanceCanBeMadeIsAnError(Dialect dialect) {
        for (String id : new String[]{"unborn", "uninitialized", "changeling"}) {
            assertError(dialect, RawMessage.invoke(dialect, id, "call", ""));
            assertError(dialect, RawMessage.invoke(dialect, id, "call", ""));
        }
    }

    @ParameterizedTest
    @EnumSource(Dialect.class)
    void anIteratorThatThrowsIsAnErrorAtItsItem(Dialect dialect) {
        try (ScriptedPeer client = welcomed(dialect)) {
            String annotations = new String(
                    client.send(RawMessage.invoke(dialect, "rogue", "badIterator", ""))
                            .expect(RESULT).received().annotations(),
                    StandardCharsets.ISO_8859_1);
            String id = annotations.substring(
                    annotations.indexOf("STRM") + (dialect == Dialect.V48 ? 6 : 8),
                    annotations.indexOf("STRM") + (dialect == Dialect.V48 ? 42 : 44));

            String item = client.send(RawMessage.invoke(dialect, "Pyro.Daemon",
                    "get_next_stream_item", "'" + id + "',")).expect(RESULT).received().text();

            assertThat(item).contains("hasNext is cursed");
            assertLives(client, dialect);
        }
    }

    @ParameterizedTest
    @EnumSource(Dialect.class)
    void annotationsOfACallThatFailedDoNotReachTheNextClient(Dialect dialect) {
        try (ScriptedPeer client = welcomed(dialect)) {
            client.send(RawMessage.invoke(dialect, "rogue", "badAnnotations", "")).expect(RESULT);
            RawMessage next = client.send(RawMessage.invoke(dialect, "echo", "echo", "1,"))
                    .expect(RESULT).received();

            assertThat(next.withoutCorrelation().annotations()).isEmpty();
        }
    }

    private void assertError(Dialect dialect, RawMessage request) {
        try (ScriptedPeer client = welcomed(dialect)) {
            RawMessage reply = client.send(request).expect(RESULT).received();

            assertThat(reply.flags() & 0x01)
                    .as(reply.text().substring(0, Math.min(200, reply.text().length())))
                    .isEqualTo(1);
            assertThat(reply.text()).contains("'__exception__':True").contains("_pyroTraceback");
            assertLives(client, dialect);
        }
    }

    private static void assertLives(ScriptedPeer client, Dialect dialect) {
        client.send(RawMessage.invoke(dialect, "echo", "echo", "'alive',").sequence(2))
                .expect(RESULT);
        assertThat(client.received().sequence()).isEqualTo(2);
        assertThat(client.received().text()).isEqualTo("'alive'");
    }
}
