package io.jyro.interop.client;

import io.jyro.CommunicationException;
import io.jyro.Protocol;
import io.jyro.PyroConfig;
import io.jyro.Serializer;
import io.jyro.client.Proxy;
import io.jyro.interop.Pyro;
import io.jyro.interop.Python;
import io.jyro.interop.WithEachPyro;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** A proxy finds out by itself what a daemon speaks. */
@WithEachPyro
class DetectionIT {
    private final Pyro pyro;
    private final Python python;

    DetectionIT(Pyro pyro, Python python) {
        this.pyro = pyro;
        this.python = python;
        python.run("""
                connects = []
                class Counting(Daemon):
                    def _handshake(self, *args, **kwargs):
                        connects.append(1)
                        return Daemon._handshake(self, *args, **kwargs)
                s = Served(daemon=Counting)
                """);
    }

    @AfterEach
    void stop() {
        python.run("s.stop()");
    }

    @Test
    void aProxyThatIsToldNothingFindsOut() {
        try (Proxy proxy = builder().build()) {
            assertThat(proxy.call("echo", 1)).isEqualTo(1);
            assertThat(proxy.dialect()).isEqualTo(pyro.dialect());
        }
    }

    @Test
    void whatWasFoundOutIsRemembered() {
        try (Proxy first = builder().build()) {
            first.bind();
        }
        python.run("connects.clear()");

        try (Proxy second = builder().build()) {
            second.bind();
        }

        assertThat(python.eval("len(connects)")).isEqualTo("1");
    }

    @Test
    void aDaemonOfTheOtherVersionAtTheSamePlaceIsFoundToo() {
        try (Proxy first = builder().build();
                Python other = Python.start(
                        pyro == Pyro.PYRO4 ? Pyro.PYRO5 : Pyro.PYRO4)) {
            first.bind();
            first.release();
            String port = python.eval("s.port");
            python.run("s.stop()");
            other.run("s = Served(port=" + port + ")");

            assertThat(first.call("echo", 1)).isEqualTo(1);
            assertThat(first.dialect()).isNotEqualTo(pyro.dialect());
        }
    }

    @Test
    void aProxyThatIsToldTheWrongProtocolSaysSo() {
        Protocol wrong = pyro == Pyro.PYRO4 ? Protocol.V502 : Protocol.V48;
        try (Proxy proxy = builder().protocol(wrong).build()) {
            assertThatThrownBy(proxy::bind).isInstanceOf(CommunicationException.class)
                    .hasMessageContaining("protocol");
        }
    }

    @Test
    void anUnknownObjectIsReportedInWhateverTheDaemonSpeaks() {
        try (Proxy nobody = Proxy.builder("PYRO:nobody@localhost:" + python.eval("s.port"))
                .config(PyroConfig.defaults()).build()) {
            assertThatThrownBy(nobody::bind).isInstanceOf(CommunicationException.class)
                    .hasMessageEndingWith("rejected: unknown object");
        }
    }

    @Test
    void marshalWorksAsWell() {
        try (Proxy proxy = builder().serializer(Serializer.MARSHAL).build()) {
            assertThat(proxy.call("echo", "caf\u00e9")).isEqualTo("caf\u00e9");
            assertThat(proxy.call(byte[].class, "echo", new byte[]{1, 2}))
                    .isEqualTo(new byte[]{1, 2});
            assertThatThrownBy(() -> proxy.call("fail", "in marshal"))
                    .hasMessageContaining("in marshal");
        }
    }

    private Proxy.Builder builder() {
        return Proxy.builder("PYRO:thing@localhost:" + python.eval("s.port"))
                .config(PyroConfig.defaults());
    }
}
