package io.jyro.hostile;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;

import io.jyro.Dialect;
import io.jyro.Expose;
import io.jyro.Serializer;
import io.jyro.attacks.Attack;
import io.jyro.attacks.KnownAttacks;
import io.jyro.server.DaemonMemory;
import io.jyro.types.SerializedBlob;
import io.jyro.wire.MessageType;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Payloads that are known to be expensive, in every place of the protocol where a daemon decodes what a peer sends: each
 * is answered, its memory is given back, and the connection serves the next call. What they cost is asserted by the
 * tests of the codecs.
 */
class KnownAttacksTest extends AgainstADaemon {
    private static final int EXCEPTION = 1;
    private static final int BATCH = 8;
    private static final int KEEP_SERIALIZED = 0x20;
    private static final int LONGEST_ANNOTATION = 60_000;

    static List<Attack> attacks() {
        return KnownAttacks.all();
    }

    static List<Attack> ofPlainFormats() {
        return attacks().stream().filter(attack -> attack.serializer() == Serializer.MARSHAL
                || attack.serializer() == Serializer.SERPENT).toList();
    }

    static List<Attack> ofAnnotations() {
        return attacks().stream().filter(attack -> attack.serializer() == Serializer.MARSHAL
                && attack.payload().length <= LONGEST_ANNOTATION).toList();
    }

    /** Reads the data of a blob. */
    @Expose
    static class Reader {
        public @Nullable Object read(SerializedBlob blob) {
            return blob.deserialized();
        }
    }

    @BeforeAll
    void registerTheReader() {
        daemon.register(new Reader(), "read");
    }

    @AfterEach
    void nothingStaysCounted() {
        DaemonMemory.awaitNothing(daemon);
    }

    @ParameterizedTest
    @MethodSource("attacks")
    void inAHandshake(Attack attack) {
        try (ScriptedPeer client = stranger()) {
            client.send(message(MessageType.CONNECT, attack).payload(attack.payload()))
                    .expect(MessageType.CONNECTFAIL).expectClosed();
        }
    }

    @ParameterizedTest
    @MethodSource("attacks")
    void asTheWholePayloadOfACall(Attack attack) {
        RawMessage reply = answered(
                message(MessageType.INVOKE, attack).payload(attack.payload()));

        assertThat(reply.flags() & EXCEPTION).isEqualTo(EXCEPTION);
    }

    @ParameterizedTest
    @MethodSource("ofPlainFormats")
    void asAnArgumentThatIsEchoed(Attack attack) {
        answered(message(MessageType.INVOKE, attack).payload(call(attack, "echo", "echo")));
    }

    @ParameterizedTest
    @MethodSource("ofPlainFormats")
    void asAnArgumentInABatch(Attack attack) {
        answered(message(MessageType.INVOKE, attack).flags(BATCH)
                .payload(call(attack, "echo", "<batch>")));
    }

    @ParameterizedTest
    @MethodSource("ofPlainFormats")
    void asTheDataOfABlob(Attack attack) {
        answered(message(MessageType.INVOKE, attack).flags(KEEP_SERIALIZED)
                .annotation("BLBI", marshalled("info", "read", "read"))
                .payload(call(attack, "read", "read")));
    }

    @ParameterizedTest
    @MethodSource("ofAnnotations")
    void inTheAnnotationOfABlob(Attack attack) {
        RawMessage reply = answered(message(MessageType.INVOKE, attack).flags(KEEP_SERIALIZED)
                .annotation("BLBI", attack.payload()).payload(call(attack, "read", "read")));

        assertThat(reply.flags() & EXCEPTION).isEqualTo(EXCEPTION);
    }

    private static RawMessage message(MessageType type, Attack attack) {
        return RawMessage.of(Dialect.V502, type).sequence(1)
                .serializer(attack.serializer().id(Dialect.V502));
    }

    private RawMessage answered(RawMessage request) {
        try (ScriptedPeer client = welcomed(Dialect.V502)) {
            RawMessage reply = client.send(request).expect(MessageType.RESULT).received();
            client.send(RawMessage.invoke(Dialect.V502, "echo", "echo", "1,"))
                    .expect(MessageType.RESULT);
            return reply;
        }
    }

    /** A call of a method with the attack as its only argument. */
    private static byte[] call(Attack attack, String objectId, String method) {
        boolean isBatch = method.startsWith("<");
        if (attack.serializer() == Serializer.SERPENT) {
            String argument = new String(attack.payload(), StandardCharsets.ISO_8859_1);
            String text = isBatch
                    ? "('" + objectId + "','" + method + "',[('echo',(" + argument
                            + ",),{})],None)"
                    : "('" + objectId + "','" + method + "',(" + argument + ",),{})";
            return text.getBytes(StandardCharsets.ISO_8859_1);
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        container(out, '(', 4);
        out.writeBytes(text(objectId));
        out.writeBytes(text(method));
        container(out, '(', 1);
        if (isBatch) {
            container(out, '(', 3);
            out.writeBytes(text("echo"));
            container(out, '(', 1);
        }
        out.writeBytes(attack.payload());
        if (isBatch) {
            out.writeBytes(new byte[]{'{', '0'});
        }
        out.writeBytes(new byte[]{'{', '0'});
        return out.toByteArray();
    }

    private static byte[] marshalled(String... texts) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        container(out, '(', texts.length);
        for (String text : texts) {
            out.writeBytes(text(text));
        }
        return out.toByteArray();
    }

    private static void container(ByteArrayOutputStream out, char type, int count) {
        out.write(type);
        out.writeBytes(int32(count));
    }

    private static byte[] text(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
        return ByteBuffer.allocate(5 + bytes.length).put((byte) 'u').put(int32(bytes.length))
                .put(bytes).array();
    }

    private static byte[] int32(int value) {
        return ByteBuffer.allocate(Integer.BYTES).order(ByteOrder.LITTLE_ENDIAN).putInt(value)
                .array();
    }
}
