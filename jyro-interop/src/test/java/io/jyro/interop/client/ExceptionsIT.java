package io.jyro.interop.client;

import java.util.Arrays;
import java.util.List;

import io.jyro.Dialect;
import io.jyro.PyroException;
import io.jyro.RemoteCallException;
import io.jyro.client.Proxy;
import io.jyro.interop.Host;
import io.jyro.interop.WithEachHost;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

@WithEachHost(overEachLink = true)
class ExceptionsIT {
    private final Host host;
    private final Proxy proxy;

    ExceptionsIT(Host host) {
        this.host = host;
        proxy = host.proxy("thing");
    }

    @AfterEach
    void close() {
        proxy.close();
    }

    @Test
    void whatTheRemoteCodeRaisesArrivesWithTypeAndMessage() {
        assertThatThrownBy(() -> proxy.call("fail", "it's \u00fcber"))
                .isExactlyInstanceOf(RemoteCallException.class)
                .asInstanceOf(type(RemoteCallException.class))
                .satisfies(e -> assertThat(e.pythonType()).isEqualTo("builtins.ValueError"))
                .satisfies(e -> assertThat(e.remoteMessage()).isEqualTo("it's \u00fcber"))
                .satisfies(e -> assertThat(e.arguments()).isEqualTo(List.of("it's \u00fcber")));
    }

    @Test
    void theStackTraceBeginsWithTheRemoteFramesAndEndsWithTheLocalOnes() {
        RemoteCallException raised = catchThrowableOfType(RemoteCallException.class,
                () -> proxy.call("fail", "x"));

        List<StackTraceElement> frames = Arrays.asList(raised.getStackTrace());
        int remote = indexOf(frames, "fail", host.isPython() ? "peer.py" : "Thing.java");
        int local = indexOf(frames,
                "theStackTraceBeginsWithTheRemoteFramesAndEndsWithTheLocalOnes",
                "ExceptionsIT.java");
        assertThat(remote).isNotNegative().isLessThan(local);
        assertThat(frames.get(remote).getLineNumber()).isPositive();
    }

    @Test
    void theConnectionLives() {
        assertThatThrownBy(() -> proxy.call("fail", "x"));

        assertThat(proxy.isBound()).isTrue();
        assertThat(proxy.call("echo", 1)).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"KeyError", "ZeroDivisionError", "IndexError", "StopIteration",
            "NotImplementedError", "OSError", "AssertionError", "FileNotFoundError"})
    void exceptionsOfPythonArriveByName(String name) {
        assertThatThrownBy(() -> proxy.call("fail_with", remoteName(name), "a", 2))
                .asInstanceOf(type(RemoteCallException.class))
                .satisfies(e -> assertThat(e.pythonType()).isEqualTo("builtins." + name))
                .satisfies(e -> assertThat(e.arguments()).isEqualTo(List.of("a", 2)));
        assertThat(proxy.call("echo", 1)).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource({"NamingError, NamingException", "DaemonError, DaemonException",
            "SecurityError, PyroSecurityException", "SerializeError, SerializationException"})
    void fourOfPyrosOwnArriveAsJyrosAndTheNextCallWorks(String pyro, String jyro) {
        assertThatThrownBy(() -> failInPyro(pyro)).isInstanceOf(PyroException.class)
                .hasMessageContaining("of Pyro").extracting(e -> e.getClass().getSimpleName())
                .isEqualTo(jyro);

        assertThat(proxy.call("echo", 1)).isEqualTo(1);
    }

    @Test
    void aClassOfTheProgramsOwnArrivesWithAllThatItHolds() {
        PyroException raised = catchThrowableOfType(PyroException.class,
                () -> proxy.call("fail_unknown"));

        assertThat(raised).isExactlyInstanceOf(RemoteCallException.class)
                .hasMessageContaining("nobody knows me");
        RemoteCallException remote = (RemoteCallException) raised;
        if (host.isPython()) {
            assertThat(remote.remoteType()).isEqualTo("peer.OwnError");
            assertThat(remote.arguments()).isEqualTo(List.of("nobody knows me", 42));
            assertThat(remote.attributes()).containsEntry("shelf", "top");
        } else {
            assertThat(remote.pythonType()).isEqualTo("builtins.RuntimeError");
            assertThat(remote.attributes()).containsEntry("originalType",
                    "io.jyro.interop.Thing$OwnException");
        }
        assertThat(proxy.isBound()).isTrue();
        assertThat(proxy.call("echo", 1)).isEqualTo(1);
    }

    private void failInPyro(String name) {
        String pyro = host.dialect() == Dialect.V48 ? "Pyro4" : "Pyro5";
        proxy.call("fail_with", host.isPython() ? name : pyro + ".errors." + name, "of Pyro");
    }

    private String remoteName(String builtin) {
        return host.isPython() ? builtin : "builtins." + builtin;
    }

    private static int indexOf(List<StackTraceElement> frames, String method, String file) {
        for (int i = 0; i < frames.size(); i++) {
            String frameFile = frames.get(i).getFileName();
            if (frames.get(i).getMethodName().equals(method) && frameFile != null
                    && frameFile.endsWith(file)) {
                return i;
            }
        }
        return -1;
    }
}
