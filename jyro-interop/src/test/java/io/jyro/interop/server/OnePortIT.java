package io.jyro.interop.server;

import java.util.List;
import java.util.concurrent.CompletableFuture;

import io.jyro.Protocol;
import io.jyro.PyroConfig;
import io.jyro.client.Proxy;
import io.jyro.interop.Pyro;
import io.jyro.interop.Python;
import io.jyro.interop.ThingDaemon;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Both Pyros at the same port at the same time. */
class OnePortIT {
    private final ThingDaemon jyro = ThingDaemon.start();
    private final Python pyro4 = Python.start(Pyro.PYRO4);
    private final Python pyro5 = Python.start(Pyro.PYRO5);

    @AfterEach
    void stop() {
        pyro4.close();
        pyro5.close();
        jyro.close();
    }

    @Test
    void clientsOfBothProtocolsShareAnObject() {
        pyro4.run("p = " + jyro.proxy("thing") + "; p.target = 'of Pyro4'");
        pyro5.run("p = " + jyro.proxy("thing"));

        assertThat(pyro5.eval("p.target")).isEqualTo("'of Pyro4'");
    }

    @Test
    void clientsOfBothProtocolsWorkAtTheSameTime() {
        String work = "p = " + jyro.proxy("thing") + "; sum(p.echo(i) for i in range(1000))";

        List<CompletableFuture<String>> both = List.of(
                CompletableFuture.supplyAsync(() -> pyro4.eval(work)),
                CompletableFuture.supplyAsync(() -> pyro5.eval(work)));

        assertThat(both).extracting(CompletableFuture::join).containsExactly("499500", "499500");
    }

    @Test
    void oneClientWaitsForWhatTheOtherDoes() {
        pyro4.run("p = " + jyro.proxy("thing"));
        pyro5.run("p = " + jyro.proxy("thing"));

        CompletableFuture<String> waiting = CompletableFuture
                .supplyAsync(() -> pyro4.eval("p.hold()"));
        pyro5.run("p.let_go()");

        assertThat(waiting.join()).isEqualTo("'held'");
    }

    @Test
    void aJyroClientIsServedInEitherProtocol() {
        for (Protocol protocol : List.of(Protocol.V48, Protocol.V502)) {
            try (Proxy proxy = Proxy.builder(jyro.uri("thing")).config(PyroConfig.defaults())
                    .protocol(protocol).build()) {
                assertThat(proxy.call("join", "a", "b")).isEqualTo("a-b");
            }
        }
    }

    @Test
    void aProxyOfOneProtocolIsHandedToTheOther() {
        pyro4.run("s = Served(); p = " + jyro.proxy("thing")
                + "; p.target = Proxy('PYRO:thing@localhost:%d' % s.port)");

        pyro5.run("p = " + jyro.proxy("thing"));

        assertThat(pyro5.eval("q = p.target; isinstance(q, PROXY), str(q._pyroUri)"))
                .isEqualTo("(True, 'PYRO:thing@localhost:" + pyro4.eval("s.port") + "')");
    }
}
