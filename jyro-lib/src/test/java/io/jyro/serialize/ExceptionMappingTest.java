package io.jyro.serialize;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.function.IntSupplier;

import io.jyro.CallTimeoutException;
import io.jyro.CommunicationException;
import io.jyro.DaemonException;
import io.jyro.Dialect;
import io.jyro.NamingException;
import io.jyro.PyroException;
import io.jyro.PyroSecurityException;
import io.jyro.RemoteCallException;
import io.jyro.SerializationException;
import io.jyro.types.Tuple;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class ExceptionMappingTest {
    @Test
    void javasExceptionsArriveAsTheNearestOfPython() {
        assertThat(type(new IllegalArgumentException("x"))).isEqualTo("builtins.ValueError");
        assertThat(type(new NumberFormatException("x"))).isEqualTo("builtins.ValueError");
        assertThat(type(new IndexOutOfBoundsException(1))).isEqualTo("builtins.IndexError");
        assertThat(type(new ArrayIndexOutOfBoundsException(1))).isEqualTo("builtins.IndexError");
        assertThat(type(new NoSuchElementException())).isEqualTo("builtins.LookupError");
        assertThat(type(new FileNotFoundException("x"))).isEqualTo("builtins.FileNotFoundError");
        assertThat(type(new IOException("x"))).isEqualTo("builtins.OSError");
        assertThat(type(new TimeoutException("x"))).isEqualTo("builtins.TimeoutError");
        assertThat(type(new StackOverflowError())).isEqualTo("builtins.RecursionError");
    }

    @Test
    void exceptionsOfUsersArriveAsTheirNearestKnownSuperclass() {
        assertThat(type(new TooCold("x"))).isEqualTo("builtins.ValueError");
        assertThat(type(new Exception("x"))).isEqualTo("builtins.RuntimeError");
    }

    @Test
    void aDivisionByZeroAndAnOverflowAreToldApart() {
        assertThat(type(caught(() -> 1 / zero()))).isEqualTo("builtins.ZeroDivisionError");
        assertThat(type(caught(() -> Math.addExact(Integer.MAX_VALUE, 1))))
                .isEqualTo("builtins.OverflowError");
        assertThat(type(new ArithmeticException())).isEqualTo("builtins.ArithmeticError");
    }

    @Test
    void jyrosOwnArriveAsPyrosOfTheDialect() {
        assertThat(pythonType(new NamingException("x"), Dialect.V48))
                .isEqualTo("Pyro4.errors.NamingError");
        assertThat(pythonType(new CallTimeoutException("x"), Dialect.V502))
                .isEqualTo("Pyro5.errors.TimeoutError");
    }

    @Test
    void aWrapperSpeaksForItsCause() {
        Throwable wrapper = new ExecutionException(
                new UncheckedIOException(new FileNotFoundException("f")));
        Map<String, @Nullable Object> dict = toDict(wrapper, Dialect.V502);

        assertThat(dict).containsEntry("__class__", "builtins.FileNotFoundError")
                .containsEntry("args", Tuple.of("f"));
        assertThat(attributes(dict)).containsEntry("originalType", "java.io.FileNotFoundException");
    }

    @Test
    void theMessageIsTheOnlyArgument() {
        assertThat(toDict(new TooCold("brr"), Dialect.V502))
                .containsEntry("args", Tuple.of("brr"))
                .containsEntry("__exception__", true);
        assertThat(toDict(new TooCold(null), Dialect.V502)).containsEntry("args",
                Tuple.of());
    }

    @Test
    void theOriginalClassIsToldUnlessItIsJyrosOwn() {
        assertThat(attributes(toDict(new TooCold("x"), Dialect.V502)))
                .containsEntry("originalType",
                        TooCold.class.getName());
        assertThat(attributes(toDict(new NamingException("x"), Dialect.V502)))
                .containsOnlyKeys("_pyroTraceback", "_jyroTraceback");
    }

    @Test
    void remoteExceptionsGoOnAsTheyCame() {
        RemoteCallException remote = new RemoteCallException("builtins.KeyError", List.of("k", 2),
                Map.of("extra", 1));
        Map<String, @Nullable Object> dict = toDict(remote, Dialect.V48);

        assertThat(dict).containsEntry("__class__", "builtins.KeyError").containsEntry("args",
                Tuple.of("k", 2));
        assertThat(attributes(dict)).containsEntry("extra", 1).doesNotContainKey("originalType");
    }

    @Test
    void remoteExceptionsOfOneDialectGoOnInTheOther() {
        assertThat(forwarded("Pyro4.errors.TimeoutError")).isEqualTo("Pyro5.errors.TimeoutError");
        assertThat(forwarded("TimeoutError")).isEqualTo("Pyro5.errors.TimeoutError");
        assertThat(forwarded("builtins.TimeoutError")).isEqualTo("builtins.TimeoutError");
        assertThat(forwarded("exceptions.ValueError")).isEqualTo("builtins.ValueError");
        assertThat(forwarded("ValueError")).isEqualTo("builtins.ValueError");
        assertThat(forwarded("Pyro4.errors.Unheard")).isEqualTo("Pyro5.errors.PyroError");
        assertThat(forwarded("sqlite3.OperationalError")).isEqualTo("sqlite3.OperationalError");
        assertThat(forwarded("struct.error")).isEqualTo("struct.error");
        assertThat(pythonType(remote("struct.error"), Dialect.V48))
                .isEqualTo("builtins.RuntimeError");
    }

    @ParameterizedTest
    @ValueSource(strings = {"acme.OrderError", "__main__.Mine", "builtins.eval",
            "builtins.__import__", "", ".", "a.b.c"})
    void namesThatPythonWouldRefuseAreNeverSent(String name) {
        Map<String, @Nullable Object> dict = toDict(remote(name), Dialect.V502);

        assertThat(dict).containsEntry("__class__", "builtins.RuntimeError");
        assertThat(attributes(dict)).containsEntry("originalType", name);
    }

    @Test
    void exceptionsThatPythonCannotRebuildGoOnAsTheirSuperclass() {
        assertThat(forwarded("builtins.UnicodeDecodeError")).isEqualTo("builtins.UnicodeError");
    }

    @Test
    void theOpeningOfAStreamIsAProtocolErrorToThoseWhoKnowNoStreams() {
        assertThat(ExceptionMapping.streamOpened(Dialect.V48))
                .containsEntry("__class__", "Pyro4.errors.ProtocolError")
                .containsEntry("args", Tuple.of("result of call is an iterator"));
    }

    @Test
    void fourOfPyrosErrorsArriveAsTheJyroClass() {
        assertThat(read("Pyro4.errors.NamingError", "x")).isExactlyInstanceOf(NamingException.class)
                .hasMessage("x");
        assertThat(read("Pyro5.errors.DaemonError", "x"))
                .isExactlyInstanceOf(DaemonException.class);
        assertThat(read("SecurityError", "x")).isExactlyInstanceOf(PyroSecurityException.class);
        assertThat(read("Pyro5.errors.SerializeError", "x"))
                .isExactlyInstanceOf(SerializationException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Pyro5.errors.TimeoutError", "Pyro5.errors.ConnectionClosedError",
            "TimeoutError",
            "Pyro4.errors.CommunicationError", "Pyro5.errors.PyroError"})
    void aRemoteCommunicationErrorIsNotTakenForOneOfOurOwn(String name) {
        assertThat(read(name, "x")).isInstanceOf(RemoteCallException.class)
                .isNotInstanceOf(CommunicationException.class);
    }

    @Test
    void everythingOfAnUnknownExceptionIsKept() {
        PyroException read = ExceptionMapping.fromDict("__main__.Mine",
                Map.of("__exception__", true, "args",
                        List.of("a", 2), "attributes",
                        Map.of("extra", 1, "_pyroTraceback", List.of("one\n", "two\n"))));

        assertThat(read).isInstanceOfSatisfying(RemoteCallException.class, remote -> {
            assertThat(remote.remoteType()).isEqualTo("__main__.Mine");
            assertThat(remote.arguments()).containsExactly("a", 2);
            assertThat(remote.attributes()).isEqualTo(Map.of("extra", 1));
            assertThat(remote.remoteTraceback()).containsExactly("one\n", "two\n");
        });
    }

    @Test
    void theTracebackThatPythonReplacedWhenItPassedAnExceptionOnStandsInsideIts() {
        PyroException read = ExceptionMapping.fromDict("ValueError", Map.of("__exception__", true,
                "args", List.of("x"), "attributes",
                Map.of("_pyroTraceback", List.of("  File \"hop.py\", line 3, in pass_on\n"),
                        "_jyroTraceback",
                        List.of("  File \"Far.java\", line 7, in acme.Far.fail\n"))));

        assertThat(Objects.requireNonNull(read).getStackTrace())
                .extracting(StackTraceElement::getMethodName)
                .startsWith("fail", "call", "pass_on", "call");
    }

    @Test
    void pyrosOwnGoOnWithAllThatTheyHold() {
        PyroException read = ExceptionMapping.fromDict("Pyro5.errors.NamingError",
                Map.of("args", List.of("unknown", 7), "attributes", Map.of("where", "house")));

        assertThat(read).isExactlyInstanceOf(NamingException.class);
        Map<String, @Nullable Object> dict = toDict(
                Objects.requireNonNull(read), Dialect.V48);
        assertThat(dict).containsEntry("__class__", "Pyro4.errors.NamingError")
                .containsEntry("args", Tuple.of("unknown", 7));
        assertThat(attributes(dict)).containsEntry("where", "house");
    }

    @Test
    void partsThatAreAbsentAreEmpty() {
        PyroException read = ExceptionMapping.fromDict("ValueError", Map.of("__exception__", true));

        assertThat(read).isInstanceOfSatisfying(RemoteCallException.class, remote -> {
            assertThat(remote.arguments()).isEmpty();
            assertThat(remote.attributes()).isEmpty();
            assertThat(remote.remoteTraceback()).isEmpty();
        });
    }

    @Test
    void aDictThatSaysNothingOfAnExceptionIsNone() {
        assertThat(ExceptionMapping.fromDict("acme.Thing", Map.of("args", List.of()))).isNull();
    }

    @Test
    void argumentsAndAttributesOfAnotherTypeAreRefused() {
        assertThatThrownBy(() -> ExceptionMapping.fromDict("ValueError",
                Map.of("__exception__", true, "args", "x")))
                .isInstanceOf(SerializationException.class)
                .hasMessageContaining("'args' must be a tuple or list, not str");
        assertThatThrownBy(
                () -> ExceptionMapping.fromDict("ValueError",
                        Map.of("__exception__", true, "attributes", List.of())))
                .isInstanceOf(SerializationException.class)
                .hasMessageContaining("'attributes' must be a dict, not list");
    }

    @Test
    void whatWasWrittenIsReadWithItsTraceback() {
        Map<String, @Nullable Object> dict = toDict(new NamingException("unknown name"),
                Dialect.V502);

        PyroException read = ExceptionMapping.fromDict(String.valueOf(dict.get("__class__")), dict);

        assertThat(read).isExactlyInstanceOf(NamingException.class).hasMessage("unknown name");
        assertThat(String.join("", requireNonNull(read).remoteTraceback()))
                .contains("ExceptionMappingTest.java");
    }

    private static String type(Throwable thrown) {
        return pythonType(thrown, Dialect.V502);
    }

    private static String forwarded(String name) {
        return pythonType(remote(name), Dialect.V502);
    }

    private static RemoteCallException remote(String name) {
        return new RemoteCallException(name, List.of("x"), Map.of());
    }

    private static @Nullable PyroException read(String name, String message) {
        return ExceptionMapping.fromDict(name,
                Map.of("__exception__", true, "args", List.of(message)));
    }

    @SuppressWarnings("unchecked")
    private static Map<String, @Nullable Object> attributes(Map<String, @Nullable Object> dict) {
        return (Map<String, @Nullable Object>) requireNonNull(dict.get("attributes"));
    }

    private static int zero() {
        return 0;
    }

    private static Throwable caught(IntSupplier thrower) {
        try {
            throw new AssertionError("gave " + thrower.getAsInt());
        } catch (RuntimeException e) {
            return e;
        }
    }

    private static final class TooCold extends IllegalArgumentException {
        TooCold(@Nullable String message) {
            super(message);
        }
    }

    private static Map<String, @Nullable Object> toDict(Throwable thrown, Dialect dialect) {
        return ExceptionMapping.toDict(thrown, dialect, false);
    }

    private static String pythonType(Throwable thrown, Dialect dialect) {
        return String.valueOf(toDict(thrown, dialect).get("__class__"));
    }
}
