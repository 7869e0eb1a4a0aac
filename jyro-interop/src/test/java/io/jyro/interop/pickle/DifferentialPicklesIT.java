package io.jyro.interop.pickle;

import java.util.Set;

import io.jyro.PyroConfig;
import io.jyro.Serializer;
import io.jyro.interop.Differential;
import io.jyro.interop.Pyro;
import io.jyro.interop.Python;
import io.jyro.interop.ThingDaemon;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Pickled values of every kind that Python has, sent to Python's own daemon and to Jyro's. */
class DifferentialPicklesIT {
    private static final PyroConfig ACCEPTING = PyroConfig.builder()
            .serializersAccepted(Set.of(Serializer.values())).build();

    @ParameterizedTest
    @EnumSource(names = {"PICKLE", "DILL", "CLOUDPICKLE"})
    void whatPythonsDaemonGivesBackJyroGivesBackToo(Serializer serializer) {
        try (ThingDaemon jyro = ThingDaemon.start(daemon -> daemon.config(ACCEPTING));
                Python python = Python.start(Pyro.PYRO4)) {
            new Differential(python, jyro).assertSameReplies(serializer);
        }
    }
}
