package io.jyro.wire;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Random;

import io.jyro.Dialect;
import io.jyro.MessageTooLargeException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Bytes that are sent from where they are. */
class LargeBytesTest {
    private static final WireLimits NO_LIMITS = new WireLimits(0, 0);
    private static final int LARGE = 200_000;

    private final byte[] large = randomBytes(LARGE);

    @ParameterizedTest
    @EnumSource
    void messagesAreTheSameAsIfTheyHadBeenCopied(Dialect dialect) {
        MessageWriter writer = new MessageWriter(dialect, NO_LIMITS, null, false);
        MessageWriter copying = new MessageWriter(dialect, NO_LIMITS, null, false);
        for (int i = 0; i < 3; i++) {
            ByteOutput out = begin(writer, dialect);
            out.put('<');
            out.putStable(ByteBuffer.wrap(large));
            out.put('>');
            writer.end(0);
            writer.sequence(i);
            ByteOutput copied = begin(copying, dialect);
            copied.put('<');
            copied.put(large);
            copied.put('>');
            copying.end(0);
            copying.sequence(i);
        }

        assertThat(writer.output().position()).isLessThan(LARGE + 10_000);
        assertThat(writer.output().size()).isEqualTo(copying.output().size());
        assertThat(all(writer.output())).isEqualTo(all(copying.output()));
    }

    @Test
    void everyKindOfBufferIsWrittenFromItsPositionToItsLimitAndStaysAsItIs() {
        byte[] framed = new byte[LARGE + 20];
        System.arraycopy(large, 0, framed, 10, LARGE);
        ByteBuffer heap = ByteBuffer.wrap(framed, 10, LARGE);
        ByteBuffer direct = ByteBuffer.allocateDirect(LARGE + 20).put(framed).position(10)
                .limit(10 + LARGE);
        for (ByteBuffer buffer : new ByteBuffer[]{heap, heap.slice(), heap.asReadOnlyBuffer(),
                direct, direct.slice()}) {
            MessageWriter writer = new MessageWriter(Dialect.V502, NO_LIMITS, null, false);
            writer.begin(MessageType.RESULT, 1, 2, null, Map.of()).putStable(buffer);
            writer.end(0);

            assertThat(buffer.remaining()).isEqualTo(LARGE);
            assertThat(Reading.payload(Reading.message(all(writer.output())))).isEqualTo(large);
        }
    }

    @ParameterizedTest
    @EnumSource
    void keyAndCompressionCoverLargeBytes(Dialect dialect) {
        Hmac hmac = new Hmac("key".getBytes(StandardCharsets.UTF_8));
        byte[] zeros = new byte[LARGE];
        for (boolean compress : new boolean[]{false, true}) {
            MessageWriter writer = new MessageWriter(dialect, NO_LIMITS, hmac, compress);
            writer.begin(MessageType.RESULT, 1, 2, null, Map.of())
                    .putStable(ByteBuffer.wrap(zeros));
            writer.end(0);

            Message message = Reading.message(all(writer.output()), NO_LIMITS, hmac);
            assertThat(Reading.payload(message)).isEqualTo(zeros);
        }
    }

    @ParameterizedTest
    @EnumSource
    void rollbackTakesLargeBytesBackAndKeepsThoseOfEarlierMessages(Dialect dialect) {
        MessageWriter writer = new MessageWriter(dialect, NO_LIMITS, null, false);
        writer.begin(MessageType.RESULT, 1, 2, null, Map.of()).putStable(ByteBuffer.wrap(large));
        writer.end(0);
        byte[] before = all(writer.output());

        begin(writer, dialect).putStable(ByteBuffer.wrap(large));
        writer.rollback();

        assertThat(all(writer.output())).isEqualTo(before);
        writer.clear();
        assertThat(writer.output().size()).isZero();
    }

    @ParameterizedTest
    @EnumSource
    void theLimitCountsLargeBytes(Dialect dialect) {
        MessageWriter writer = new MessageWriter(dialect, new WireLimits(LARGE, 0), null, false);
        for (int i = 0; i < 3; i++) {
            writer.begin(MessageType.RESULT, 1, 2, null, Map.of())
                    .putStable(ByteBuffer.wrap(large));
            writer.end(0);
        }
        ByteOutput out = writer.begin(MessageType.RESULT, 1, 2, null, Map.of());
        out.putStable(ByteBuffer.wrap(large));
        out.put(0);

        assertThatThrownBy(() -> writer.end(0)).isInstanceOf(MessageTooLargeException.class)
                .hasMessageContaining(String.valueOf(LARGE + 1));
        assertThatThrownBy(() -> writer.begin(MessageType.RESULT, 1, 2, null, Map.of())
                .putStable(ByteBuffer.wrap(new byte[2 * LARGE])))
                .isInstanceOf(MessageTooLargeException.class);
    }

    @Test
    void anOutputAppendedToAnotherIsCopied() {
        MessageWriter writer = new MessageWriter(Dialect.V502, NO_LIMITS, null, false);
        writer.begin(MessageType.RESULT, 1, 2, null, Map.of()).putStable(ByteBuffer.wrap(large));
        writer.end(0);
        byte[] expected = all(writer.output());
        ByteOutput copy = new ByteOutput(16);

        copy.put(writer.output());
        large[7]++;
        writer.clear();

        assertThat(all(copy)).isEqualTo(expected);
    }

    private ByteOutput begin(MessageWriter writer, Dialect dialect) {
        return writer.begin(MessageType.INVOKE, 1, 2, null,
                Map.of("ABCD", dialect == Dialect.V48 ? new byte[60_000] : large));
    }

    private static byte[] all(ByteOutput output) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (ByteBuffer part : output.parts()) {
            byte[] bytes = new byte[part.remaining()];
            part.get(bytes);
            all.writeBytes(bytes);
        }
        return all.toByteArray();
    }

    private static byte[] randomBytes(int length) {
        byte[] bytes = new byte[length];
        new Random(4).nextBytes(bytes);
        return bytes;
    }
}
