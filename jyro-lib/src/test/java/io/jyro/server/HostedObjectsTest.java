package io.jyro.server;

import java.util.AbstractList;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import io.jyro.Attribute;
import io.jyro.Expose;
import io.jyro.Protocol;
import io.jyro.PyroConfig;
import io.jyro.PyroUri;
import io.jyro.SerializationException;
import io.jyro.Serializer;
import io.jyro.client.Proxy;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Objects that daemons of this process host, as arguments and results: they travel as proxies, and come back as themselves. */
class HostedObjectsTest {
    public interface Listener {
        String tell(String event);

        @Attribute
        String name();
    }

    @Expose
    public static class Printer implements Listener, Runnable {
        final List<String> events = new ArrayList<>();

        @Override
        public String tell(String event) {
            events.add(event);
            return "told " + event;
        }

        @Override
        @Attribute
        public String name() {
            return "printer";
        }

        @Override
        public void run() {
            events.add("ran"); // for the owner: not exposed
        }
    }

    @Expose
    public static class Names extends AbstractList<String> {
        public String first() {
            return "first of " + size();
        }

        @Override
        public String get(int index) {
            return "name " + index;
        }

        @Override
        public int size() {
            return 2;
        }
    }

    @Expose
    public static class Prices extends HashMap<String, Double> {
        private static final long serialVersionUID = 1L;

        public String first() {
            return "first price";
        }
    }

    @Expose
    @SuppressWarnings("IterableAndIterator") // neither is sent
    public static class Ticker implements Iterator<String>, Iterable<String> {
        @Override
        public boolean hasNext() {
            return false;
        }

        @Override
        public String next() {
            return "";
        }

        @Override
        public Iterator<String> iterator() {
            return this;
        }

        public String first() {
            return "first tick";
        }
    }

    @Expose
    public static class Title implements CharSequence {
        @Override
        public int length() {
            return 0;
        }

        @Override
        public char charAt(int index) {
            return ' ';
        }

        @Override
        public CharSequence subSequence(int start, int end) {
            return "";
        }

        public String first() {
            return "first word";
        }
    }

    record Order(Printer printer, int copies, Optional<String> note) {}

    @Expose
    public static class Service {
        final List<Object> shelf = new ArrayList<>();

        public String run(Proxy callback) {
            return callback.call(String.class, "tell", "started");
        }

        public String listen(Listener listener) {
            return listener.tell("heard") + " by " + listener.name();
        }

        public String start(Runnable task) {
            task.run();
            return "ran";
        }

        public boolean isSame(Printer printer) {
            return shelf.contains(printer);
        }

        public boolean isSameList(Names names) {
            return shelf.contains(names);
        }

        public boolean areSame(List<Printer> printers) {
            return shelf.containsAll(printers);
        }

        public boolean isOrdered(Order order) {
            return shelf.contains(order.printer()) && order.copies() == 3;
        }

        @SuppressWarnings("ReferenceEquality") // that is the question
        public boolean isItself(Listener listener) {
            return shelf.stream().anyMatch(each -> each == listener);
        }

        public String kind(@Nullable Object value) {
            return value == null ? "nothing" : value.getClass().getSimpleName();
        }

        public String over(Printer printer) {
            return "printer " + shelf.contains(printer);
        }

        public String over(String text) {
            return "text " + text;
        }

        public Object shelf(int index) {
            return shelf.get(index);
        }
    }

    public interface RemoteService {
        String run(Object callback);
    }

    private final PyroConfig config = PyroConfig.defaults();
    private final Service service = new Service();
    private final Daemon daemon = Daemon.builder().config(config).start();
    private final Daemon other = Daemon.builder().config(config).start();
    private final PyroUri uri = daemon.register(service, "service");
    private final Proxy proxy = Proxy.builder(uri).config(config).build();

    @AfterEach
    void close() {
        proxy.close();
        daemon.close();
        other.close();
    }

    @ParameterizedTest
    @EnumSource(names = {"V48", "V502"})
    void aRegisteredObjectIsAnArgumentOfACallToAnyDaemon(Protocol protocol) {
        Printer printer = new Printer();
        other.register(printer);
        try (Proxy caller = Proxy.builder(uri).config(config).protocol(protocol).build()) {
            assertThat(caller.call("run", printer)).isEqualTo("told started");
            assertThat(caller.call("listen", printer)).isEqualTo("told heard by printer");
            assertThat(caller.call("kind", List.of(printer))).isEqualTo("ArrayList");
        }

        assertThat(printer.events).containsExactly("started", "heard");
    }

    @Test
    void aTypedViewTravelsAsItsProxy() {
        Printer printer = new Printer();
        Listener view = Proxy.builder(other.register(printer)).config(config).build()
                .as(Listener.class);

        assertThat(proxy.call("run", view)).isEqualTo("told started");
        assertThat(proxy.as(RemoteService.class).run(view)).isEqualTo("told started");
        assertThat(proxy.call("kind", view)).isEqualTo("Proxy");
    }

    @ParameterizedTest
    @EnumSource(names = {"SERPENT", "JSON", "MARSHAL", "MSGPACK"})
    void containersThatAreRegisteredTravelAsProxies(Serializer serializer) {
        service.shelf.addAll(List.of(new Names(), new Prices(), new Ticker(), new Title()));
        for (int i = 0; i < service.shelf.size(); i++) {
            (i % 2 == 0 ? daemon : other).register(service.shelf.get(i));
        }
        try (Proxy caller = Proxy.builder(uri).config(config).serializer(serializer).build()) {
            for (int i = 0; i < service.shelf.size(); i++) {
                assertThat(caller.call(Proxy.class, "shelf", i).call(String.class, "first"))
                        .startsWith("first ");
                assertThat(caller.call("kind", service.shelf.get(i))).isEqualTo("Proxy");
            }
        }
    }

    @Test
    void containersThatAreNotRegisteredTravelAsWhatTheyHold() {
        assertThat(proxy.call("kind", new Names())).isEqualTo("ArrayList");
        assertThat(proxy.call("kind", new Title())).isEqualTo("String");
    }

    @Test
    void anObjectIsNoLongerAProxyWhenItsDaemonHasEnded() {
        Printer printer = new Printer();
        other.register(printer);

        other.close();

        assertThatThrownBy(() -> proxy.call("run", printer))
                .isInstanceOf(SerializationException.class)
                .hasMessageContaining("register the object");
    }

    @Test
    void withoutAutoproxyAnObjectIsRefusedInThePyro4Protocol() {
        PyroConfig off = config.toBuilder().autoproxy(false).build();
        Printer printer = new Printer();
        other.register(printer);

        try (Proxy caller = Proxy.builder(uri).config(off).protocol(Protocol.V48).build()) {
            assertThatThrownBy(() -> caller.call("run", printer))
                    .isInstanceOf(SerializationException.class);
        }
    }

    @Test
    void withoutAutoproxyAnObjectTravelsAsAProxyInThePyro5ProtocolAllTheSame() {
        PyroConfig off = config.toBuilder().autoproxy(false).build();
        Printer own = new Printer();
        Printer foreign = new Printer();
        service.shelf.addAll(List.of(own, foreign));
        other.register(foreign);
        try (Daemon there = Daemon.builder().config(off).start()) {
            there.register(own);
            PyroUri here = there.register(service, "service");
            try (Proxy caller = Proxy.builder(here).config(off).protocol(Protocol.V502).build()) {
                assertThat(caller.call("run", foreign)).isEqualTo("told started");
                assertThat(caller.call("kind", foreign)).isEqualTo("Proxy");
                assertThat(caller.call("isSame", own)).isEqualTo(true);
                for (int i = 0; i < service.shelf.size(); i++) {
                    Proxy result = caller.call(Proxy.class, "shelf", i);
                    assertThat(result.call("tell", "result")).isEqualTo("told result");
                }
            }
            try (Proxy caller = Proxy.builder(here).config(off).protocol(Protocol.V48).build()) {
                assertThatThrownBy(() -> caller.call("shelf", 0))
                        .isInstanceOf(SerializationException.class);
                assertThatThrownBy(() -> caller.call("shelf", 1))
                        .isInstanceOf(SerializationException.class);
                Proxy given = Proxy.builder(other.uriFor(foreign)).config(off).build();
                assertThat(caller.call("run", given)).isEqualTo("told started");
            }
        }
    }

    @Test
    void aProxyOfTheDaemonsOwnObjectIsTheObjectWhereItsTypeIsDeclared() {
        Printer printer = new Printer();
        Names names = new Names();
        service.shelf.addAll(List.of(printer, names));
        daemon.register(names);
        Proxy own = Proxy.builder(daemon.register(printer)).config(config).build();

        assertThat(proxy.call("isSame", own)).isEqualTo(true);
        assertThat(proxy.call("isSame", printer)).isEqualTo(true);
        assertThat(proxy.call("isSameList", names)).isEqualTo(true);
        assertThat(proxy.call("areSame", List.of(own, printer))).isEqualTo(true);
        assertThat(proxy.call("isItself", own)).isEqualTo(true);
        assertThat(proxy.call("isOrdered", Map.of("printer", own, "copies", 3))).isEqualTo(true);
        assertThat(proxy.call("over", own)).isEqualTo("printer true");
        assertThat(proxy.call("over", "own")).isEqualTo("text own");
        assertThat(proxy.call("kind", own)).isEqualTo("Proxy");
    }

    /** A bean that is registered. */
    @Expose
    public static class Lamp {
        private int watts;

        public int getWatts() {
            return watts;
        }

        public void setWatts(int newWatts) {
            watts = newWatts;
        }
    }

    /** A record that is registered. */
    @Expose
    record Badge(String name) {}

    /** An object of one of several classes. */
    @Expose
    public abstract static sealed class Shape permits Circle {}

    /** The only one. */
    @Expose
    public static final class Circle extends Shape {
        public int radius() {
            return 1;
        }
    }

    /** Knows its objects again. */
    @Expose
    public static class Cabinet {
        private final List<Object> held;

        Cabinet(Object... objects) {
            held = List.of(objects);
        }

        public int map(Prices prices) {
            return index(prices);
        }

        public int bean(Lamp lamp) {
            return index(lamp);
        }

        public int record(Badge badge) {
            return index(badge);
        }

        public int sealed(Shape shape) {
            return index(shape);
        }

        @SuppressWarnings("ReferenceEquality") // that is the question
        private int index(Object object) {
            for (int i = 0; i < held.size(); i++) {
                if (held.get(i) == object) {
                    return i;
                }
            }
            return -1;
        }
    }

    @Test
    void soItIsWhereItsClassCouldAlsoBeMadeOfADict() {
        Object[] objects = {new Prices(), new Lamp(), new Badge("me"), new Circle()};
        Proxy cabinet = Proxy.builder(daemon.register(new Cabinet(objects))).config(config).build();
        for (Object object : objects) {
            daemon.register(object);
        }

        assertThat(cabinet.call("map", objects[0])).isEqualTo(0);
        assertThat(cabinet.call("bean", objects[1])).isEqualTo(1);
        assertThat(cabinet.call("record", objects[2])).isEqualTo(2);
        assertThat(cabinet.call("sealed", objects[3])).isEqualTo(3);
        cabinet.close();
    }

    @Test
    void anInterfaceReachesNothingThatIsNotExposed() {
        Printer printer = new Printer();
        Proxy own = Proxy.builder(daemon.register(printer)).config(config).build();

        assertThatThrownBy(() -> proxy.call("start", own)).hasMessageContaining("run");
        assertThat(printer.events).isEmpty();
    }

    @Test
    void anObjectOfAnotherDaemonIsRefusedWhereItsClassIsDeclared() {
        Printer printer = new Printer();
        Proxy foreign = Proxy.builder(other.register(printer, "printer")).config(config).build();

        assertThatThrownBy(() -> proxy.call("isSame", foreign))
                .hasMessageContaining("expected Printer, but got Proxy");
        daemon.register(new Printer(), "printer");
        assertThatThrownBy(() -> proxy.call("isSame", foreign))
                .hasMessageContaining("expected Printer, but got Proxy");
        assertThatThrownBy(() -> proxy.call("isSame",
                Proxy.builder(daemon.uriFor("unknown")).config(config).build()))
                .hasMessageContaining("expected Printer, but got Proxy");
    }

    @ParameterizedTest
    @EnumSource(names = {"V48", "V502"})
    void aDaemonBehindANatKnowsItsObjectsByTheAddressesOfBothSides(Protocol protocol) {
        try (Daemon inside = Daemon.builder().config(config).host("127.0.0.1")
                .natHost("gate.example").natPort(4444).start()) {
            Printer printer = new Printer();
            service.shelf.add(printer);
            inside.register(printer, "printer");
            PyroUri here = PyroUri.of("service", "127.0.0.1", inside.port());
            inside.register(service, "service");
            try (Proxy caller = Proxy.builder(here).config(config).protocol(protocol).build()) {
                Proxy received = caller.call(Proxy.class, "shelf", 0);

                assertThat(received.uri())
                        .isEqualTo(PyroUri.of("printer", "gate.example", 4444));
                assertThat(caller.call("isSame", received)).isEqualTo(true);
                assertThat(caller.call("areSame", List.of(received, printer))).isEqualTo(true);
                assertThat(caller.call("isItself", received)).isEqualTo(true);
                assertThat(caller.call("isSame", Proxy.builder(inside.uriFor(printer, false))
                        .config(config).build())).isEqualTo(true);
                assertThatThrownBy(() -> caller.call("isSame",
                        Proxy.builder(PyroUri.of("printer", "gate.example", inside.port()))
                                .config(config).build()))
                        .hasMessageContaining("expected Printer, but got Proxy");
            }
        }
    }

    @Test
    void aDaemonOnEveryAddressKnowsItsObjectsByEachOfThem() {
        try (Daemon everywhere = Daemon.builder().config(config).host("0.0.0.0").start()) {
            Printer printer = new Printer();
            service.shelf.add(printer);
            everywhere.register(service, "service");
            everywhere.register(printer, "printer");
            PyroUri here = PyroUri.of("service", "127.0.0.1", everywhere.uriFor("service").port());
            try (Proxy caller = Proxy.builder(here).config(config).build()) {
                for (String host : List.of("127.0.0.1", "localhost",
                        String.valueOf(everywhere.uriFor("printer").host()))) {
                    Proxy own = Proxy.builder(PyroUri.of("printer", host, here.port()))
                            .config(config).build();

                    assertThat(caller.call("isSame", own)).as(host).isEqualTo(true);
                }
            }
        }
    }
}
