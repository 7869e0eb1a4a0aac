package io.jyro.wire;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;

import io.jyro.Dialect;
import io.jyro.MessageTooLargeException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

class HeaderTest {
    @ParameterizedTest
    @CsvSource({"50 59 52 4f 00 30, V48", "50 59 52 4f 01 f6, V502"})
    void sixBytesTellTheDialect(String hex, Dialect dialect) {
        assertThat(Header.dialectOf(hex(hex), 0)).isEqualTo(dialect);
    }

    @Test
    void dialectIsReadAtAnOffset() {
        assertThat(Header.dialectOf(hex("ff ff 50 59 52 4f 00 30"), 2)).isEqualTo(Dialect.V48);
    }

    @ParameterizedTest
    @CsvSource({"50 59 52 4f 00 2f, V48, invalid data or unsupported protocol version",
            "50 59 52 4f 00 00, V48, invalid data or unsupported protocol version",
            "50 59 52 4f 00 ff, V48, invalid data or unsupported protocol version",
            "50 59 52 4f 01 00, V502, invalid protocol version: 256",
            "50 59 52 4f 01 f5, V502, invalid protocol version: 501",
            "50 59 52 4f ff ff, V502, invalid protocol version: 65535",
            "00 00 00 00 00 00, V502, invalid data", "47 45 54 20 2f 20, V502, invalid data",
            "50 59 52 4e 00 30, V502, invalid data"})
    void whatIsNoPyroMessageIsAnsweredInTheDialectOfItsVersion(String hex, Dialect answerIn,
            String text) {
        MalformedMessageException e = catchThrowableOfType(MalformedMessageException.class,
                () -> Header.dialectOf(hex(hex), 0));

        assertThat(e.answerIn()).isEqualTo(answerIn);
        assertThat(e).hasMessage(text);
    }

    @Test
    void diagnosisShowsTheBytesThatCame() {
        byte[] http = "GET / HTTP/1.1\r\n".getBytes(StandardCharsets.US_ASCII);

        MalformedMessageException e = catchThrowableOfType(MalformedMessageException.class,
                () -> Header.dialectOf(http, 0));

        assertThat(e.diagnosis()).contains("47 45 54 20 2f 20");
        assertThat(e.toString()).contains("47 45 54 20 2f 20");
    }

    @Test
    void headerOfTheOtherDialectIsRefusedInTheWordsOfItsOwn() {
        byte[] v48 = header(Dialect.V48);
        byte[] v502 = header(Dialect.V502);

        assertThatThrownBy(() -> Header.parse(Dialect.V48, v502, 0))
                .isInstanceOf(MalformedMessageException.class)
                .hasMessage("invalid data or unsupported protocol version");
        assertThatThrownBy(() -> Header.parse(Dialect.V502, Arrays.copyOf(v48, 40), 0))
                .isInstanceOf(MalformedMessageException.class)
                .hasMessage("invalid protocol version: 48");
    }

    @Test
    void changedByteOf48IsNoticedByTheChecksum() {
        byte[] header = header(Dialect.V48);

        for (int i = 0; i < header.length; i++) {
            byte[] changed = header.clone();
            changed[i] ^= 0x01;
            if (i == 20 || i == 21) {
                assertThat(Header.parse(Dialect.V48, changed, 0))
                        .isEqualTo(Header.parse(Dialect.V48, header, 0));
            } else if (i != 12 && i != 13) { // these fall out of a sum of 16 bits
                assertThatThrownBy(() -> Header.parse(Dialect.V48, changed, 0)).as("byte %d", i)
                        .isInstanceOf(MalformedMessageException.class);
            }
        }
    }

    @Test
    void wrongChecksumIsRefused() {
        byte[] header = header(Dialect.V48);
        header[23]++;

        assertThatThrownBy(() -> Header.parse(Dialect.V48, header, 0))
                .isInstanceOf(MalformedMessageException.class)
                .hasMessage("header checksum mismatch");
    }

    @Test
    void wrongMagicNumberIsRefused() {
        byte[] header = header(Dialect.V502);
        header[38]++;

        assertThatThrownBy(() -> Header.parse(Dialect.V502, header, 0))
                .isInstanceOf(MalformedMessageException.class)
                .hasMessage("invalid message or protocol version");
    }

    @ParameterizedTest
    @CsvSource({"V48, 0", "V48, 7", "V48, 65535", "V502, 0", "V502, 7", "V502, 255"})
    void unknownTypeIsRefused(Dialect dialect, int type) {
        byte[] header = header(dialect);
        if (dialect == Dialect.V48) {
            int sum = BigEndian.unsignedShort(header, 22) - BigEndian.unsignedShort(header, 6)
                    + type;
            BigEndian.putShort(header, 6, type);
            BigEndian.putShort(header, 22, sum);
        } else {
            header[6] = (byte) type;
        }

        MalformedMessageException e = catchThrowableOfType(MalformedMessageException.class,
                () -> Header.parse(dialect, header, 0));

        assertThat(e).hasMessage("invalid msg type " + type + " received");
        assertThat(e.answerIn()).isEqualTo(dialect);
    }

    @Test
    void negativePayloadLengthOf48IsRefused() {
        byte[] header = new byte[24];
        Header.write48(header, 0, MessageType.INVOKE, 0, 1, 1, -1, 0);

        assertThatThrownBy(() -> Header.parse(Dialect.V48, header, 0))
                .isInstanceOf(MalformedMessageException.class)
                .hasMessage("invalid message size (outside range 0..2Gb)");
    }

    @Test
    void lengthsOf502AreUnsigned() {
        byte[] bytes = new byte[40];
        Header.write502(bytes, 0, MessageType.INVOKE, 0, 0xffff, 0xff, -1, -2);

        Header header = Header.parse(Dialect.V502, bytes, 0);

        assertThat(header.payloadLength()).isEqualTo(0xffff_ffffL);
        assertThat(header.annotationsLength()).isEqualTo(0xffff_fffeL);
        assertThat(header.sequence()).isEqualTo(0xffff);
        assertThat(header.serializerId()).isEqualTo(0xff);
    }

    @Test
    void flagsMeanTheSameInBothDialects() {
        byte[] v48 = new byte[24];
        byte[] v502 = new byte[40];
        Header.write48(v48, 0, MessageType.RESULT, 0x21, 0, 1, 0, 0);
        Header.write502(v502, 0, MessageType.RESULT, 0x11, 0, 1, 0, 0);

        assertThat(Header.parse(Dialect.V48, v48, 0).flags())
                .isEqualTo(Flags.EXCEPTION | Flags.ITEM_STREAM_RESULT);
        assertThat(Header.parse(Dialect.V502, v502, 0).flags())
                .isEqualTo(Flags.EXCEPTION | Flags.ITEM_STREAM_RESULT);
    }

    @ParameterizedTest
    @EnumSource
    void headerThatIsCutOffIsRefused(Dialect dialect) {
        byte[] header = header(dialect);

        for (int length = 0; length < header.length; length++) {
            byte[] cut = Arrays.copyOf(header, length);
            assertThatThrownBy(() -> Header.parse(dialect, cut, 0)).as("%d bytes", length)
                    .isInstanceOf(MalformedMessageException.class);
        }
    }

    @Test
    void bodyOfExactlyTheLimitIsAllowed() {
        Header header = new Header(Dialect.V502, MessageType.INVOKE, 0, 0, 0, 1, 90, 10, 0, 0);

        assertThat(header.bodyLength(new WireLimits(100, 0), "10.0.0.7:51234")).isEqualTo(100);
    }

    @Test
    void bodyAboveTheLimitIsRefusedWithSizeAndPeer() {
        Header header = new Header(Dialect.V502, MessageType.INVOKE, 0, 0, 0, 1, 91, 10, 0, 0);

        assertThatThrownBy(() -> header.bodyLength(new WireLimits(100, 0), "10.0.0.7:51234"))
                .isInstanceOf(MessageTooLargeException.class)
                .hasMessage("message of 101 bytes from 10.0.0.7:51234 exceeds maxMessageSize 100;"
                        + " raise it or stream the data");
    }

    @ParameterizedTest
    @CsvSource({"V502, 4294967295, 4294967295", "V502, 2147483639, 0", "V48, 2147483647, 65535"})
    void bodyThatFitsNoArrayIsRefusedWithoutALimit(Dialect dialect, long payload,
            long annotations) {
        Header header = new Header(dialect, MessageType.INVOKE, 0, 0, 0, 1, payload, annotations, 0,
                0);

        assertThatThrownBy(() -> header.bodyLength(WireLimits.NONE, "peer"))
                .isInstanceOf(MessageTooLargeException.class)
                .hasMessageContaining("" + (payload + annotations));
    }

    private static byte[] header(Dialect dialect) {
        MessageWriter writer = new MessageWriter(dialect, WireLimits.NONE, null, false);
        writer.begin(MessageType.PING, 4, 42, null, Map.of());
        writer.end(0);
        return Reading.written(writer);
    }

    private static byte[] hex(String text) {
        return HexFormat.ofDelimiter(" ").parseHex(text);
    }
}
