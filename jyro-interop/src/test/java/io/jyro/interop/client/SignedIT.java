package io.jyro.interop.client;

import io.jyro.PyroConfig;
import io.jyro.PyroException;
import io.jyro.client.Proxy;
import io.jyro.interop.Pyro;
import io.jyro.interop.Python;
import io.jyro.rpc.CallContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Messages that are signed with a shared key, which Pyro5 no longer has. */
class SignedIT {
    private final Python python = Python.start(Pyro.PYRO4);

    @BeforeEach
    void serve() {
        python.run("s = Served(_pyroHmacKey='s\u00e9cret')");
    }

    @AfterEach
    void stop() {
        python.close();
    }

    @Test
    void theRightKeyIsWelcome() {
        try (Proxy proxy = builder().hmacKey("s\u00e9cret".getBytes(UTF_8)).build()) {
            assertThat(proxy.call("echo", "x")).isEqualTo("x");
            assertThat(proxy.stream(int.class, "count", 2).stream()).containsExactly(1, 2);
        }
    }

    @Test
    void theKeyMayComeFromTheConfiguration() {
        PyroConfig config = PyroConfig.builder().hmacKey("s\u00e9cret").build();
        try (Proxy proxy = builder().config(config).build()) {
            assertThat(proxy.call("echo", "x")).isEqualTo("x");
        }
    }

    @Test
    void annotationsAndCompressedMessagesAreSignedToo() {
        PyroConfig config = PyroConfig.builder().hmacKey("s\u00e9cret").compression(true).build();
        try (Proxy proxy = builder().config(config).build()) {
            CallContext.current().requestAnnotations().put("ZZZZ", "last".getBytes(UTF_8));
            CallContext.current().requestAnnotations().put("AAAA", "first".getBytes(UTF_8));

            assertThat(proxy.call("echo", "x".repeat(5000))).isEqualTo("x".repeat(5000));
        }
    }

    @Test
    void aWrongKeyIsRefused() {
        try (Proxy proxy = builder().hmacKey("wrong".getBytes(UTF_8)).build()) {
            assertThatThrownBy(() -> proxy.call("echo", 1)).isInstanceOf(PyroException.class)
                    .hasMessageContaining("hmac");
        }
    }

    @Test
    void aMissingKeyIsRefused() {
        try (Proxy proxy = builder().build()) {
            assertThatThrownBy(() -> proxy.call("echo", 1)).isInstanceOf(PyroException.class)
                    .hasMessageContaining("hmac");
        }
    }

    @Test
    void aKeyWhereThereIsNoneIsRefused() {
        python.run("t = Served()");
        try (Proxy proxy = Proxy.builder("PYRO:thing@localhost:" + python.eval("t.port"))
                .config(PyroConfig.defaults()).hmacKey("needless".getBytes(UTF_8)).build()) {
            assertThatThrownBy(() -> proxy.call("echo", 1)).isInstanceOf(PyroException.class)
                    .hasMessageContaining("hmac");
        }
    }

    private Proxy.Builder builder() {
        return Proxy.builder("PYRO:thing@localhost:" + python.eval("s.port"))
                .config(PyroConfig.defaults());
    }
}
