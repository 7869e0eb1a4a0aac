package io.jyro.interop.server;

import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;

import io.jyro.Expose;
import io.jyro.interop.Python;
import io.jyro.interop.ThingDaemon;
import io.jyro.interop.WithEachPyro;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** The error handler hears of what user code threw while it served clients of Python, and of nothing else. */
@WithEachPyro
class UserFailuresIT {
    private final Python python;

    UserFailuresIT(Python python) {
        this.python = python;
    }

    /** Fails in several ways. */
    @Expose
    public static class Failing {
        public int fail(String text) {
            throw new IllegalArgumentException(text);
        }

        public Iterator<Integer> items(int good) {
            return Stream.iterate(1, i -> i + 1).peek(i -> {
                if (i > good) {
                    throw new IllegalStateException("no item " + i);
                }
            }).iterator();
        }

        public Iterator<Integer> allItems() {
            return List.of(1, 2).iterator();
        }
    }

    @Test
    void callsBatchesAndStreamsAreHeardOfAndRefusalsAreNot() {
        List<String> heard = new CopyOnWriteArrayList<>();
        try (ThingDaemon jyro = ThingDaemon.start(daemon -> daemon.errorHandler((client, id,
                method, failure) -> heard.add(id + "." + method + ": " + failure.getMessage())))) {
            jyro.daemon().register(new Failing(), "failing");
            python.run("""
                    p = %s
                    def tolerant(call):
                        try:
                            return call()
                        except Exception as x:
                            return type(x).__name__
                    b = batch(p)
                    b.fail("batched")
                    """.formatted(jyro.proxy("failing")));

            assertThat(python
                    .eval("""
                            result = [tolerant(lambda: p.fail("called")), tolerant(lambda: list(b())),
                                      tolerant(lambda: list(p.items(1))), tolerant(lambda: list(p.allItems())),
                                      tolerant(lambda: p.nobody()), tolerant(lambda: p.fail(1, 2)),
                                      tolerant(lambda: p._pyroInvoke("__private", (), {}))]
                            p._pyroRelease()
                            result
                            """))
                    .isEqualTo("['ValueError', 'ValueError', 'RuntimeError', [1, 2],"
                            + " 'AttributeError', 'TypeError', 'AttributeError']");
            assertThat(heard).containsExactly("failing.fail: called", "failing.fail: batched",
                    "failing.items: no item 2");
        }
    }
}
