package io.jyro.interop.server;

import java.util.Comparator;
import java.util.List;
import java.util.function.Function;

import io.jyro.Expose;
import io.jyro.Param;
import io.jyro.interop.Python;
import io.jyro.interop.ThingDaemon;
import io.jyro.interop.WithEachPyro;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** What Python's values become where Java declares more than Python does. */
@WithEachPyro
class ParametersIT {
    private final Python python;
    private final ThingDaemon jyro;

    ParametersIT(Python python, ThingDaemon jyro) {
        this.python = python;
        this.jyro = jyro;
        jyro.daemon().register(new Service(), "service");
        python.run("p = " + jyro.proxy("service"));
    }

    @AfterEach
    void close() {
        python.run("p._pyroRelease()");
        jyro.daemon().unregister("service");
    }

    record Point(int x, int y) {}

    /** Takes them. */
    @Expose
    public static class Service {
        public int product(Point point) {
            return point.x() * point.y();
        }

        public String greet(String name, @Param(defaultValue = "Hello") String greeting,
                @Param(defaultValue = "[1, 2]") List<Integer> numbers) {
            return greeting + " " + name + " " + numbers;
        }

        public String kind(double value) {
            return "double";
        }

        public String kind(Object value) {
            return value.getClass().getSimpleName();
        }

        public String composed(Function<String, String> function) {
            return function.andThen(text -> text + "!").apply("a");
        }

        public List<Integer> sorted(List<Integer> numbers, Comparator<Integer> order) {
            return numbers.stream().sorted(order.reversed()).toList();
        }
    }

    @Test
    void tuplesAndListsBecomeRecordsByPosition() {
        assertThat(
                python.eval("[p.product((2, 3)), p.product([4, 5]), p.product({'x': 6, 'y': 7})]"))
                .isEqualTo("[6, 20, 42]");
    }

    @Test
    void whatIsLeftOutHasItsDefaultValue() {
        assertThat(
                python.eval("[p.greet('Ann'), p.greet('Ben', numbers=[3]), p.greet('Cy', 'Hi')]"))
                .isEqualTo("['Hello Ann [1, 2]', 'Hello Ben [3]', 'Hi Cy [1, 2]']");
    }

    @Test
    void anIntBeyondLongStaysOneWhereOverloadsCompete() {
        assertThat(python.eval("[p.kind(2**70), p.kind(1.5)]"))
                .isEqualTo("['BigInteger', 'double']");
    }

    @Test
    void callbacksArriveAsInterfacesOfTheJdk() {
        python.run("""
                @expose
                class Callback(object):
                    def apply(self, text):
                        return text.upper()
                    def compare(self, a, b):
                        return (a > b) - (a < b)
                s = Served()
                s.daemon.register(Callback(), "callback")
                c = Proxy("PYRO:callback@%s" % s.location)
                """);
        try {
            assertThat(python.eval("[p.composed(c), p.sorted([2, 3, 1], c)]"))
                    .isEqualTo("['A!', [3, 2, 1]]");
        } finally {
            python.run("s.stop()");
        }
    }
}
