package io.jyro.interop.client;

import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

import io.jyro.CallTimeoutException;
import io.jyro.PyroConfig;
import io.jyro.RemoteCallException;
import io.jyro.client.Proxy;
import io.jyro.interop.Pyro;
import io.jyro.interop.Python;
import io.jyro.interop.WithEachPyro;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/** What Java code can do with objects of Python beyond plain calls. */
@WithEachPyro
class PythonViewsIT {
    private final Pyro pyro;
    private final Python python;

    PythonViewsIT(Pyro pyro, Python python) {
        this.pyro = pyro;
        this.python = python;
    }

    @BeforeEach
    void serve() {
        python.run("""
                @expose
                class Helper(object):
                    level = 1
                    def apply(self, text):
                        return text.upper()
                    def compare(self, a, b):
                        return (a > b) - (a < b)
                    def total(self, first, *rest):
                        return [first] + list(rest)
                    def find(self, key):
                        return {}[key]
                    @property
                    def target(self):
                        return self.level
                    @target.setter
                    def target(self, value):
                        self.level = value
                s = Served()
                s.daemon.register(Helper(), "helper")
                """);
    }

    @AfterEach
    void stop() {
        python.run("s.stop()");
    }

    private Proxy.Builder builder(String name) {
        return Proxy.builder("PYRO:" + name + "@localhost:" + python.eval("s.port"))
                .config(PyroConfig.defaults()).protocol(pyro.protocol());
    }

    interface Totals {
        List<Integer> total(int first, int... rest);
    }

    @Test
    void interfacesOfTheJdkAreViews() {
        try (Proxy helper = builder("helper").build()) {
            @SuppressWarnings("unchecked")
            Function<String, String> function = helper.as(Function.class);
            @SuppressWarnings("unchecked")
            Comparator<Integer> order = helper.as(Comparator.class);

            assertThat(function.andThen(text -> text + "!").apply("a")).isEqualTo("A!");
            assertThat(List.of(2, 3, 1).stream().sorted(order.reversed())).containsExactly(3, 2, 1);
        }
    }

    @Test
    void variableArgumentsAreSpread() {
        try (Proxy helper = builder("helper").build()) {
            assertThat(helper.as(Totals.class).total(1, 2, 3)).containsExactly(1, 2, 3);
        }
    }

    @Test
    void attributesAreReadAndWrittenWithoutWaiting() throws Exception {
        try (Proxy helper = builder("helper").build()) {
            helper.setAsync("target", Map.of("a", 1)).get(20, TimeUnit.SECONDS);

            assertThat(helper.getAsync("target").get(20, TimeUnit.SECONDS))
                    .isEqualTo(Map.of("a", 1));
        }
    }

    @Test
    void exceptionsAreKnownByTheirKinds() {
        try (Proxy helper = builder("helper").build()) {
            RemoteCallException thrown = catchThrowableOfType(RemoteCallException.class,
                    () -> helper.call("find", "key"));

            assertThat(thrown.is("KeyError")).isTrue();
            assertThat(thrown.is("LookupError")).isTrue();
            assertThat(thrown.is("ValueError")).isFalse();
        }
    }

    @Test
    void aTimeoutNamesMethodObjectLimitAndWhatWasAwaited() {
        try (Proxy thing = builder("thing").timeout(Duration.ofMillis(100)).build();
                Proxy other = builder("thing").build()) {
            assertThatThrownBy(() -> thing.call("hold")).isInstanceOf(CallTimeoutException.class)
                    .hasMessageContainingAll("hold()", "'thing'", "PT0.1S", "COMMTIMEOUT",
                            "waiting for the reply", "may still run");
            other.call("let_go");
        }
    }
}
