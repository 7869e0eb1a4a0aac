package io.jyro.interop.numpy;

import io.jyro.RemoteCallException;
import io.jyro.Serializer;
import io.jyro.client.Proxy;
import io.jyro.interop.Pyro;
import io.jyro.interop.Python;
import io.jyro.interop.ThingDaemon;
import io.jyro.interop.WithEachPyro;
import io.jyro.types.Complex;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/** Scalars of numpy where Python takes them for numbers of its own: by serpent, the serializer that spells them out. */
@WithEachPyro
class NumpyScalarsIT {
    private final Python python;
    private final Pyro pyro;
    private final ThingDaemon jyro = ThingDaemon.start();

    NumpyScalarsIT(Python python, Pyro pyro) {
        this.python = python;
        this.pyro = pyro;
        python.run("""
                import numpy as np

                @expose
                class Lab(object):
                    def mean(self, values):
                        return np.mean(values)

                    def spectrum(self):
                        return [np.complex128(1 - 2j), {"peak": np.float64(-0.5)}]

                    def fail(self):
                        raise ValueError("too hot", np.float64(99.5))

                s = Served()
                s.daemon.register(Lab(), "lab")
                """);
        python.run("p = " + Arrays.registeredIn(jyro));
    }

    @AfterEach
    void close() {
        python.run("s.stop(); p._pyroRelease()");
        jyro.close();
    }

    private Proxy lab() {
        return Proxy.builder("PYRO:lab@localhost:" + python.eval("s.port"))
                .protocol(pyro.protocol()).serializer(Serializer.SERPENT).build();
    }

    @ParameterizedTest
    @ValueSource(strings = {"np.float64(0.1)", "np.float64('inf')", "np.float64(-1.5)",
            "[np.float64(1), {'a': np.float64(2)}]", "np.complex128(1+2j)", "np.complex128(1-2j)",
            "{np.float64(1.0)}"})
    void pythonSendsThemAsThePlainValuesThatTheyEqual(String scalar) {
        assertThat(python.eval("bool(p.echo(" + scalar + ") == " + scalar + ")")).isEqualTo("True");
    }

    @Test
    void declaredNumbersTakeThem() {
        assertThat(python.eval("p.sum([np.float64(1), np.float64(2.5)])")).isEqualTo("3.5");
    }

    @Test
    void pythonReturnsThem() {
        try (Proxy lab = lab()) {
            assertThat(lab.call(double.class, "mean", new int[]{1, 2})).isEqualTo(1.5);
            assertThat(lab.call("spectrum"))
                    .hasToString("[" + new Complex(1, -2) + ", {peak=-0.5}]");
        }
    }

    @Test
    void exceptionsHoldThem() {
        try (Proxy lab = lab()) {
            RemoteCallException thrown = catchThrowableOfType(RemoteCallException.class,
                    () -> lab.call("fail"));

            assertThat(thrown.arguments()).containsExactly("too hot", 99.5);
        }
    }
}
