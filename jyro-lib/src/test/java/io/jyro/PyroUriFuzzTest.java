package io.jyro;

import java.nio.charset.StandardCharsets;
import java.util.Set;

import com.code_intelligence.jazzer.junit.FuzzTest;

import static org.assertj.core.api.Assertions.assertThat;

/** Any text is a uri, which its own text gives again, or is refused in Pyro's words. */
class PyroUriFuzzTest {
    private static final int NAME_SERVER_PORT = 9090;

    @FuzzTest
    void anyTextIsAUriOrRefused(byte[] utf8) {
        PyroUri uri;
        try {
            uri = PyroUri.parse(new String(utf8, StandardCharsets.UTF_8), NAME_SERVER_PORT);
        } catch (PyroException refused) {
            assertThat(refused.getMessage()).isNotBlank();
            return;
        }

        assertThat(uri.port()).isBetween(0, 65535);
        if ("".equals(uri.host()) || "./u".equals(uri.host()) || uri.tags().equals(Set.of(""))) {
            return; // "PYRO:x@:1", "PYRONAME:x@./u" and "PYROMETA:," print themselves as something else, as in Pyro
        }
        PyroUri again = PyroUri.parse(uri.toString(), NAME_SERVER_PORT);
        assertThat(again).isEqualTo(uri).hasSameHashCodeAs(uri).hasToString(uri.toString());
    }
}
