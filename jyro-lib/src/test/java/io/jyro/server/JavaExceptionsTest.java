package io.jyro.server;

import java.time.LocalDate;
import java.util.List;
import java.util.Map;

import io.jyro.Expose;
import io.jyro.Loopback;
import io.jyro.Omit;
import io.jyro.Protocol;
import io.jyro.PythonException;
import io.jyro.RemoteCallException;
import io.jyro.client.Proxy;
import io.jyro.serialize.TypeRegistry;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/** Exceptions of Java that Java callers catch. */
class JavaExceptionsTest {
    public static class LabException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private final int code;
        private final List<String> rooms;

        public LabException(String message, int code, List<String> rooms) {
            super(message);
            this.code = code;
            this.rooms = rooms;
        }

        public int getCode() {
            return code;
        }

        public List<String> getRooms() {
            return rooms;
        }

        public LocalDate getDay() {
            return LocalDate.of(2026, 1, 2);
        }

        public Thread getThread() {
            return Thread.currentThread();
        }

        public String getBroken() {
            throw new IllegalStateException("never mind");
        }

        @Omit
        public String getSecret() {
            return "secret";
        }
    }

    public static class Plain extends Exception {
        private static final long serialVersionUID = 1L;

        public Plain(String message) {
            super(message);
        }
    }

    @Expose
    public static class Lab {
        public void breakDown() {
            throw new LabException("sensor broken", 42, List.of("attic"));
        }

        public void fail() throws Plain {
            throw new Plain("plainly");
        }

        public void state() {
            throw new IllegalStateException("boom");
        }

        public void key(String key) {
            throw PythonException.keyError(key);
        }

        public void relay(Proxy to, String method) {
            to.call(method);
        }
    }

    private final Loopback loopback = new Loopback();

    @AfterEach
    void close() {
        loopback.close();
    }

    private Proxy knowing(TypeRegistry types) {
        return loopback.proxy(Proxy.builder(loopback.daemon().register(new Lab())).types(types));
    }

    @ParameterizedTest
    @EnumSource(names = {"V48", "V502"})
    void theClassIsKept(Protocol protocol) {
        Proxy lab = loopback.serve(new Lab(), protocol);

        RemoteCallException thrown = catchThrowableOfType(RemoteCallException.class,
                () -> lab.call("state"));

        assertThat(thrown).hasMessage("java.lang.IllegalStateException: boom");
        assertThat(thrown.remoteType()).isEqualTo("java.lang.IllegalStateException");
        assertThat(thrown.is("RuntimeError")).isTrue();
    }

    @Test
    void theClassIsKeptAcrossARelay() {
        Proxy lab = loopback.serve(new Lab());

        RemoteCallException thrown = catchThrowableOfType(RemoteCallException.class,
                () -> lab.call("relay", lab, "breakDown"));

        assertThat(thrown.remoteType()).isEqualTo(LabException.class.getName());
        assertThat(thrown.pythonType()).isEqualTo("builtins.RuntimeError");
        assertThat(thrown.attributes()).containsEntry("code", 42);
    }

    @Test
    void gettersTravelAsAttributesAsFarAsTheyCan() {
        Proxy lab = loopback.serve(new Lab());

        RemoteCallException thrown = catchThrowableOfType(RemoteCallException.class,
                () -> lab.call("breakDown"));

        assertThat(thrown.attributes()).isEqualTo(Map.of("code", 42, "rooms", List.of("attic"),
                "day", "2026-01-02", "originalType", LabException.class.getName()));
    }

    @Test
    void exceptionsOfPythonAreRaised() {
        Proxy lab = loopback.serve(new Lab());

        RemoteCallException thrown = catchThrowableOfType(RemoteCallException.class,
                () -> lab.call("key", "attic"));

        assertThat(thrown.remoteType()).isEqualTo("builtins.KeyError");
        assertThat(thrown.is("LookupError")).isTrue();
        assertThat(thrown.arguments()).containsExactly("attic");
    }

    @Test
    void registeredClassesAreRebuilt() {
        TypeRegistry types = TypeRegistry.standard();
        types.registerException(LabException.class);
        types.registerException(IllegalStateException.class);

        LabException thrown = catchThrowableOfType(LabException.class,
                () -> knowing(types).call("breakDown"));

        assertThat(thrown).hasMessage("sensor broken").hasCauseInstanceOf(RemoteCallException.class)
                .hasStackTraceContaining("Lab.breakDown");
        assertThat(thrown.getCode()).isEqualTo(42);
        assertThat(thrown.getRooms()).containsExactly("attic");
        assertThatThrownBy(() -> knowing(types).call("state"))
                .isInstanceOf(IllegalStateException.class).hasMessage("boom");
    }

    @Test
    void aCheckedExceptionThatIsRebuiltIsTheCause() {
        TypeRegistry types = TypeRegistry.standard();
        types.registerException(Plain.class);

        assertThatThrownBy(() -> knowing(types).call("fail"))
                .isInstanceOf(RemoteCallException.class).hasCauseInstanceOf(Plain.class);
    }

    @Test
    void aClassThatCannotBeMadeIsRefused() {
        class Hidden extends RuntimeException {
            private static final long serialVersionUID = 1L;

            @SuppressWarnings("UnusedMethod") // it is not public, so that it is of no use
            Hidden(String message) {
                super(message);
            }
        }
        assertThatThrownBy(() -> TypeRegistry.standard().registerException(Hidden.class))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("public constructor");
    }
}
