package io.jyro.interop.server;

import io.jyro.ServerType;
import io.jyro.interop.Python;
import io.jyro.interop.ThingDaemon;
import io.jyro.interop.WithEachPyro;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

@WithEachPyro
class ServerTypesIT {
    private final Python python;

    ServerTypesIT(Python python) {
        this.python = python;
    }

    @ParameterizedTest
    @EnumSource
    void eachServesSeveralClientsWithEverything(ServerType type) {
        try (ThingDaemon jyro = ThingDaemon.start(daemon -> daemon.serverType(type))) {
            assertThat(python
                    .eval("""
                            p, q = %s, %1$s
                            b = batch(q)
                            b.echo(1)
                            p.note('one way')
                            result = [p.echo(1), q.echo(2), list(b()), list(p.count(2)), q.noted(), q.target, p.child().name()]
                            p._pyroRelease(); q._pyroRelease()
                            result
                            """
                            .formatted(jyro.proxy("thing"))))
                    .isEqualTo(
                            "[1, 2, [1], [1, 2], 'one way', 20, 'child of Java']");
        }
    }
}
