package io.jyro.server;

import io.jyro.Expose;
import io.jyro.Loopback;
import io.jyro.PyroConfig;
import io.jyro.hostile.LogCapture;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** What cannot work is said where it is set up, not at the first call. */
class RefusedRegistrationTest {

    /** Nothing of it is marked. */
    public static class Plain {
        public int unmarked() {
            return 1;
        }
    }

    @Test
    void anObjectThatExposesNothingIsRegisteredWithAWarning() {
        try (LogCapture log = new LogCapture(); Loopback loopback = new Loopback()) {
            loopback.daemon().register(new Plain());
            loopback.daemon().register(Plain.class);

            assertThat(log.lines()).filteredOn(line -> line.startsWith("WARN ")
                    && line.contains("Plain is registered, but exposes no methods")).hasSize(2);
        }
    }

    /** Has no instances. */
    @Expose
    public abstract static class Abstract {
        public int call() {
            return 1;
        }
    }

    /** Has no instances either. */
    @Expose
    public interface Interface {
        /** Whatever. */
        int call();
    }

    @Test
    void aClassWithoutInstancesIsRefused() {
        try (Loopback loopback = new Loopback()) {
            assertThatThrownBy(() -> loopback.daemon().register(Abstract.class))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("the abstract class").hasMessageContaining("creator");
            assertThatThrownBy(() -> loopback.daemon().register(Interface.class))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("the interface");
            assertThat(loopback.daemon().toString()).contains(" 1 objects");
        }
    }

    @Test
    @SuppressWarnings("NullAway") // what a user may do by accident
    void nullIsNeitherAnObjectNorAnId() {
        try (Loopback loopback = new Loopback()) {
            Daemon daemon = loopback.daemon();

            assertThatThrownBy(() -> daemon.unregister(null))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("an object, a class or an object id is needed");
            assertThatThrownBy(() -> daemon.uriFor(null))
                    .isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> daemon.proxyFor(null))
                    .isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> daemon.register(null))
                    .hasMessage("the object or class to register is null");
        }
    }

    @Test
    void aPortBeyondANatNeedsItsHost() {
        Daemon.Builder builder = Daemon.builder().config(PyroConfig.defaults()).natPort(4711);
        Daemon.Builder configured = Daemon.builder()
                .config(PyroConfig.builder().natPort(4711).build());

        assertThatThrownBy(builder::start).isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("natPort 4711").hasMessageContaining("natHost");
        assertThatThrownBy(configured::start).isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("NATHOST");
    }

    @Test
    void aPoolWhoseMinimumIsAboveItsMaximumIsRefused() {
        PyroConfig.Builder builder = PyroConfig.builder().threadPoolSize(2).threadPoolSizeMin(3);

        assertThatThrownBy(builder::build).isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("THREADPOOL_SIZE_MIN 3")
                .hasMessageContaining("exceeds THREADPOOL_SIZE 2");
        assertThat(PyroConfig.builder().threadPoolSize(2).build().threadPoolSizeMin()).isEqualTo(4);
    }
}
