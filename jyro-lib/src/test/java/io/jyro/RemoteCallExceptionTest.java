package io.jyro;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class RemoteCallExceptionTest {
    @Test
    void theMessageReadsAsThePythonOne() {
        RemoteCallException exception = new RemoteCallException("builtins.ValueError",
                List.of("too hot"), Map.of());

        assertThat(exception).hasMessage("ValueError: too hot");
        assertThat(exception.remoteMessage()).isEqualTo("too hot");
        assertThat(exception.remoteType()).isEqualTo("builtins.ValueError");
    }

    @Test
    void theClassOfAJavaExceptionIsItsRemoteType() {
        RemoteCallException exception = new RemoteCallException("builtins.ValueError",
                List.of("too hot"), Map.of("originalType", "java.lang.IllegalArgumentException"));

        assertThat(exception).hasMessage("java.lang.IllegalArgumentException: too hot");
        assertThat(exception.remoteType()).isEqualTo("java.lang.IllegalArgumentException");
        assertThat(exception.pythonType()).isEqualTo("builtins.ValueError");
        assertThat(exception.is("ValueError")).isTrue();
        assertThat(exception.is("java.lang.IllegalArgumentException")).isTrue();
        assertThat(exception.is("IllegalArgumentException")).isTrue();
        assertThat(exception.is("KeyError")).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"builtins.KeyError,LookupError", "KeyError,builtins.LookupError",
            "builtins.KeyError,KeyError", "exceptions.KeyError,builtins.Exception",
            "builtins.ConnectionResetError,OSError", "IOError,OSError", "OSError,EnvironmentError",
            "builtins.TabError,SyntaxError", "builtins.SystemExit,BaseException",
            "Pyro5.errors.MessageTooLargeError,Pyro4.errors.ProtocolError",
            "Pyro5.errors.MessageTooLargeError,PyroError", "sqlite3.DataError,sqlite3.Error",
            "sqlite3.DataError,Exception", "lab.TooHot,TooHot", "lab.TooHot,lab.TooHot",
            "builtins.NotImplementedError,RuntimeError"})
    void aTypeIsAKindOfItsSuperclasses(String type, String kind) {
        assertThat(new RemoteCallException(type, List.of(), Map.of()).is(kind)).isTrue();
    }

    @ParameterizedTest
    @CsvSource({"builtins.LookupError,KeyError", "lab.KeyError,LookupError",
            "lab.TooHot,other.TooHot", "builtins.SystemExit,Exception", "lab.WayTooHot,TooHot",
            "builtins.TimeoutError,Pyro5.errors.TimeoutError", "lab.TooHot,Exception",
            "lab.KeyError,builtins.KeyError"})
    void aTypeIsNoKindOfOthers(String type, String kind) {
        assertThat(new RemoteCallException(type, List.of(), Map.of()).is(kind)).isFalse();
    }

    @Test
    void exceptionsOfPythonAreMadeByName() {
        assertThat(PythonException.keyError("room").remoteType()).isEqualTo("builtins.KeyError");
        assertThat(PythonException.keyError("room").arguments()).containsExactly("room");
        assertThat(PythonException.osError(2, "no file").arguments()).containsExactly(2, "no file");
        assertThat(PythonException.of("ProcessLookupError").is("OSError")).isTrue();
        assertThatThrownBy(() -> PythonException.of("NoSuchError"))
                .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("NoSuchError");
    }

    @Test
    void theNameOfAModuleStays() {
        assertThat(new RemoteCallException("house.TooHot", List.of(99), Map.of()))
                .hasMessage("house.TooHot: 99");
    }

    @Test
    void withoutArgumentsThereIsNoRemoteMessage() {
        RemoteCallException exception = new RemoteCallException("builtins.ValueError", List.of(),
                Map.of());

        assertThat(exception).hasMessage("ValueError");
        assertThat(exception.remoteMessage()).isEmpty();
    }

    @Test
    void severalArgumentsAreShownAsAList() {
        RemoteCallException exception = new RemoteCallException("OSError", Arrays.asList(2, null),
                Map.of());

        assertThat(exception.remoteMessage()).isEqualTo("[2, null]");
        assertThat(exception.arguments()).containsExactly(2, null);
    }

    @Test
    void attributesAreKept() {
        assertThat(new RemoteCallException("X", List.of(), Map.of("code", 5)).attributes())
                .containsEntry("code", 5);
    }

    @Test
    void javasOwnSerializationKeepsMessageAndTraceback() throws Exception {
        RemoteCallException exception = new RemoteCallException("X", List.of(new Object()),
                Map.of("a", 1));
        exception.attachRemoteTraceback(List.of("  File \"x.py\", line 1, in f\n"));
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        new ObjectOutputStream(bytes).writeObject(exception);

        RemoteCallException read = (RemoteCallException) new ObjectInputStream(
                new ByteArrayInputStream(bytes.toByteArray())).readObject();

        assertThat(read).hasMessage(exception.getMessage());
        assertThat(read.remoteTraceback()).isEqualTo(exception.remoteTraceback());
        assertThat(read.arguments()).isEmpty();
        assertThat(read.attributes()).isEmpty();
    }
}
