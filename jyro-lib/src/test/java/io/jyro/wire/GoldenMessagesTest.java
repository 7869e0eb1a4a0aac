package io.jyro.wire;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

import io.jyro.Dialect;
import io.jyro.PyroSecurityException;
import io.jyro.wire.Vectors.Vector;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/**
 * Messages captured from Pyro4 and Pyro5 are read as Python meant them, and written as Python wrote
 * them.
 */
class GoldenMessagesTest {
    static List<Vector> vectors() {
        return Vectors.all();
    }

    static List<Vector> signed() {
        return Vectors.of(Dialect.V48).stream().filter(vector -> vector.hmacKey() != null).toList();
    }

    static List<Vector> compressed() {
        return Vectors.all().stream().filter(Vector::isCompressed).toList();
    }

    @Test
    void allCapturedMessagesAreHere() {
        assertThat(Vectors.of(Dialect.V48)).hasSize(98);
        assertThat(Vectors.of(Dialect.V502)).hasSize(72);
        assertThat(signed()).hasSize(4);
        assertThat(compressed()).hasSize(4);
    }

    @ParameterizedTest
    @MethodSource("vectors")
    void headerIsReadAsPythonWroteIt(Vector vector) {
        Dialect dialect = Header.dialectOf(vector.bytes(), 0);

        Header header = Header.parse(dialect, vector.bytes(), 0);

        assertThat(dialect).isEqualTo(vector.dialect());
        assertThat(header.type().code()).isEqualTo(vector.type());
        assertThat(header.wireFlags()).isEqualTo(vector.flags());
        assertThat(Flags.toWire(dialect, header.flags())).isEqualTo(vector.flags());
        assertThat(header.sequence()).isEqualTo(vector.sequence());
        assertThat(header.serializerId()).isEqualTo(vector.serializerId());
        assertThat(header.payloadLength()).isEqualTo(vector.payloadLength());
        assertThat(header.annotationsLength()).isEqualTo(vector.annotationsLength());
        assertThat(Header.size(dialect) + header.bodyLength(WireLimits.NONE, "peer"))
                .isEqualTo(vector.bytes().length);
    }

    @ParameterizedTest
    @MethodSource("vectors")
    void bodyIsReadAsPythonWroteIt(Vector vector) {
        Message message = Reading.message(vector.bytes(), WireLimits.NONE, vector.hmac());

        assertThat(message.correlationId()).isEqualTo(vector.correlationId());
        assertThat(new ArrayList<>(message.annotations().keySet()))
                .isEqualTo(new ArrayList<>(vector.userAnnotations().keySet()));
        vector.annotations()
                .forEach((id, value) -> assertThat(message.annotation(id)).isEqualTo(value));
        if (vector.payloadText() != null && !vector.isCompressed()) {
            assertThat(new String(Reading.payload(message), StandardCharsets.UTF_8))
                    .isEqualTo(vector.payloadText());
        }
    }

    @ParameterizedTest
    @MethodSource("vectors")
    void writtenAgainItIsTheSame(Vector vector) {
        Message message = Reading.message(vector.bytes(), WireLimits.NONE, vector.hmac());

        byte[] bytes = write(vector, message);

        if (vector.isCompressed()) {
            // zlib promises what comes out of inflating; the bytes between differ with its version
            assertThat(describe(Reading.message(bytes))).isEqualTo(describe(message));
        } else if (bytesDifferOnlyInOrder(vector)) {
            assertThat(bytes).hasSize(vector.bytes().length);
            assertThat(describe(Reading.message(bytes))).isEqualTo(describe(message));
        } else {
            assertThat(bytes).isEqualTo(vector.bytes());
        }
    }

    @ParameterizedTest
    @MethodSource("compressed")
    void compressedPayloadIsInflated(Vector vector) {
        Message message = Reading.message(vector.bytes());

        assertThat(new String(Reading.payload(message), StandardCharsets.US_ASCII))
                .startsWith("# serpent utf-8 python3.2\n").contains("a".repeat(300));
        assertThat(message.has(Flags.COMPRESSED)).isFalse();
    }

    @ParameterizedTest
    @MethodSource("signed")
    void anotherKeyIsNoticed(Vector vector) {
        assertThatThrownBy(
                () -> Reading.message(vector.bytes(), WireLimits.NONE, Hmac.ofText("Secretkey")))
                .isInstanceOf(PyroSecurityException.class)
                .hasMessageStartingWith("message hmac mismatch: ");
    }

    @ParameterizedTest
    @MethodSource("signed")
    void signedMessageIsRefusedWithoutKey(Vector vector) {
        assertThatThrownBy(() -> Reading.message(vector.bytes()))
                .isInstanceOf(PyroSecurityException.class)
                .hasMessageStartingWith("hmac key config not symmetric: ");
    }

    private static byte[] write(Vector vector, Message message) {
        MessageWriter writer = new MessageWriter(vector.dialect(), WireLimits.NONE, vector.hmac(),
                vector.isCompressed());
        writer.begin(message.type(), message.sequence(), message.serializerId(),
                message.correlationId(), message.annotations()).put(Reading.payload(message));
        writer.end(message.flags());
        return Reading.written(writer);
    }

    /**
     * Pyro4 puts CORR behind the annotations of users, we put it in front; the order means nothing
     * (1.5).
     */
    private static boolean bytesDifferOnlyInOrder(Vector vector) {
        return vector.dialect() == Dialect.V48
                && new ArrayList<>(vector.annotations().keySet()).indexOf("CORR") > 0;
    }

    private static String describe(Message message) {
        StringBuilder text = new StringBuilder().append(message.type()).append(' ')
                .append(message.wireFlags()).append(' ').append(message.sequence()).append(' ')
                .append(message.serializerId()).append(' ').append(message.correlationId());
        message.annotations().forEach((id, value) -> text.append(' ').append(id).append('=')
                .append(new String(value, StandardCharsets.ISO_8859_1)));
        return text.append(' ')
                .append(new String(Reading.payload(message), StandardCharsets.ISO_8859_1))
                .toString();
    }
}
