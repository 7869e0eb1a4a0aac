package io.jyro.wire;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import java.util.UUID;

import io.jyro.Dialect;
import io.jyro.MessageTooLargeException;
import io.jyro.ProtocolException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class MessageWriterTest {
    private static final UUID ID = UUID.fromString("11112222-3333-4444-5555-666677778888");

    @ParameterizedTest
    @EnumSource
    void messagesStandOneBehindTheOther(Dialect dialect) {
        MessageWriter writer = writer(dialect);

        write(writer, "first", Map.of());
        int end = writer.output().position();
        write(writer, "second", Map.of());

        byte[] bytes = Reading.written(writer);
        assertThat(text(Reading.message(Arrays.copyOf(bytes, end)))).isEqualTo("first");
        assertThat(text(Reading.message(Arrays.copyOfRange(bytes, end, bytes.length))))
                .isEqualTo("second");
    }

    @ParameterizedTest
    @EnumSource
    void usedBufferLeavesNoTraceInTheNextMessage(Dialect dialect) {
        MessageWriter used = writer(dialect);
        byte[] noise = new byte[500];
        Arrays.fill(noise, (byte) 0xff);
        used.begin(MessageType.INVOKE, 0xffff, 0xff, new UUID(-1, -1), Map.of("ABCD", noise))
                .put(noise);
        used.end(0xf);
        used.clear();
        MessageWriter fresh = writer(dialect);

        write(used, "text", Map.of());
        write(fresh, "text", Map.of());

        assertThat(Reading.written(used)).isEqualTo(Reading.written(fresh));
    }

    @ParameterizedTest
    @EnumSource
    void bufferMayGrowWhileAPayloadIsWritten(Dialect dialect) {
        MessageWriter writer = writer(dialect);
        byte[] payload = new byte[300_000];
        Arrays.fill(payload, (byte) 'x');

        ByteOutput out = writer.begin(MessageType.INVOKE, 1, 1, ID, Map.of("ABCD", new byte[2000]));
        for (byte b : payload) {
            out.put(b);
        }
        writer.end(0);

        Message message = Reading.message(Reading.written(writer));
        assertThat(message.correlationId()).isEqualTo(ID);
        assertThat(Reading.payload(message)).isEqualTo(payload);
    }

    @ParameterizedTest
    @EnumSource
    void rollbackKeepsEarlierMessages(Dialect dialect) {
        MessageWriter writer = writer(dialect);
        write(writer, "kept", Map.of());
        byte[] before = Reading.written(writer);

        writer.begin(MessageType.RESULT, 1, 1, ID, Map.of("ABCD", new byte[3])).put(new byte[5000]);
        writer.rollback();

        assertThat(Reading.written(writer)).isEqualTo(before);
    }

    @ParameterizedTest
    @EnumSource
    void messageCanBeBegunAfterARollback(Dialect dialect) {
        MessageWriter writer = writer(dialect);
        writer.begin(MessageType.RESULT, 1, 1, null, Map.of()).put(new byte[10]);
        writer.rollback();

        write(writer, "error reply", Map.of());

        assertThat(text(Reading.message(Reading.written(writer)))).isEqualTo("error reply");
    }

    @Test
    void rollbackOfNothingDoesNothing() {
        MessageWriter writer = writer(Dialect.V502);
        write(writer, "kept", Map.of());
        byte[] before = Reading.written(writer);

        writer.rollback();

        assertThat(Reading.written(writer)).isEqualTo(before);
    }

    @Test
    void callsOutOfTurnAreRefused() {
        MessageWriter writer = writer(Dialect.V502);

        assertThatThrownBy(() -> writer.end(0)).isInstanceOf(IllegalStateException.class);
        writer.begin(MessageType.PING, 0, 42, null, Map.of());
        assertThatThrownBy(() -> writer.begin(MessageType.PING, 0, 42, null, Map.of()))
                .isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(writer::clear).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void clearGivesBackALargeArray() {
        MessageWriter writer = writer(Dialect.V502);
        ByteOutput out = writer.output();
        write(writer, "x".repeat(70_000), Map.of());

        writer.clear();

        assertThat(writer.output()).isSameAs(out);
        assertThat(out.position()).isZero();
        assertThat(out.array().length).isLessThanOrEqualTo(1024);
    }

    @Test
    void clearKeepsASmallArray() {
        MessageWriter writer = writer(Dialect.V502);
        write(writer, "x".repeat(30_000), Map.of());
        byte[] array = writer.output().array();

        writer.clear();

        assertThat(writer.output().array()).isSameAs(array);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "ABC", "ABCDE"})
    void annotationIdOfAnotherLengthIsRefused(String id) {
        assertThatThrownBy(() -> write(writer(Dialect.V48), "", Map.of(id, new byte[0])))
                .isInstanceOf(ProtocolException.class)
                .hasMessageStartingWith("annotation key must be of length 4");
        assertThatThrownBy(() -> write(writer(Dialect.V502), "", Map.of(id, new byte[0])))
                .isInstanceOf(ProtocolException.class)
                .hasMessageStartingWith("annotation identifier must be 4 ascii characters");
    }

    @ParameterizedTest
    @EnumSource
    void annotationIdThatIsNotAsciiIsRefused(Dialect dialect) {
        assertThatThrownBy(() -> write(writer(dialect), "", Map.of("caf\u00e9", new byte[0])))
                .isInstanceOf(ProtocolException.class)
                .hasMessageStartingWith("annotation identifier must be 4 ascii characters");
    }

    @ParameterizedTest
    @EnumSource
    void refusedAnnotationLeavesTheWriterAsItWas(Dialect dialect) {
        MessageWriter writer = writer(dialect);
        write(writer, "kept", Map.of());
        byte[] before = Reading.written(writer);

        assertThatThrownBy(() -> write(writer, "", Map.of("bad", new byte[0])))
                .isInstanceOf(ProtocolException.class);
        assertThat(Reading.written(writer)).isEqualTo(before);

        write(writer, "next", Map.of());
        assertThat(text(Reading.message(Arrays.copyOfRange(Reading.written(writer), before.length,
                writer.output().position())))).isEqualTo("next");
    }

    @ParameterizedTest
    @CsvSource({"CORR, correlation id", "HMAC, hmacKey"})
    void annotationsThat48MakesItselfAreRefused(String id, String instead) {
        assertThatThrownBy(() -> write(writer(Dialect.V48), "", Map.of(id, new byte[16])))
                .isInstanceOf(ProtocolException.class).hasMessageContaining(id)
                .hasMessageContaining(instead);
    }

    @Test
    void annotationsOf48MayFill65535Bytes() {
        MessageWriter writer = writer(Dialect.V48);
        byte[] value = new byte[65535 - 22 - 6];

        writer.begin(MessageType.INVOKE, 1, 1, ID, Map.of("ABCD", value)).put(new byte[1]);
        writer.end(0);

        assertThat(Reading.message(Reading.written(writer)).annotation("ABCD"))
                .hasSize(value.length);
    }

    @ParameterizedTest
    @ValueSource(ints = {65535 - 22 - 6 + 1, 65536, 100_000})
    void moreAnnotationsThan48CanCarryAreRefused(int length) {
        MessageWriter writer = writer(Dialect.V48);

        assertThatThrownBy(
                () -> writer.begin(MessageType.INVOKE, 1, 1, ID, Map.of("ABCD", new byte[length])))
                .isInstanceOf(ProtocolException.class)
                .hasMessageContaining((length + 28) + " bytes").hasMessageContaining("65535");
        assertThat(writer.output().position()).isZero();
    }

    @Test
    void annotationsOf502MayBeLarge() {
        MessageWriter writer = writer(Dialect.V502);

        write(writer, "", Map.of("ABCD", new byte[100_000]));

        assertThat(Reading.message(Reading.written(writer)).annotation("ABCD")).hasSize(100_000);
    }

    @ParameterizedTest
    @EnumSource
    void tooLargeMessageIsRefusedAndRolledBack(Dialect dialect) {
        MessageWriter writer = new MessageWriter(dialect, new WireLimits(100, 0), null, false);
        int chunk = Annotations.chunkHead(dialect);
        write(writer, "x".repeat(100), Map.of());
        byte[] before = Reading.written(writer);

        assertThatThrownBy(
                () -> write(writer, "x".repeat(101 - chunk), Map.of("ABCD", new byte[0])))
                .isInstanceOf(MessageTooLargeException.class)
                .hasMessage("message of 101 bytes exceeds maxMessageSize 100; raise it at both ends"
                        + " or stream the data");

        assertThat(Reading.written(writer)).isEqualTo(before);
        write(writer, "x", Map.of());
    }

    @ParameterizedTest
    @EnumSource
    void aPayloadThatGrowsBeyondTheLimitIsRefusedBeforeAllOfItIsWritten(Dialect dialect) {
        MessageWriter writer = new MessageWriter(dialect, new WireLimits(100_000, 0), null, false);
        ByteOutput out = writer.begin(MessageType.RESULT, 0, 1, null, Map.of());

        assertThatThrownBy(() -> {
            for (int i = 0; i < 1_000_000; i++) {
                out.put(i);
            }
        }).isInstanceOf(MessageTooLargeException.class)
                .hasMessageContaining("maxMessageSize 100000");

        assertThat(out.array().length).isLessThan(110_000);
        writer.rollback();
        write(writer, "x", Map.of());
    }

    @ParameterizedTest
    @EnumSource
    void sequenceAndSerializerKeepTheirBits(Dialect dialect) {
        MessageWriter writer = writer(dialect);

        writer.begin(MessageType.INVOKE, 65535, 200, null, Map.of());
        writer.end(Flags.ONEWAY | Flags.BATCH);

        Message message = Reading.message(Reading.written(writer));
        assertThat(message.sequence()).isEqualTo(65535);
        assertThat(message.serializerId()).isEqualTo(200);
        assertThat(message.flags()).isEqualTo(Flags.ONEWAY | Flags.BATCH);
    }

    @ParameterizedTest
    @EnumSource
    void flagsOfTheWireAreNotTakenFromTheCaller(Dialect dialect) {
        MessageWriter writer = writer(dialect);

        writer.begin(MessageType.INVOKE, 1, 1, null, Map.of()).putAscii("not compressed");
        writer.end(Flags.COMPRESSED | Flags.CORRELATION_ID);

        assertThat(Reading.message(Reading.written(writer)).wireFlags()).isZero();
    }

    @Test
    void flag48AloneKnowsIsLeftOutIn502() {
        MessageWriter writer = writer(Dialect.V502);

        writer.begin(MessageType.CONNECT, 0, 1, null, Map.of());
        writer.end(Flags.META_ON_CONNECT);

        assertThat(Reading.message(Reading.written(writer)).wireFlags()).isZero();
    }

    @Test
    void connectFailIsWrittenAsPyroDoes() {
        MessageWriter writer = writer(Dialect.V48);

        writer.begin(MessageType.CONNECTFAIL, 0, 3, null, Map.of())
                .put(HexFormat.of().parseHex("fa026e6f"));
        writer.end(0);

        assertThat(Reading.written(writer)).isEqualTo(HexFormat.of()
                .parseHex("5059524f003000030000000000000004000300000000" + "3523" + "fa026e6f"));
    }

    private static MessageWriter writer(Dialect dialect) {
        return new MessageWriter(dialect, WireLimits.NONE, null, false);
    }

    private static void write(MessageWriter writer, String payload,
            Map<String, byte[]> annotations) {
        writer.begin(MessageType.INVOKE, 7, 1, null, annotations).putAscii(payload);
        writer.end(0);
    }

    private static String text(Message message) {
        return new String(Reading.payload(message), StandardCharsets.US_ASCII);
    }
}
