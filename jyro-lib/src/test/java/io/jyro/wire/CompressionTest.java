package io.jyro.wire;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;

import io.jyro.Dialect;
import io.jyro.MessageTooLargeException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class CompressionTest {
    @ParameterizedTest
    @CsvSource({"V48, 199, false", "V48, 200, true", "V502, 100, false", "V502, 101, true"})
    void payloadIsCompressedFromALengthOn(Dialect dialect, int length, boolean compressed) {
        Message message = Reading
                .message(written(dialect, MessageType.INVOKE, 0, new byte[length]));

        assertThat((message.wireFlags() & Flags.COMPRESSED) != 0).isEqualTo(compressed);
        assertThat(Reading.payload(message)).isEqualTo(new byte[length]);
    }

    @ParameterizedTest
    @CsvSource({"V48, RESULT, 1, false", "V48, CONNECTFAIL, 0, false", "V48, PING, 0, false",
            "V48, CONNECT, 0, true", "V48, CONNECTOK, 0, true", "V48, RESULT, 0, true",
            "V502, RESULT, 1, true", "V502, CONNECTFAIL, 0, true", "V502, PING, 0, true"})
    void somePayloadsOf48AreNeverCompressed(Dialect dialect, MessageType type, int flags,
            boolean compressed) {
        Message message = Reading.message(written(dialect, type, flags, new byte[1000]));

        assertThat((message.wireFlags() & Flags.COMPRESSED) != 0).isEqualTo(compressed);
    }

    @ParameterizedTest
    @EnumSource
    void payloadThatWouldGrowIsSentAsItIs(Dialect dialect) {
        byte[] noise = new byte[5000];
        new Random(1).nextBytes(noise);

        byte[] bytes = written(dialect, MessageType.INVOKE, 0, noise);

        assertThat(bytes).hasSize(Header.size(dialect) + noise.length);
        assertThat(Reading.payload(Reading.message(bytes))).isEqualTo(noise);
    }

    @ParameterizedTest
    @EnumSource
    void whatIsNotAskedForIsNotCompressed(Dialect dialect) {
        MessageWriter writer = new MessageWriter(dialect, WireLimits.NONE, null, false);
        writer.begin(MessageType.INVOKE, 1, 1, null, Map.of()).put(new byte[1000]);
        writer.end(0);

        assertThat(Reading.message(Reading.written(writer)).wireFlags()).isZero();
    }

    @ParameterizedTest
    @EnumSource
    void limitCountsWhatIsSent(Dialect dialect) {
        MessageWriter writer = new MessageWriter(dialect, new WireLimits(1000, 0), null, true);
        writer.begin(MessageType.INVOKE, 1, 1, null, Map.of()).put(new byte[100_000]);

        writer.end(0);

        assertThat(writer.output().position()).isLessThan(1000);
    }

    @ParameterizedTest
    @CsvSource({"V48, 1", "V48, 4096", "V48, 4097", "V502, 99999", "V502, 3000000"})
    void everyLengthComesBack(Dialect dialect, int length) {
        byte[] payload = new byte[length];
        for (int i = 0; i < length; i++) {
            payload[i] = (byte) ((i * i) >> 7);
        }

        Message message = Reading.message(compressed(dialect, deflate(payload)));

        assertThat(Reading.payload(message)).isEqualTo(payload);
        assertThat(message.has(Flags.COMPRESSED)).isFalse();
        assertThat(message.wireFlags() & Flags.COMPRESSED).isNotZero();
    }

    @Test
    void exactlyTheLimitIsInflated() {
        byte[] bytes = compressed(Dialect.V502, deflate(new byte[10_000]));

        Message message = Reading.message(bytes, new WireLimits(0, 10_000), null);

        assertThat(message.payload().length()).isEqualTo(10_000);
    }

    @Test
    void oneByteMoreThanTheLimitIsRefused() {
        byte[] bytes = compressed(Dialect.V502, deflate(new byte[10_001]));

        assertThatThrownBy(() -> Reading.message(bytes, new WireLimits(0, 10_000), null))
                .isInstanceOf(MessageTooLargeException.class)
                .hasMessageContaining("maxInflatedSize 10000");
    }

    @ParameterizedTest
    @EnumSource
    void bombIsRefusedAtTheLimit(Dialect dialect) {
        byte[] bytes = compressed(dialect, deflate(new byte[50_000_000]));

        assertThat(bytes).hasSizeLessThan(60_000);
        assertThatThrownBy(() -> Reading.message(bytes, new WireLimits(0, 1_000_000), null))
                .isInstanceOf(MessageTooLargeException.class);
    }

    @Test
    void streamThatIsCutOffIsRefused() {
        byte[] stream = deflate(
                "some text that is long enough to be cut".getBytes(StandardCharsets.US_ASCII));

        for (int length = 0; length < stream.length; length++) {
            byte[] bytes = compressed(Dialect.V48, Arrays.copyOf(stream, length));
            assertThatThrownBy(() -> Reading.message(bytes)).as("%d bytes", length)
                    .isInstanceOf(MalformedMessageException.class)
                    .hasMessage("compressed payload is cut off");
        }
    }

    @Test
    void bytesBehindTheStreamAreRefused() {
        byte[] stream = deflate(new byte[100]);

        assertThatThrownBy(() -> Reading
                .message(compressed(Dialect.V502, Arrays.copyOf(stream, stream.length + 1))))
                .isInstanceOf(MalformedMessageException.class)
                .hasMessage("compressed payload is followed by other bytes");
    }

    @Test
    void whatIsNoStreamIsRefused() {
        assertThatThrownBy(() -> Reading.message(compressed(Dialect.V502, new byte[100])))
                .isInstanceOf(MalformedMessageException.class)
                .hasMessage("compressed payload is corrupt")
                .hasCauseInstanceOf(DataFormatException.class);
    }

    @Test
    void wrongChecksumOfTheStreamIsRefused() {
        byte[] stream = deflate(new byte[100]);
        stream[stream.length - 1]++;

        assertThatThrownBy(() -> Reading.message(compressed(Dialect.V502, stream)))
                .isInstanceOf(MalformedMessageException.class)
                .hasMessage("compressed payload is corrupt");
    }

    @Test
    void streamThatWantsADictionaryIsRefused() {
        Deflater deflater = new Deflater();
        deflater.setDictionary(new byte[]{'a', 'b', 'c'});

        assertThatThrownBy(
                () -> Reading.message(compressed(Dialect.V502, deflate(deflater, new byte[100]))))
                .isInstanceOf(MalformedMessageException.class)
                .hasMessage("compressed payload wants a dictionary");
    }

    private static byte[] written(Dialect dialect, MessageType type, int flags, byte[] payload) {
        MessageWriter writer = new MessageWriter(dialect, WireLimits.NONE, null, true);
        writer.begin(type, 1, 1, null, Map.of()).put(payload);
        writer.end(flags);
        return Reading.written(writer);
    }

    private static byte[] compressed(Dialect dialect, byte[] stream) {
        int size = Header.size(dialect);
        byte[] bytes = new byte[size + stream.length];
        if (dialect == Dialect.V48) {
            Header.write48(bytes, 0, MessageType.INVOKE, Flags.COMPRESSED, 1, 1, stream.length, 0);
        } else {
            Header.write502(bytes, 0, MessageType.INVOKE, Flags.COMPRESSED, 1, 1, stream.length, 0);
        }
        System.arraycopy(stream, 0, bytes, size, stream.length);
        return bytes;
    }

    private static byte[] deflate(byte[] bytes) {
        return deflate(new Deflater(), bytes);
    }

    private static byte[] deflate(Deflater deflater, byte[] bytes) {
        try {
            deflater.setInput(bytes);
            deflater.finish();
            byte[] out = new byte[bytes.length + 1000];
            return Arrays.copyOf(out, deflater.deflate(out));
        } finally {
            deflater.end();
        }
    }
}
