package io.jyro.server;

import java.util.concurrent.CountDownLatch;
import java.util.function.Supplier;

import io.jyro.Attribute;
import io.jyro.Behavior;
import io.jyro.Callback;
import io.jyro.Expose;
import io.jyro.InstanceMode;
import io.jyro.Kwargs;
import io.jyro.Loopback;
import io.jyro.Naming;
import io.jyro.Oneway;
import io.jyro.Param;
import io.jyro.RemoteCallException;
import io.jyro.RemoteName;
import io.jyro.client.Proxy;
import io.jyro.hostile.LogCapture;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Every marker counts on a superclass and on an interface as it does on the class or method itself. */
class InheritedMarkersTest {

    @Expose
    @Behavior(mode = InstanceMode.SINGLE)
    static class SingleBase {
        private int count;

        public int count() {
            return ++count;
        }
    }

    static class Derived extends SingleBase {}

    @Behavior(mode = InstanceMode.PERCALL)
    interface PerCall {}

    static class DerivedPerCall extends SingleBase implements PerCall {}

    @Expose
    static class ByInterface implements PerCall {
        private int count;

        public int count() {
            return ++count;
        }
    }

    @Behavior(mode = InstanceMode.SESSION)
    static class Overriding extends SingleBase {}

    @Test
    void aDerivedClassBehavesAsItsBaseClass() {
        assertThat(countOfASecondClient(Derived.class)).isEqualTo(2);
    }

    @Test
    void aSuperclassGoesBeforeAnInterface() {
        assertThat(countOfASecondClient(DerivedPerCall.class)).isEqualTo(2);
    }

    @Test
    void aClassBehavesAsAnInterfaceOfItSays() {
        try (Loopback loopback = new Loopback()) {
            Proxy proxy = loopback.serve(ByInterface.class);

            assertThat(proxy.call("count")).isEqualTo(1);
            assertThat(proxy.call("count")).isEqualTo(1);
        }
    }

    @Test
    void aMarkerOfItsOwnGoesBeforeThatOfTheBaseClass() {
        assertThat(countOfASecondClient(Overriding.class)).isEqualTo(1);
    }

    private static Object countOfASecondClient(Class<?> type) {
        try (Loopback loopback = new Loopback()) {
            Proxy one = loopback.serve(type);
            one.call("count");
            return loopback.proxy(one.uri()).call(int.class, "count");
        }
    }

    @Behavior(mode = InstanceMode.SINGLE, creator = WithCreator.Maker.class)
    @Expose
    static class WithCreator {
        private final String text;

        WithCreator(String text) {
            this.text = text;
        }

        public String text() {
            return text;
        }

        static class Maker implements Supplier<WithCreator> {
            @Override
            public WithCreator get() {
                return new WithoutAConstructor("made");
            }
        }
    }

    static class WithoutAConstructor extends WithCreator {
        WithoutAConstructor(String text) {
            super(text);
        }
    }

    @Test
    void theCreatorIsInheritedToo() {
        try (Loopback loopback = new Loopback()) {
            assertThat(loopback.serve(WithoutAConstructor.class).call("text")).isEqualTo("made");
        }
    }

    @Expose(naming = Naming.SNAKE_CASE)
    interface Lamp {
        @Attribute
        int brightLevel();

        @RemoteName("dim_it")
        int dim(@Param(value = "by", optional = true) int first);

        @Oneway
        void tellAll(String line);

        @Callback
        void tell(String line);
    }

    static class DeskLamp implements Lamp {
        final CountDownLatch told = new CountDownLatch(1);

        @Override
        public int brightLevel() {
            return 7;
        }

        @Override
        public int dim(int by) {
            return -by;
        }

        @Override
        public void tellAll(String line) {
            told.countDown();
        }

        @Override
        public void tell(String line) {
            throw new IllegalStateException(line);
        }
    }

    @Test
    void markersOfMethodsAndParametersAreInherited() throws Exception {
        try (Loopback loopback = new Loopback(); LogCapture log = new LogCapture()) {
            DeskLamp lamp = new DeskLamp();
            Proxy proxy = loopback.serve(lamp);

            assertThat(proxy.get("bright_level")).isEqualTo(7);
            assertThat(proxy.call("dim_it")).isEqualTo(0);
            assertThat(proxy.call("dim_it", Kwargs.of("by", 3))).isEqualTo(-3);
            assertThat(proxy.metadata().oneway()).containsExactly("tell_all");
            proxy.call("tell_all", "line");
            lamp.told.await();
            assertThatThrownBy(() -> proxy.call("tell", "callback that fails"))
                    .isInstanceOf(RemoteCallException.class);
            assertThat(log.lines()).anyMatch(line -> line.startsWith("WARN callback tell"));
        }
    }
}
