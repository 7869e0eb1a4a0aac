package io.jyro.client;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import io.jyro.Attribute;
import io.jyro.Expose;
import io.jyro.Kwargs;
import io.jyro.Loopback;
import io.jyro.Oneway;
import io.jyro.Protocol;
import io.jyro.PyroException;
import io.jyro.RemoteCallException;
import io.jyro.RemoteName;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** A remote object as a Java interface. */
class RemoteViewTest {

    record Reading(String at, double celsius) {}

    @Expose
    static class Thermostat {
        final CountDownLatch told = new CountDownLatch(1);
        private double target = 20;

        public double raise(double degrees) {
            target += degrees;
            return target;
        }

        @Attribute
        public double getTarget() {
            return target;
        }

        @Attribute
        public void setTarget(double newTarget) {
            target = newTarget;
        }

        public Iterator<Reading> history() {
            return List.of(new Reading("noon", 21.5), new Reading("night", 17)).iterator();
        }

        public List<Reading> list() {
            return List.of(new Reading("noon", 21.5));
        }

        public Map<String, Reading> byName() {
            return Map.of("kitchen", new Reading("noon", 21.5));
        }

        public @Nullable String maybe(boolean there) {
            return there ? "there" : null;
        }

        public void log(String line) {
            told.countDown();
        }

        public String join(String separator, Object... parts) {
            return String.join(separator, Arrays.stream(parts).map(String::valueOf)
                    .toList());
        }

        public int sum(int... numbers) {
            return Arrays.stream(numbers).sum();
        }

        public String lines(String first, String... others) {
            return first + others.length;
        }

        public String describe(String name, int count) {
            return name + count;
        }

        public void fail() {
            throw new IllegalStateException("broken");
        }
    }

    interface RemoteThermostat {
        double raise(double degrees);

        @RemoteName("raise")
        CompletableFuture<Double> raiseLater(double degrees);

        @RemoteName("raise")
        CompletionStage<Double> raiseAsStage(double degrees);

        @RemoteName("raise")
        Future<Double> raiseAsFuture(double degrees);

        Stream<Reading> history();

        @RemoteName("history")
        Iterator<Reading> historyOneByOne();

        @RemoteName("history")
        RemoteIterator<Reading> historyToClose();

        List<Reading> list();

        Map<String, Reading> byName();

        Optional<String> maybe(boolean there);

        @RemoteName("maybe")
        @Nullable
        String perhaps(boolean there);

        @RemoteName("raise")
        void raiseQuietly(double degrees);

        @Attribute
        double target();

        @Attribute
        void setTarget(double degrees);

        @Attribute("target")
        void aim(double degrees);

        @Oneway
        void log(String line);

        String join(String separator, @Nullable Object... parts);

        int sum(int... numbers);

        String lines(String first, String... others);

        String describe(Kwargs arguments);

        void fail();

        @RemoteName("nosuch")
        void missing();

        @RemoteName("describe")
        int wrongResult(String name, int count);

        default double raiseTwice(double degrees) {
            raise(degrees);
            return raise(degrees);
        }

        static String helper() {
            return "local";
        }
    }

    interface Closeable extends RemoteThermostat, AutoCloseable {
        @Override
        void close();
    }

    private final Loopback loopback = new Loopback();
    private final Thermostat thermostat = new Thermostat();
    private final Proxy proxy = loopback.serve(thermostat);
    private final RemoteThermostat view = proxy.as(RemoteThermostat.class);

    @AfterEach
    void close() {
        loopback.close();
    }

    @ParameterizedTest
    @EnumSource(Protocol.class)
    void aMethodIsACall(Protocol protocol) {
        RemoteThermostat remote = loopback.proxy(proxy.uri(), protocol).as(RemoteThermostat.class);

        assertThat(remote.raise(1.5)).isEqualTo(21.5);
    }

    @Test
    void aMethodMayReturnAFuture() throws Exception {
        assertThat(view.raiseLater(1).get(5, TimeUnit.SECONDS)).isEqualTo(21);
        assertThat(view.raiseAsStage(1).toCompletableFuture().get(5, TimeUnit.SECONDS))
                .isEqualTo(22);
        assertThat(view.raiseAsFuture(1).get(5, TimeUnit.SECONDS)).isEqualTo(23);
    }

    @Test
    void aMethodMayReturnAStreamOrAnIterator() {
        assertThat(view.history()).containsExactly(new Reading("noon", 21.5),
                new Reading("night", 17));
        List<Reading> all = new ArrayList<>();
        view.historyOneByOne().forEachRemaining(all::add);
        assertThat(all).hasSize(2);
        try (RemoteIterator<Reading> readings = view.historyToClose()) {
            assertThat(readings.next().celsius()).isEqualTo(21.5);
        }
    }

    @Test
    void resultsBecomeTheDeclaredTypes() {
        assertThat(view.list()).containsExactly(new Reading("noon", 21.5));
        assertThat(view.byName()).containsEntry("kitchen", new Reading("noon", 21.5));
    }

    @Test
    void noneIsEmptyOrNullAsDeclared() {
        assertThat(view.maybe(true)).contains("there");
        assertThat(view.maybe(false)).isEmpty();
        assertThat(view.perhaps(false)).isNull();
    }

    @Test
    void aMethodWithoutResultDropsIt() {
        view.raiseQuietly(2);

        assertThat(view.target()).isEqualTo(22);
    }

    @Test
    void attributesAreReadAndWritten() {
        view.setTarget(18);
        assertThat(view.target()).isEqualTo(18);
        view.aim(19);
        assertThat(view.target()).isEqualTo(19);
    }

    @Test
    void aOnewayMethodIsNotWaitedFor() throws Exception {
        view.log("line");

        assertThat(thermostat.told.await(5, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void varargsAreSpread() {
        assertThat(view.join("-", 1, "two", null)).isEqualTo("1-two-null");
        assertThat(view.join("-")).isEmpty();
    }

    @Test
    void variableArgumentsOfAnyTypeAreSpread() {
        assertThat(view.sum(1, 2, 3)).isEqualTo(6);
        assertThat(view.sum()).isZero();
        assertThat(view.lines("a", "b", "c")).isEqualTo("a2");
        assertThat(view.lines("a")).isEqualTo("a0");
    }

    @Test
    void kwargsAreKeywordArguments() {
        assertThat(view.describe(Kwargs.of("count", 3).and("name", "x"))).isEqualTo("x3");
    }

    @Test
    void failuresAreThrownAsTheyCome() {
        assertThatThrownBy(view::fail).isInstanceOf(RemoteCallException.class)
                .hasMessageContaining("broken");
        assertThatThrownBy(view::missing).isInstanceOf(RemoteCallException.class)
                .hasMessageContaining("nosuch");
    }

    @Test
    void aResultThatDoesNotFitNamesTheMethod() {
        assertThatThrownBy(() -> view.wrongResult("x", 1)).isInstanceOf(PyroException.class)
                .hasMessageContaining("describe");
    }

    @Test
    void defaultMethodsRunHere() {
        assertThat(view.raiseTwice(1)).isEqualTo(22);
        assertThat(RemoteThermostat.helper()).isEqualTo("local");
    }

    @Test
    void viewsOfOneObjectAreEqual() {
        RemoteThermostat same = loopback.proxy(proxy.uri()).as(RemoteThermostat.class);
        RemoteThermostat other = loopback.serve(new Thermostat()).as(RemoteThermostat.class);

        assertThat(view).isEqualTo(same).hasSameHashCodeAs(same).isNotEqualTo(other)
                .isNotEqualTo(proxy).isNotEqualTo(null);
        assertThat(view).isNotEqualTo(proxy.as(Closeable.class));
    }

    @Test
    void theTextOfAViewSaysWhatItIs() {
        assertThat(view.toString()).contains("RemoteThermostat").contains(proxy.uri().toString());
    }

    @Test
    void closingAViewThatCanBeClosedClosesTheProxy() {
        Closeable closeable = proxy.as(Closeable.class);
        closeable.raise(1);
        closeable.close();

        assertThatThrownBy(() -> closeable.raise(1)).isInstanceOf(PyroException.class)
                .hasMessageContaining("closed");
    }

    @Test
    void aClassIsNoView() {
        assertThatThrownBy(() -> proxy.as(String.class))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("java.lang.String");
    }

    interface BadAttribute {
        @Attribute
        int target(int a, int b);
    }

    @Test
    void anAttributeWithTwoParametersIsRefusedWhenTheViewIsMade() {
        assertThatThrownBy(() -> proxy.as(BadAttribute.class))
                .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("target");
    }

    @Expose
    static class Giver {
        private final Proxy proxy;

        Giver(Proxy proxy) {
            this.proxy = proxy;
        }

        public Proxy give() {
            return proxy;
        }
    }

    interface RemoteGiver {
        RemoteThermostat give();
    }

    @Test
    void aMethodMayReturnAViewOfAnotherObject() {
        RemoteGiver giver = loopback.serve(new Giver(proxy)).as(RemoteGiver.class);

        assertThat(giver.give().raise(1)).isEqualTo(21);
    }
}
