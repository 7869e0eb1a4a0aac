package io.jyro.server;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import io.jyro.Expose;
import io.jyro.Loopback;
import io.jyro.Protocol;
import io.jyro.PyroException;
import io.jyro.RemoteCallException;
import io.jyro.SerializationException;
import io.jyro.Serializer;
import io.jyro.client.Proxy;
import io.jyro.rpc.BatchResult;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.junit.jupiter.params.provider.Arguments.arguments;

/** What cannot be written as a reply becomes an error reply, and the connection lives. */
class UnsendableReplyTest {
    private static final String HALF = "half \ud800";

    public static class HalfException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        HalfException(@Nullable Throwable cause) {
            super(HALF, cause);
        }

        public String getHalf() {
            return HALF;
        }
    }

    public static class Mute extends RuntimeException {
        private static final long serialVersionUID = 1L;

        @Override
        public String getMessage() {
            throw new IllegalStateException(HALF);
        }
    }

    public static class Trap {
        private int armed;

        public int getArmed() {
            throw new StackOverflowError(HALF + armed);
        }

        public void setArmed(int armed) {
            this.armed = armed;
        }
    }

    @Expose
    public static class Service {
        public Object give(String what) {
            return switch (what) {
                case "half" -> HALF;
                case "key" -> Map.of(HALF, 1);
                case "thread" -> List.of(Thread.currentThread());
                case "trap" -> new Trap();
                case "itself" -> itself();
                case "exception" -> new HalfException(new HalfException(null));
                default -> what;
            };
        }

        private static List<Object> itself() {
            List<Object> list = new ArrayList<>();
            list.add(list);
            return list;
        }

        public void fail(String what) {
            throw switch (what) {
                case "half" -> new HalfException(null);
                case "cause" -> new HalfException(new HalfException(null));
                case "mute" -> new Mute();
                case "arguments" -> new RemoteCallException("builtins.ValueError",
                        List.of(HALF, Thread.currentThread()), Map.of());
                case "attributes" -> new RemoteCallException("builtins.ValueError",
                        List.of(), Map.of("thread", Thread.currentThread(), HALF, HALF));
                case "name" -> new RemoteCallException(HALF, List.of(), Map.of());
                default -> new IllegalStateException(what);
            };
        }

        public Iterator<Object> items() {
            return Stream.of("first", HALF, Thread.currentThread()).iterator();
        }

        public Object echo(Object value) {
            return value;
        }
    }

    static List<Arguments> ways() {
        List<Arguments> ways = new ArrayList<>();
        for (Serializer serializer : List.of(Serializer.SERPENT, Serializer.JSON,
                Serializer.MARSHAL, Serializer.MSGPACK)) {
            ways.add(arguments(serializer, Protocol.V48));
            ways.add(arguments(serializer, Protocol.V502));
        }
        return ways;
    }

    private static Proxy proxy(Loopback loopback, Serializer serializer, Protocol protocol) {
        return loopback.proxy(Proxy.builder(loopback.daemon().register(new Service()))
                .serializer(serializer).protocol(protocol));
    }

    @ParameterizedTest
    @MethodSource("ways")
    void resultsAndExceptionsThatCannotTravelAreAnsweredAndTheNextCallWorks(Serializer serializer,
            Protocol protocol) {
        try (Loopback loopback = new Loopback()) {
            Proxy proxy = proxy(loopback, serializer, protocol);
            proxy.bind();
            for (String what : List.of("half", "key", "thread", "trap", "itself", "exception")) {
                Throwable thrown = catchThrowable(() -> proxy.call("give", what));

                if (thrown != null) {
                    assertThat(thrown).as(what).isInstanceOfAny(SerializationException.class,
                            RemoteCallException.class);
                }
                assertThat(proxy.isBound()).as(what).isTrue();
                assertThat(proxy.call("echo", what)).isEqualTo(what);
            }
            for (String what : List.of("half", "cause", "mute", "arguments", "attributes",
                    "name")) {
                assertThatThrownBy(() -> proxy.call("fail", what)).as(what)
                        .isExactlyInstanceOf(RemoteCallException.class);

                assertThat(proxy.isBound()).as(what).isTrue();
                assertThat(proxy.call("echo", what)).isEqualTo(what);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("ways")
    void soAreItemsAndBatches(Serializer serializer, Protocol protocol) {
        try (Loopback loopback = new Loopback()) {
            Proxy proxy = proxy(loopback, serializer, protocol);
            proxy.bind();

            assertThatThrownBy(
                    () -> proxy.stream(Object.class, "items").forEachRemaining(item -> {}))
                    .isInstanceOf(PyroException.class);
            assertThat(proxy.isBound()).isTrue();
            assertThatThrownBy(() -> {
                for (BatchResult result : proxy.batch().call("echo", 1).call("fail", "arguments")
                        .invoke()) {
                    result.get();
                }
            }).isInstanceOf(PyroException.class);
            assertThat(proxy.isBound()).isTrue();
            assertThat(proxy.call("echo", 1)).isEqualTo(1);
        }
    }

    @ParameterizedTest
    @MethodSource("ways")
    void argumentsThatCannotTravelLeaveTheConnectionAsItIs(Serializer serializer,
            Protocol protocol) {
        try (Loopback loopback = new Loopback()) {
            Proxy proxy = proxy(loopback, serializer, protocol);
            proxy.bind();

            assertThatThrownBy(() -> proxy.call("echo", Thread.currentThread()))
                    .isInstanceOf(SerializationException.class);
            assertThat(proxy.isBound()).isTrue();
            assertThat(proxy.call("echo", 1)).isEqualTo(1);
        }
    }
}
