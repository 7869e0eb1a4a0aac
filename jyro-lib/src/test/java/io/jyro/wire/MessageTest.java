package io.jyro.wire;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import io.jyro.Dialect;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class MessageTest {
    private static final UUID ID = UUID.fromString("11112222-3333-4444-5555-666677778888");
    private static final byte[] PAYLOAD = "payload".getBytes(StandardCharsets.US_ASCII);

    @ParameterizedTest
    @EnumSource
    void payloadIsAViewIntoTheBuffer(Dialect dialect) {
        byte[] bytes = written(dialect, ID, Map.of("ABCD", new byte[3]));

        Message message = Reading.message(bytes);

        assertThat(message.payload().array()).isSameAs(bytes);
        assertThat(message.payload().offset()).isEqualTo(bytes.length - PAYLOAD.length);
        assertThat(message.payload().length()).isEqualTo(PAYLOAD.length);
    }

    @ParameterizedTest
    @EnumSource
    void messageMayStandAnywhereInTheBuffer(Dialect dialect) {
        byte[] bytes = written(dialect, ID, Map.of("ABCD", new byte[]{7}));
        byte[] buffer = new byte[bytes.length + 20];
        Arrays.fill(buffer, (byte) 0xee);
        System.arraycopy(bytes, 0, buffer, 9, bytes.length);

        Message message = Message.parse(Header.parse(dialect, buffer, 9), buffer,
                9 + Header.size(dialect), Bulks.NONE, WireLimits.NONE, null);

        assertThat(message.correlationId()).isEqualTo(ID);
        assertThat(message.annotation("ABCD")).containsExactly(7);
        assertThat(Reading.payload(message)).isEqualTo(PAYLOAD);
    }

    @ParameterizedTest
    @EnumSource
    void messageThatIsCutOffIsRefused(Dialect dialect) {
        byte[] bytes = written(dialect, ID, Map.of("ABCD", new byte[3]));

        for (int length = 0; length < bytes.length; length++) {
            byte[] cut = Arrays.copyOf(bytes, length);
            assertThatThrownBy(() -> Reading.message(cut)).as("%d bytes", length)
                    .isInstanceOf(MalformedMessageException.class);
        }
    }

    @ParameterizedTest
    @EnumSource
    void annotationsComeInOrderAndCannotBeChanged(Dialect dialect) {
        Map<String, byte[]> annotations = new LinkedHashMap<>();
        annotations.put("ZZZZ", new byte[]{1});
        annotations.put("AAAA", new byte[0]);
        annotations.put("MMMM", new byte[]{2, 3});

        Map<String, byte[]> read = Reading.message(written(dialect, null, annotations))
                .annotations();

        assertThat(List.copyOf(read.keySet())).containsExactly("ZZZZ", "AAAA", "MMMM");
        assertThat(read.get("AAAA")).isEmpty();
        assertThat(read.get("MMMM")).containsExactly(2, 3);
        assertThatThrownBy(() -> read.put("BBBB", new byte[0]))
                .isInstanceOf(UnsupportedOperationException.class);
    }

    @ParameterizedTest
    @EnumSource
    void annotationsAreCopies(Dialect dialect) {
        byte[] bytes = written(dialect, null, Map.of("ABCD", new byte[]{7}));
        Message message = Reading.message(bytes);

        Map<String, byte[]> annotations = message.annotations();
        byte[] one = message.annotation("ABCD");
        Arrays.fill(bytes, (byte) 0);

        assertThat(annotations.get("ABCD")).containsExactly(7);
        assertThat(one).containsExactly(7);
    }

    @ParameterizedTest
    @EnumSource
    void withoutAnnotationsTheMapIsAlwaysTheSame(Dialect dialect) {
        Map<String, byte[]> none = Reading.message(written(dialect, null, Map.of())).annotations();
        Map<String, byte[]> onlyCorrelation = Reading.message(written(dialect, ID, Map.of()))
                .annotations();

        assertThat(none).isEmpty();
        assertThat(onlyCorrelation).isSameAs(none);
    }

    @ParameterizedTest
    @EnumSource
    void whatJyroPeersSayIsFoundByIdOnly(Dialect dialect) {
        Message message = Reading
                .message(written(dialect, null, Map.of("JYRO", new byte[]{1, 0, 0, 0, 1})));

        assertThat(message.annotations()).isEmpty();
        assertThat(message.annotation("JYRO")).containsExactly(1, 0, 0, 0, 1);
    }

    @Test
    void in502CorrAndHmacBelongToUsers() {
        Map<String, byte[]> annotations = Map.of("CORR", new byte[]{1}, "HMAC", new byte[]{2});

        Message message = Reading.message(written(Dialect.V502, null, annotations));

        assertThat(message.annotations()).containsOnlyKeys("CORR", "HMAC");
        assertThat(message.correlationId()).isNull();
    }

    @ParameterizedTest
    @EnumSource
    void absentAnnotationIsNull(Dialect dialect) {
        Message message = Reading.message(written(dialect, null, Map.of("ABCD", new byte[1])));

        assertThat(message.annotation("ABCE")).isNull();
        assertThat(message.annotation("ABC")).isNull();
        assertThat(message.annotation("AB\u00c3\u00a9")).isNull();
    }

    @ParameterizedTest
    @EnumSource
    void repeatedAnnotationOverwritesTheEarlierOne(Dialect dialect) {
        byte[] bytes = withTable(dialect, join(chunk(dialect, "ABCD", 1), chunk(dialect, "EFGH", 2),
                chunk(dialect, "ABCD", 3)));

        Message message = Reading.message(bytes);

        assertThat(message.annotation("ABCD")).containsExactly(3);
        assertThat(message.annotations()).hasSize(2);
        assertThat(message.annotations().get("ABCD")).containsExactly(3);
    }

    @ParameterizedTest
    @EnumSource
    void chunkLongerThanTheTableIsRefused(Dialect dialect) {
        byte[] table = chunk(dialect, "ABCD", 1, 2, 3);
        table[dialect == Dialect.V48 ? 5 : 7]++;

        assertThatThrownBy(() -> Reading.message(withTable(dialect, table)))
                .isInstanceOf(MalformedMessageException.class)
                .hasMessage("annotation chunk length exceeds remaining data");
    }

    @Test
    void chunkOfFourGigabytesIsRefused() {
        byte[] table = chunk(Dialect.V502, "ABCD", 1, 2, 3);
        Arrays.fill(table, 4, 8, (byte) 0xff);

        assertThatThrownBy(() -> Reading.message(withTable(Dialect.V502, table)))
                .isInstanceOf(MalformedMessageException.class)
                .hasMessage("annotation chunk length exceeds remaining data");
    }

    @ParameterizedTest
    @EnumSource
    void bytesLeftOverInTheTableAreRefused(Dialect dialect) {
        for (int extra = 1; extra < Annotations.chunkHead(dialect); extra++) {
            byte[] table = join(chunk(dialect, "ABCD", 1, 2, 3), new byte[extra]);

            assertThatThrownBy(() -> Reading.message(withTable(dialect, table)))
                    .as("%d bytes", extra).isInstanceOf(MalformedMessageException.class)
                    .hasMessage("annotation parsing did not consume all annotation data");
        }
    }

    @ParameterizedTest
    @EnumSource
    void annotationIdThatIsNotAsciiIsRefused(Dialect dialect) {
        byte[] table = chunk(dialect, "ABCD", 1);
        table[3] = (byte) 0xc3;

        assertThatThrownBy(() -> Reading.message(withTable(dialect, table)))
                .isInstanceOf(MalformedMessageException.class)
                .hasMessage("annotation identifier must be 4 ascii characters");
    }

    @Test
    void annotationsWithoutEndAreRefused() {
        byte[] table = new byte[8 * (Annotations.MOST + 1)];

        assertThatThrownBy(() -> Reading.message(withTable(Dialect.V502, table)))
                .isInstanceOf(MalformedMessageException.class)
                .hasMessageContaining("more than 16384 annotations");
    }

    @Test
    void correlationIdOfAnotherLengthIsIgnored() {
        byte[] bytes = withTable(Dialect.V48, chunk(Dialect.V48, "CORR", 1, 2, 3));

        Message message = Reading.message(bytes);

        assertThat(message.correlationId()).isNull();
        assertThat(message.annotations()).isEmpty();
    }

    @Test
    void correlationIdOf502CountsOnlyWithItsFlag() {
        byte[] bytes = written(Dialect.V502, ID, Map.of());
        assertThat(Reading.message(bytes).correlationId()).isEqualTo(ID);

        bytes[9] &= ~0x40;

        assertThat(Reading.message(bytes).correlationId()).isNull();
    }

    private static byte[] written(Dialect dialect, @Nullable UUID correlationId,
            Map<String, byte[]> annotations) {
        MessageWriter writer = new MessageWriter(dialect, WireLimits.NONE, null, false);
        writer.begin(MessageType.INVOKE, 1, 1, correlationId, annotations).put(PAYLOAD);
        writer.end(0);
        return Reading.written(writer);
    }

    private static byte[] withTable(Dialect dialect, byte[] table) {
        byte[] header = new byte[Header.size(dialect)];
        if (dialect == Dialect.V48) {
            Header.write48(header, 0, MessageType.INVOKE, 0, 1, 1, PAYLOAD.length, table.length);
        } else {
            Header.write502(header, 0, MessageType.INVOKE, 0, 1, 1, PAYLOAD.length, table.length);
        }
        return join(header, table, PAYLOAD);
    }

    private static byte[] chunk(Dialect dialect, String id, int... value) {
        ByteOutput out = new ByteOutput(16);
        byte[] bytes = new byte[value.length];
        for (int i = 0; i < value.length; i++) {
            bytes[i] = (byte) value[i];
        }
        Annotations.put(dialect, out, Annotations.idOf(id), bytes);
        return Arrays.copyOf(out.array(), out.position());
    }

    private static byte[] join(byte[]... parts) {
        ByteOutput out = new ByteOutput(16);
        for (byte[] part : parts) {
            out.put(part);
        }
        return Arrays.copyOf(out.array(), out.position());
    }
}
