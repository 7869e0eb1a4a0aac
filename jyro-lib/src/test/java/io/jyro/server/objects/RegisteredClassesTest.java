package io.jyro.server.objects;

import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

import io.jyro.Behavior;
import io.jyro.Expose;
import io.jyro.InstanceMode;
import io.jyro.Loopback;
import io.jyro.Protocol;
import io.jyro.PyroConfig;
import io.jyro.PyroException;
import io.jyro.RateLimitedLog;
import io.jyro.client.Proxy;
import io.jyro.client.RemoteIterator;
import io.jyro.rpc.CallContext;
import io.jyro.rpc.ServedCall;
import io.jyro.server.Daemon;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.slf4j.LoggerFactory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** What a registered class may know of its daemon, and how its instances are made and closed. */
class RegisteredClassesTest {
    private static final Map<String, List<String>> CLOSED = new ConcurrentHashMap<>();

    /** Registers what it makes in the daemon that serves it, whichever that is. */
    @Expose
    public static class Factory {
        private final String madeFor = CallContext.current().objectId() + " of "
                + Daemon.current().location();

        public String madeFor() {
            return madeFor;
        }

        public Thing create() {
            Thing thing = new Thing();
            Daemon.current().register(thing);
            return thing;
        }

        public String objectId() {
            return String.valueOf(CallContext.current().objectId());
        }
    }

    /** What a factory makes. */
    @Expose
    public static class Thing {
        public String name() {
            return "thing";
        }
    }

    @ParameterizedTest
    @EnumSource(value = Protocol.class, names = {"V48", "V502"})
    void anAutoproxyFactoryRegistersInTheDaemonThatServesIt(Protocol protocol) {
        try (Loopback one = new Loopback(); Loopback two = new Loopback()) {
            Proxy factory = one.serve(Factory.class, protocol);
            two.daemon().register(Factory.class, "factory");

            assertThat(factory.call(String.class, "madeFor"))
                    .isEqualTo(factory.uri().objectId() + " of " + one.daemon().location());
            assertThat(factory.call(String.class, "objectId")).isEqualTo(factory.uri().objectId());
            try (Proxy thing = factory.call(Proxy.class, "create")) {
                assertThat(thing.call("name")).isEqualTo("thing");
                assertThat(thing.uri().port()).isEqualTo(one.daemon().port());
            }
        }
    }

    @Test
    void outsideOfACallThereIsNoCurrentDaemon() {
        assertThat(CallContext.current().objectId()).isNull();
        assertThatThrownBy(Daemon::current).isInstanceOf(PyroException.class)
                .hasMessageContaining("serves no call");
    }

    /** Counts, and tells of its end. */
    @Expose
    @Behavior(mode = InstanceMode.PERCALL)
    public static class PerCall implements AutoCloseable {
        private final String name;

        public PerCall() {
            this("constructor");
        }

        PerCall(String name) {
            this.name = name;
        }

        public String name() {
            return name;
        }

        public Iterator<String> names() {
            return List.of(name, name).iterator();
        }

        @Override
        public void close() {
            CLOSED.computeIfAbsent(name, unused -> new CopyOnWriteArrayList<>()).add("closed");
        }
    }

    /** One for all. */
    @Expose
    @Behavior(mode = InstanceMode.SINGLE)
    public static class Single extends PerCall {
        private int count;

        public Single() {
            super("single");
        }

        public int count() {
            return ++count;
        }
    }

    /** One for each connection. */
    @Expose
    @Behavior(mode = InstanceMode.SESSION)
    public static class Session extends Single {}

    private static List<String> closed(String name) {
        return CLOSED.getOrDefault(name, List.of());
    }

    @Test
    void aCreatorThatIsGivenAtRegistrationMakesTheInstances() {
        AtomicInteger made = new AtomicInteger();
        try (Loopback loopback = new Loopback()) {
            Proxy proxy = loopback.proxy(loopback.daemon().register(PerCall.class, "creator",
                    () -> new PerCall("made " + made.incrementAndGet())));

            assertThat(proxy.call("name")).isEqualTo("made 1");
            assertThat(proxy.call("name")).isEqualTo("made 2");
        }
    }

    @Test
    void theBuilderTakesACreatorToo() {
        try (Loopback loopback = new Loopback(Daemon.builder().config(PyroConfig.defaults())
                .register(PerCall.class, "creator", () -> new PerCall("of the builder")))) {
            Proxy proxy = loopback.proxy(loopback.daemon().uriFor("creator"));

            assertThat(proxy.call("name")).isEqualTo("of the builder");
        }
    }

    /** Never an instance itself. */
    @Expose
    public interface Named {
        String name();
    }

    @Test
    void aCreatorMayMakeWhatImplementsAnInterface() {
        try (Loopback loopback = new Loopback()) {
            Proxy proxy = loopback.proxy(loopback.daemon().register(Named.class, () -> () -> "n"));

            assertThat(proxy.call("name")).isEqualTo("n");
        }
    }

    @Test
    void anInstanceOfOneCallIsClosedAfterIt() {
        try (Loopback loopback = new Loopback()) {
            Proxy proxy = loopback.proxy(loopback.daemon().register(PerCall.class,
                    () -> new PerCall("per call")));

            proxy.call("name");
            assertThat(closed("per call")).hasSize(1);
            proxy.call("name");
            assertThat(closed("per call")).hasSize(2);
        }
    }

    @Test
    void anInstanceOfOneCallThatReturnsAnItemStreamIsClosedWithTheStream() {
        try (Loopback loopback = new Loopback()) {
            Proxy proxy = loopback.proxy(loopback.daemon().register(PerCall.class,
                    () -> new PerCall("stream")));

            try (RemoteIterator<String> names = proxy.stream(String.class, "names")) {
                names.next();
                assertThat(closed("stream")).isEmpty();
                names.next();
                assertThat(names.hasNext()).isFalse();
            }
            assertThat(closed("stream")).hasSize(1);
        }
    }

    @Test
    void theSingleInstanceIsClosedAtTheDaemonsEnd() {
        int before = closed("single").size();
        try (Loopback loopback = new Loopback()) {
            loopback.serve(Single.class).call("count");
            assertThat(closed("single")).hasSize(before);
        }
        assertThat(closed("single")).hasSize(before + 1);
    }

    /** Ends its daemon from within. */
    @Expose
    @Behavior(mode = InstanceMode.SINGLE)
    public static class Ending implements AutoCloseable {
        static final List<String> EVENTS = new CopyOnWriteArrayList<>();
        static final CountDownLatch CLOSED = new CountDownLatch(1);

        public void end() {
            Daemon.current().close();
            EVENTS.add("call ended");
        }

        @Override
        public void close() {
            EVENTS.add("closed");
            CLOSED.countDown();
        }
    }

    @Test
    void theSingleInstanceThatEndsItsDaemonIsClosedAfterItsCall() throws Exception {
        try (Loopback loopback = new Loopback()) {
            loopback.serve(Ending.class).call("end");

            Ending.CLOSED.await();
            assertThat(Ending.EVENTS).containsExactly("call ended", "closed");
        }
    }

    @Test
    void aSingleClassHasOneInstanceInADaemonUnderHoweverManyIds() {
        try (Loopback loopback = new Loopback()) {
            Proxy one = loopback.proxy(loopback.daemon().register(Single.class, "one"));
            Proxy two = loopback.proxy(loopback.daemon().register(Single.class, "two", true));

            assertThat(one.call("count")).isEqualTo(1);
            assertThat(two.call("count")).isEqualTo(2);
        }
    }

    @Test
    void aSessionHasOneInstanceOfAClassUnderHoweverManyIds() throws Throwable {
        ObjectTable table = new ObjectTable();
        table.register(Session.class, "one", false, false);
        table.register(Session.class, "two", true, false);
        SessionInstances session = new SessionInstances(Runnable::run,
                new RateLimitedLog(LoggerFactory.getLogger(RegisteredClassesTest.class), "failures",
                        () -> 0));

        Object one = found(table, "one").instanceFor(session, ServedCall.first());

        assertThat(found(table, "two").instanceFor(session, ServedCall.first())).isSameAs(one);
    }

    private static Registered found(ObjectTable table, String id) {
        return Objects.requireNonNull(table.find(id));
    }

    @Test
    void instancesLiveOnWhenTheirClassIsReadAnew() {
        try (Loopback loopback = new Loopback()) {
            for (Class<?> type : List.of(Single.class, Session.class)) {
                Proxy proxy = loopback.serve(type);
                assertThat(proxy.call("count")).isEqualTo(1);

                loopback.daemon().resetMetadataCache(type);

                assertThat(proxy.call("count")).isEqualTo(2);
            }
        }
    }

    @Test
    void aSingleInstanceOutlivesItsRegistrationAsInPyro() {
        try (Loopback loopback = new Loopback()) {
            Proxy proxy = loopback.proxy(loopback.daemon().register(Single.class, "single"));
            proxy.call("count");
            loopback.daemon().unregister(Single.class);
            loopback.daemon().register(Single.class, "single");

            assertThat(proxy.call("count")).isEqualTo(2);
        }
    }
}
