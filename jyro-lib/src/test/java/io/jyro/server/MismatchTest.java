package io.jyro.server;

import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

import io.jyro.Attribute;
import io.jyro.Expose;
import io.jyro.Kwargs;
import io.jyro.Loopback;
import io.jyro.PyroException;
import io.jyro.RemoteCallException;
import io.jyro.RemoteName;
import io.jyro.TypeMismatchException;
import io.jyro.TypeRef;
import io.jyro.client.Proxy;
import io.jyro.client.RemoteIterator;
import io.jyro.rpc.BatchResult;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Values that do not fit their declared type, wherever one is declared: where, what was wanted, what came. */
class MismatchTest {

    record Reading(String room, double celsius) {}

    record House(Map<String, List<Reading>> readings) {}

    @Expose
    static class Thermostat {
        private double target;

        public void raise(double degrees) {
            target += degrees;
        }

        public void log(List<Reading> readings) {
            target = readings.getFirst().celsius();
        }

        public void build(House house) {
            target = house.readings().size();
        }

        public void count(int times) {
            target = times;
        }

        public void all(String name, Reading... readings) {
            target = readings.length + name.length();
        }

        public void pick(int number) {
            target = number;
        }

        public void pick(boolean whether) {
            target = whether ? 1 : 0;
        }

        @Attribute
        public double getTarget() {
            return target;
        }

        @Attribute
        public void setTarget(double newTarget) {
            target = newTarget;
        }

        @Attribute
        public Map<String, Object> getState() {
            return Map.of("on", "perhaps");
        }

        public List<Object> words() {
            return List.of(Map.of("room", "kitchen", "celsius", "warm"));
        }

        public Iterator<Object> history() {
            return List.<Object>of(Map.of("room", "kitchen", "celsius", 1),
                    Map.of("room", "kitchen", "celsius", "warm"), Map.of("room", "x", "celsius", 3))
                    .iterator();
        }
    }

    interface View {
        List<Reading> words();

        @RemoteName("words")
        CompletableFuture<List<Reading>> wordsLater();

        @RemoteName("words")
        Stream<Reading> wordByWord();

        Stream<Reading> history();

        @Attribute
        int target();

        @Attribute
        Map<String, Integer> state();
    }

    private final Loopback loopback = new Loopback();
    private final Proxy proxy = loopback.serve(new Thermostat());

    @AfterEach
    void close() {
        loopback.close();
    }

    @Test
    void aParameter() {
        assertTypeError(() -> proxy.call("raise", "much"),
                "raise() parameter 'degrees': expected double, but got str");
        assertTypeError(() -> proxy.call("raise", (Object) null),
                "raise() parameter 'degrees': expected double, but got None");
    }

    @Test
    void aKeywordArgument() {
        assertTypeError(() -> proxy.call("raise", Kwargs.of("degrees", List.of())),
                "raise() parameter 'degrees': expected double, but got list");
    }

    @Test
    void aLossyConversion() {
        assertTypeError(() -> proxy.call("count", 1.5),
                "count() parameter 'times': expected int, but got float 1.5");
        assertTypeError(() -> proxy.call("count", 1L << 40),
                "count() parameter 'times': expected Java int (-2147483648 to 2147483647), but"
                        + " got int 1099511627776; declare long for larger numbers");
    }

    @Test
    void aComponentOfAnElement() {
        assertTypeError(
                () -> proxy.call("log",
                        List.of(new Reading("kitchen", 1), Map.of("room", "x", "celsius", true))),
                "log() parameter 'readings'[1].celsius: expected double, but got bool");
    }

    @Test
    void aComponentThatIsMissing() {
        assertTypeError(() -> proxy.call("log", List.of(Map.of("room", "x"))),
                "log() parameter 'readings'[0]: expected Reading, but got dict without 'celsius'");
    }

    @Test
    void anElementOfTheValueOfAMapOfARecord() {
        assertTypeError(
                () -> proxy.call("build",
                        Map.of("readings", Map.of("ground floor",
                                List.of(Map.of("room", 1, "celsius", 1))))),
                "build() parameter 'house'.readings['ground floor'][0].room: expected String,"
                        + " but got int");
    }

    @Test
    void oneOfAVariableNumberOfArguments() {
        assertTypeError(() -> proxy.call("all", "x", new Reading("kitchen", 1), 7),
                "all() parameter 'readings'[1]: expected Reading, but got int");
    }

    @Test
    void argumentsThatNoOverloadTakes() {
        assertTypeError(() -> proxy.call("pick", "text"),
                "pick() has no overload that takes (str); its overloads are: (boolean) (int)");
    }

    @Test
    void anAttributeThatIsWritten() {
        assertTypeError(() -> proxy.set("target", "much"),
                "attribute target: expected double, but got str");
    }

    @Test
    void anAttributeThatIsRead() {
        proxy.set("target", 1.5);

        assertMismatch(() -> proxy.get(int.class, "target"),
                "attribute target: expected int, but got float 1.5");
        assertMismatch(() -> proxy.as(View.class).target(),
                "attribute target: expected int, but got float 1.5");
        assertMismatch(() -> proxy.as(View.class).state(),
                "attribute state['on']: expected Integer, but got str");
    }

    @Test
    void aResult() {
        assertMismatch(() -> proxy.call(int.class, "words"),
                "words() result: expected int, but got list");
        assertMismatch(() -> proxy.call(new TypeRef<List<Reading>>() {}, "words"),
                "words() result[0].celsius: expected double, but got str");
    }

    @Test
    void aResultOfAView() {
        View view = proxy.as(View.class);

        assertMismatch(view::words,
                "words() result[0].celsius: expected double, but got str");
        assertThat(view.wordsLater()).failsWithin(java.time.Duration.ofSeconds(5))
                .withThrowableOfType(java.util.concurrent.ExecutionException.class)
                .withMessageContaining("words() result[0].celsius: expected double");
        assertMismatch(view::wordByWord,
                "words() item[0].celsius: expected double, but got str");
    }

    @Test
    void aResultThatIsAStream() {
        assertThatThrownBy(() -> proxy.call(int.class, "history"))
                .isInstanceOf(TypeMismatchException.class)
                .hasMessage("history() result: expected int, but got item stream;"
                        + " read it with Proxy.stream, or declare Stream or Iterator in a view");
    }

    @Test
    void anItemOfAStreamAndTheNextOnesAreStillThere() {
        RemoteIterator<Reading> items = proxy.stream(Reading.class, "history");

        assertThat(items.next()).isEqualTo(new Reading("kitchen", 1));
        assertMismatch(items::next,
                "history() item[1].celsius: expected double, but got str");
        assertThat(items.next()).isEqualTo(new Reading("x", 3));
        assertThat(items.hasNext()).isFalse();
        assertMismatch(() -> proxy.as(View.class).history().forEach(reading -> {}),
                "history() item[1].celsius: expected double, but got str");
    }

    @Test
    void aResultOfABatch() {
        List<BatchResult> results = proxy.batch().call("raise", 1).call("words").invoke();

        assertMismatch(() -> results.get(1).get(new TypeRef<List<Reading>>() {}),
                "batch[1] words() result[0].celsius: expected double, but got str");
        assertMismatch(() -> results.get(1).get(int.class),
                "batch[1] words() result: expected int, but got list");
    }

    @Test
    void anArgumentInABatch() {
        assertThat(proxy.batch().call("raise", "much").invoke()).singleElement()
                .satisfies(result -> assertThat(result.failure()).hasMessageContaining(
                        "raise() parameter 'degrees': expected double, but got str"));
    }

    private static void assertTypeError(Runnable call, String message) {
        assertThatThrownBy(call::run).isInstanceOfSatisfying(RemoteCallException.class, raised -> {
            assertThat(raised.remoteType()).isEqualTo("builtins.TypeError");
            assertThat(raised.remoteMessage()).isEqualTo(message);
        });
    }

    private static void assertMismatch(Runnable call, String message) {
        assertThatThrownBy(call::run).isInstanceOf(PyroException.class)
                .isInstanceOf(TypeMismatchException.class).hasMessage(message);
    }
}
