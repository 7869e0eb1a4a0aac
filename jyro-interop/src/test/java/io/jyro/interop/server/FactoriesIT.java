package io.jyro.interop.server;

import io.jyro.Behavior;
import io.jyro.Expose;
import io.jyro.InstanceMode;
import io.jyro.interop.Python;
import io.jyro.interop.ThingDaemon;
import io.jyro.interop.WithEachPyro;
import io.jyro.rpc.CallContext;
import io.jyro.server.Daemon;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Registered classes know the daemon that serves them, and have as many instances in it as in Pyro. */
@WithEachPyro
class FactoriesIT {
    private final Python python;
    private final ThingDaemon jyro;

    FactoriesIT(Python python, ThingDaemon jyro) {
        this.python = python;
        this.jyro = jyro;
    }

    /** A product of the factory. */
    @Expose
    public static class Product {
        private final String name;

        Product(String name) {
            this.name = name;
        }

        public String name() {
            return name + " of " + CallContext.current().objectId();
        }
    }

    /** As in Pyro's example of autoproxies. */
    @Expose
    public static class Factory {
        public Product make(String name) {
            Product made = new Product(name);
            Daemon.current().register(made, "product." + name);
            return made;
        }
    }

    /** Counts its calls. */
    @Expose
    @Behavior(mode = InstanceMode.SINGLE)
    public static class Counter {
        private int count;

        public int count() {
            return ++count;
        }
    }

    /** Says nothing of its own about instances. */
    @Expose
    public static class Derived extends Counter {}

    @Test
    void aRegisteredClassIsAnAutoproxyFactory() {
        jyro.daemon().register(Factory.class, "factory", true);

        assertThat(python.eval("""
                product = %s.make("chair")
                isinstance(product, PROXY), product.name()
                """.formatted(jyro.proxy("factory"))))
                .isEqualTo("(True, 'chair of product.chair')");
        jyro.daemon().unregister("product.chair");
    }

    @Test
    void theModeIsInheritedAndCountsPerClassAsInPyro() {
        jyro.daemon().register(Derived.class, "one", true);
        jyro.daemon().unregister("one");
        jyro.daemon().register(Derived.class, "two", true);
        python.run("""
                @expose
                @behavior(instance_mode="single")
                class Counter(object):
                    value = 0
                    def count(self):
                        self.value += 1
                        return self.value

                @expose
                class Derived(Counter):
                    pass

                s = Served()
                s.daemon.register(Derived, "two", force=True)

                def counted(uri):
                    seen = []
                    for _ in range(2):
                        with Proxy(uri) as p:
                            seen += [p.count(), p.count()]
                    return seen
                """);
        try {
            assertThat(python.eval("counted('" + jyro.uri("two") + "')"))
                    .isEqualTo(python.eval("counted(s.daemon.uriFor('two'))"))
                    .isEqualTo("[1, 2, 3, 4]");
        } finally {
            python.run("s.stop()");
            jyro.daemon().unregister("two");
        }
    }
}
