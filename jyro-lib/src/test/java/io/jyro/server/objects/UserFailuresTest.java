package io.jyro.server.objects;

import java.util.Iterator;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

import ch.qos.logback.classic.Level;
import io.jyro.Attribute;
import io.jyro.Callback;
import io.jyro.Expose;
import io.jyro.Kwargs;
import io.jyro.Loopback;
import io.jyro.Oneway;
import io.jyro.Param;
import io.jyro.Protocol;
import io.jyro.PyroConfig;
import io.jyro.PyroException;
import io.jyro.PyroUri;
import io.jyro.RemoteCallException;
import io.jyro.ServerType;
import io.jyro.client.Proxy;
import io.jyro.client.RemoteIterator;
import io.jyro.hostile.LogCapture;
import io.jyro.server.Daemon;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Of each failure of user code the error handler and the log hear once, and of nothing else. */
class UserFailuresTest {
    private final BlockingQueue<String> heard = new LinkedBlockingQueue<>();
    private final Daemon.Builder builder = Daemon.builder().config(PyroConfig.defaults())
            .errorHandler((client, object, method, failure) -> heard
                    .add(object + "." + method + ": " + failure.getMessage()));

    /** Fails wherever it can. */
    @Expose
    public static class Failing {
        public void fail(String text) {
            throw new IllegalStateException(text);
        }

        @Callback
        public void calledBack() throws Exception {
            throw new Exception("callback");
        }

        public void refuse() throws Exception {
            throw new Exception("checked");
        }

        @Oneway
        public void told() {
            throw new IllegalStateException("oneway");
        }

        public String works() {
            return "works";
        }

        @Attribute
        public String getValue() {
            throw new IllegalStateException("getter");
        }

        @Attribute
        public void setValue(String value) {
            throw new IllegalStateException("setter");
        }

        public Iterator<Integer> items() {
            return List.of(2, 1, 0).stream().map(each -> 4 / each).iterator();
        }

        public Iterator<Integer> fine() {
            return List.of(1).iterator();
        }

        public Iterable<Integer> withoutIterator() {
            return () -> {
                throw new IllegalStateException("iterator");
            };
        }
    }

    /** Is particular about its arguments; each of its calls would fail. */
    @Expose
    public static class Particular {
        @Callback
        public void notified(@Param("count") int count) {
            throw new IllegalStateException("callback with " + count);
        }

        @Callback
        public void either(int count, String text) {
            throw new IllegalStateException("first form");
        }

        public void either(String text, int count) {
            throw new IllegalStateException("second form");
        }

        @Callback
        public void all(int... numbers) {
            throw new IllegalStateException("any number");
        }

        @Oneway
        public void told(int count) {
            throw new IllegalStateException("oneway with " + count);
        }

        @Attribute
        public void setSize(int size) {
            throw new IllegalStateException("setter with " + size);
        }
    }

    /** Cannot be made. */
    @Expose
    public static class Unmade {
        public Unmade() {
            throw new IllegalStateException("constructor");
        }

        public void call() {}
    }

    @Test
    void anIterableWithoutIteratorIsReportedWhereItIsAskedForOneOnTheThreadForCalls()
            throws Exception {
        try (Loopback loopback = new Loopback(builder.serverType(ServerType.MULTIPLEX))) {
            Proxy proxy = loopback.proxy(loopback.daemon().register(new Failing(), "f"));

            fails(() -> proxy.call("withoutIterator"));
            assertHeard("f.withoutIterator: iterator");
        }
    }

    @Test
    void aHandlerThatFailsChangesNothingForTheCaller() {
        Daemon.Builder failing = Daemon.builder().config(PyroConfig.defaults())
                .errorHandler((client, object, method, failure) -> {
                    throw new IllegalCallerException("of the handler");
                });
        try (Loopback loopback = new Loopback(failing); LogCapture log = new LogCapture()) {
            Proxy proxy = loopback.serve(new Failing());

            assertThatThrownBy(() -> proxy.call("fail", "method"))
                    .hasMessageContaining("method").hasMessageNotContaining("of the handler");
            assertThat(proxy.call("works")).isEqualTo("works");
            assertThat(log.lines()).anyMatch(line -> line.contains("error handler failed"));
        }
    }

    @ParameterizedTest
    @EnumSource(value = Protocol.class, names = {"V48", "V502"})
    void everyFailureOfUserCodeIsReportedOnce(Protocol protocol) throws Exception {
        try (Loopback loopback = new Loopback(builder); LogCapture log = new LogCapture()) {
            PyroUri uri = loopback.daemon().register(new Failing(), "f");
            loopback.daemon().register(Unmade.class, "unmade");
            Proxy proxy = loopback.proxy(uri, protocol);
            Proxy unmade = loopback.proxy(loopback.daemon().uriFor("unmade"), protocol);

            fails(() -> proxy.call("fail", "method"));
            assertHeard("f.fail: method");
            fails(() -> proxy.get("value"));
            assertHeard("f.value: getter");
            fails(() -> proxy.set("value", "x"));
            assertHeard("f.value: setter");
            fails(() -> unmade.call("call"));
            assertHeard("unmade.call: constructor");
            fails(() -> proxy.call("withoutIterator"));
            assertHeard("f.withoutIterator: iterator");
            proxy.call("told");
            assertThat(heard.poll(10, TimeUnit.SECONDS)).isEqualTo("f.told: oneway");
            proxy.batch().call("works").call("calledBack").call("works").invoke();
            assertHeard("f.calledBack: callback");
            assertThat(log.lines()).filteredOn(line -> line.startsWith("WARN callback calledBack"))
                    .hasSize(1);
        }
    }

    @ParameterizedTest
    @EnumSource(value = Protocol.class, names = {"V48", "V502"})
    void aFailureWithinAnItemStreamBelongsToTheCallThatReturnedIt(Protocol protocol) {
        try (Loopback loopback = new Loopback(builder)) {
            PyroUri uri = loopback.daemon().register(new Failing(), "f");
            Proxy proxy = loopback.proxy(uri, protocol);
            try (RemoteIterator<Integer> items = proxy.stream(Integer.class, "items")) {
                assertThat(items.next()).isEqualTo(2);
                assertThat(items.next()).isEqualTo(4);
                fails(items::next);
            }

            assertHeard("f.items: / by zero");
        }
    }

    @ParameterizedTest
    @EnumSource(value = Protocol.class, names = {"V48", "V502"})
    void refusedCallsAndTheEndOfItemsAreNoFailures(Protocol protocol) {
        try (Loopback loopback = new Loopback(builder)) {
            PyroUri uri = loopback.daemon().register(new Failing(), "f");
            Proxy proxy = loopback.proxy(uri, protocol);

            fails(() -> proxy.call("nothing"));
            fails(() -> proxy.call("_private"));
            fails(() -> proxy.call("__init__"));
            fails(() -> proxy.call("fail"));
            fails(() -> proxy.call("fail", 1, 2));
            fails(() -> proxy.get("nothing"));
            fails(() -> proxy.batch().call("works").call("nothing").invoke());
            fails(() -> loopback.proxy(loopback.daemon().uriFor("nobody"), protocol).call("x"));
            try (RemoteIterator<Integer> items = proxy.stream(Integer.class, "fine")) {
                assertThat(items.next()).isEqualTo(1);
                assertThat(items.hasNext()).isFalse();
            }
            fails(() -> loopback.proxy(loopback.daemon().uriFor("Pyro.Daemon"), protocol)
                    .call("get_next_stream_item", "unknown"));
        }
        assertThat(heard).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(value = Protocol.class, names = {"V48", "V502"})
    void argumentsThatDoNotFitAreNoFailures(Protocol protocol) throws Exception {
        try (Loopback loopback = new Loopback(builder); LogCapture log = new LogCapture()) {
            PyroUri uri = loopback.daemon().register(new Particular(), "p");
            Proxy proxy = loopback.proxy(uri, protocol);

            isRefused(() -> proxy.call("notified"));
            isRefused(() -> proxy.call("notified", 1, 2));
            isRefused(() -> proxy.call("notified", "one"));
            isRefused(() -> proxy.call("notified", List.of(1)));
            isRefused(() -> proxy.call("notified", Kwargs.of("number", 1)));
            isRefused(() -> proxy.call("notified", 1, Kwargs.of("count", 1)));
            isRefused(() -> proxy.call("notified", Kwargs.of("count", "one")));
            isRefused(() -> proxy.call("either", 1, 2));
            isRefused(() -> proxy.call("all", 1, "two"));
            isRefused(() -> proxy.set("size", "large"));
            isRefused(() -> proxy.batch().call("notified", "one").invoke().getFirst().get());
            proxy.call("told", "one");
            log.await(Level.WARN, "oneway call of told on p");

            assertThat(heard).isEmpty();
            assertThat(log.lines())
                    .noneMatch(line -> line.contains("callback ") || line.contains("failed for"));

            fails(() -> proxy.call("notified", 1));
            assertHeard("p.notified: callback with 1");
            assertThat(log.lines()).anyMatch(line -> line.startsWith("WARN callback notified"));
        }
    }

    private static void isRefused(Runnable call) {
        assertThatThrownBy(call::run).isInstanceOfSatisfying(RemoteCallException.class,
                refused -> assertThat(refused.is("TypeError")).as(refused.getMessage()).isTrue());
    }

    @Test
    void unexpectedExceptionsAreWarnedOfOncePerPlace() {
        try (Loopback loopback = new Loopback(); LogCapture log = new LogCapture()) {
            Proxy proxy = loopback.serve(new Failing());

            fails(() -> proxy.call("fail", "one"));
            fails(() -> proxy.call("fail", "two"));
            fails(() -> proxy.get("value"));
            fails(() -> proxy.call("nothing"));
            fails(() -> proxy.call("refuse"));

            assertThat(log.lines())
                    .filteredOn(line -> line.startsWith("WARN ") && line.contains("failed for"))
                    .satisfiesExactly(line -> assertThat(line).contains("fail of "),
                            line -> assertThat(line).contains("value of "));
        }
    }

    @Test
    void aPlaceIsWarnedOfAgainAfterAMinute() {
        AtomicLong now = new AtomicLong();
        FailedPlaces places = new FailedPlaces(now::get);
        Throwable here = new IllegalStateException("here");

        assertThat(places.isDue(here)).isTrue();
        assertThat(places.isDue(new IllegalStateException("another line"))).isTrue();
        now.addAndGet(TimeUnit.SECONDS.toNanos(59));
        assertThat(places.isDue(here)).isFalse();
        now.addAndGet(TimeUnit.SECONDS.toNanos(1));
        assertThat(places.isDue(here)).isTrue();
    }

    private void assertHeard(String line) {
        assertThat(heard).containsExactly(line);
        heard.clear();
    }

    private static void fails(Runnable call) {
        assertThatThrownBy(call::run).isInstanceOf(PyroException.class);
    }
}
