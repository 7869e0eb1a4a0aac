package io.jyro.client;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import io.jyro.Expose;
import io.jyro.NamingException;
import io.jyro.PyroConfig;
import io.jyro.PyroUri;
import io.jyro.TlsConfig;
import io.jyro.server.Daemon;
import io.jyro.tls.Certificates;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** A proxy that is told to speak TLS looks its name up over TLS, with the same trust. */
@Timeout(60)
class NameServerOverTlsTest {
    /** Is there to be called. */
    @Expose
    public static class Service {
        public String echo(String text) {
            return text;
        }
    }

    /** As much of a name server as a look-up needs. */
    @Expose
    public static class Names {
        private final String uri;
        private int lookUps;

        Names(PyroUri uri) {
            this.uri = uri.toString();
        }

        public synchronized String lookup(String name) {
            lookUps++;
            return uri;
        }

        synchronized int lookUps() {
            return lookUps;
        }
    }

    private final Certificates certificates;
    private final List<AutoCloseable> open = new ArrayList<>();

    NameServerOverTlsTest(@TempDir Path directory) {
        certificates = new Certificates(directory);
    }

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable each : open.reversed()) {
            each.close();
        }
    }

    private PyroUri serve(Object object, String id, @Nullable TlsConfig tls) {
        Daemon.Builder builder = Daemon.builder().host("localhost").config(PyroConfig.defaults());
        Daemon daemon = (tls == null ? builder : builder.tls(tls)).start();
        open.add(daemon);
        return daemon.register(object, id);
    }

    private Proxy proxy(PyroUri nameServer, TlsConfig tls) {
        Proxy proxy = Proxy.builder("PYRONAME:thing@localhost:" + nameServer.port())
                .config(PyroConfig.defaults()).tls(tls).build();
        open.add(proxy);
        return proxy;
    }

    @Test
    void theNameServerIsAskedWithTheProxysSettings() {
        Names names = new Names(serve(new Service(), "service", certificates.server().build()));
        PyroUri nameServer = serve(names, "Pyro.NameServer", certificates.server().build());

        assertThat(proxy(nameServer, certificates.anonymous().build()).call("echo", "x"))
                .isEqualTo("x");
        assertThat(names.lookUps()).isEqualTo(1);
    }

    @Test
    void aNameServerThatIsNotTrustedIsNotAsked() {
        Names names = new Names(serve(new Service(), "service", certificates.server().build()));
        PyroUri nameServer = serve(names, "Pyro.NameServer", certificates.server().build());
        Proxy proxy = proxy(nameServer, TlsConfig.builder().build());

        assertThatThrownBy(() -> proxy.call("echo", "x")).isInstanceOf(NamingException.class)
                .hasMessageContaining("not trusted");
        assertThat(names.lookUps()).isZero();
    }

    @Test
    void aNameServerWithoutTlsIsNotAskedAndTheErrorSaysWhatToDo() {
        Names names = new Names(serve(new Service(), "service", certificates.server().build()));
        PyroUri nameServer = serve(names, "Pyro.NameServer", null);
        Proxy proxy = proxy(nameServer, certificates.anonymous().build());

        assertThatThrownBy(() -> proxy.call("echo", "x")).isInstanceOf(NamingException.class)
                .hasMessageContaining("without TLS").hasMessageContaining("the request used TLS")
                .hasMessageContaining("build the proxy with the uri");
        assertThat(names.lookUps()).isZero();
    }
}
