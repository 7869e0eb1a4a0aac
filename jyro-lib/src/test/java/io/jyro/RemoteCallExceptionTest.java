package io.jyro;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

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
