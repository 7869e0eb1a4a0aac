package io.jyro.interop.server;

import io.jyro.Serializer;
import io.jyro.interop.Differential;
import io.jyro.interop.Python;
import io.jyro.interop.ThingDaemon;
import io.jyro.interop.WithEachPyro;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Values of every kind that Python has, sent to Python's own daemon and to Jyro's. */
@WithEachPyro
class DifferentialIT {
    private final Differential differential;

    DifferentialIT(Python python, ThingDaemon jyro) {
        differential = new Differential(python, jyro);
    }

    @ParameterizedTest
    @EnumSource(names = {"SERPENT", "JSON", "MARSHAL", "MSGPACK"})
    void whatPythonsDaemonGivesBackJyroGivesBackToo(Serializer serializer) {
        differential.assertSameReplies(serializer);
    }
}
