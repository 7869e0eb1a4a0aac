package io.jyro.hostile;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

import ch.qos.logback.classic.Level;
import io.jyro.Dialect;
import io.jyro.Serializer;
import io.jyro.wire.MessageType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import static io.jyro.Dialect.V48;
import static io.jyro.Dialect.V502;
import static io.jyro.wire.MessageType.CONNECTFAIL;
import static org.assertj.core.api.Assertions.assertThat;

/** First messages that are none, or not the right one: docs/protocol.md, 2.3 and 2.4. */
class StrangeHandshakeTest extends AgainstADaemon {

    @ParameterizedTest
    @ValueSource(strings = {"00 00 00 00 00 00", "ff ff ff ff ff ff", "70 79 72 6f 01 f6",
            "50 59 52 00 01 f6"})
    void sixBadBytesAreAnsweredAsPyro5AnswersGarbage(String hex) {
        RawMessage refusal = refusalOf(HexFormat.ofDelimiter(" ").parseHex(hex));

        assertSame(refusal, Captured.message("v502-connectfail-garbage"));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 46, 47, 49, 255})
    void anotherVersionUnder256IsAnsweredAsPyro4AnswersIt(int version) {
        RawMessage refusal = refusalOf(RawMessage.connect(V48, "echo").version(version).bytes());

        assertSame(refusal, Captured.message("v48-connectfail-v502-client"));
    }

    @ParameterizedTest
    @ValueSource(ints = {256, 501, 503, 65535})
    void anotherVersionFrom256OnIsAnsweredAsPyro5AnswersIt(int version) {
        RawMessage refusal = refusalOf(RawMessage.connect(V502, "echo").version(version).bytes());

        assertThat(refusal.dialect()).isEqualTo(V502);
        assertThat(refusal.marshalText()).isEqualTo("invalid protocol version: " + version);
    }

    @Test
    void sixBytesOfAWrongVersionAreEnoughForAnAnswer() {
        RawMessage refusal = refusalOf(
                HexFormat.of().parseHex("5059524f0030".replace("0030", "002f")));

        assertThat(refusal.dialect()).isEqualTo(V48);
    }

    @ParameterizedTest
    @CsvSource({"V48, header checksum mismatch", "V502, invalid message or protocol version"})
    void aWrongChecksumOrMagicNumberIsRefused(Dialect dialect, String text) {
        RawMessage refusal = refusalOf(RawMessage.connect(dialect, "echo").seal(0x1234).bytes());

        assertMarshal(refusal, dialect, 0, text);
    }

    @ParameterizedTest
    @CsvSource({"V48, 0", "V48, 7", "V48, 255", "V48, 65535", "V502, 0", "V502, 7", "V502, 255"})
    void aTypeThatDoesNotExistIsRefused(Dialect dialect, int type) {
        RawMessage refusal = refusalOf(RawMessage.connect(dialect, "echo").type(type).bytes());

        assertMarshal(refusal, dialect, 0, "invalid msg type " + type + " received"
                + (dialect == V502 ? " (expected: 1)" : ""));
    }

    @ParameterizedTest
    @EnumSource(value = MessageType.class, mode = EnumSource.Mode.EXCLUDE, names = "CONNECT")
    void theFirstMessageHasToBeConnect(MessageType type) {
        for (Dialect dialect : Dialect.values()) {
            RawMessage first = RawMessage.connect(dialect, "echo").sequence(9).type(type.code());

            assertMarshal(refusalOf(first.bytes()), dialect, 0, "invalid msg type " + type.code()
                    + " received" + (dialect == V502 ? " (expected: 1)" : ""));
        }
    }

    @ParameterizedTest
    @CsvSource({"V48, 4", "V48, 5", "V48, 7", "V48, 0", "V48, 8", "V48, 42", "V48, 65535",
            "V502, 0", "V502, 5", "V502, 42", "V502, 255"})
    void aSerializerThatIsNotAcceptedIsRefusedInMarshalWithTheRequestsNumber(Dialect dialect,
            int serializer) {
        RawMessage refusal = refusalOf(RawMessage.connect(dialect, "echo").sequence(77)
                .serializer(serializer).bytes());

        assertMarshal(refusal, dialect, 77,
                "message used serializer that is not accepted: " + nameOf(dialect, serializer)
                        + "; accepted: json, marshal, msgpack, serpent (SERIALIZERS_ACCEPTED)");
    }

    private static String nameOf(Dialect dialect, int serializer) {
        Serializer known = Serializer.ofId(dialect, serializer);
        return known == null ? Integer.toString(serializer) : known.pyroName();
    }

    @Test
    void theRefusalOfPickleIsPyro4sWithAnotherText() {
        RawMessage refusal = refusalOf(RawMessage.connect(V48, "echo").serializer(4).bytes());

        assertThat(refusal.marshalText())
                .startsWith("message used serializer that is not accepted: pickle;");
        assertSameButForText(refusal, Captured.message("v48-connectfail-serializer"));
    }

    @ParameterizedTest
    @CsvSource({"V48, v48-connectfail-unknown-object", "V502, v502-connectfail-unknown-object"})
    void anUnknownObjectIsRefusedAsPyroRefusesItAndNamed(Dialect dialect, String vector) {
        RawMessage refusal = refusalOf(RawMessage.connect(dialect, "nobody").bytes());

        assertThat(refusal.text())
                .isEqualTo("\"unknown object: this daemon has no object 'nobody'\"");
        assertSameButForText(refusal, Captured.message(vector));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"V48|{'object':'echo'}|\"'handshake'\"",
            "V502|{'object':'echo'}|\"'handshake'\"", "V48|{'handshake':1}|\"'object'\"",
            "V502|{'handshake':1}|\"'object'\"", "V502|{}|\"'handshake'\""}, quoteCharacter = '`')
    void aMissingKeyIsNamedInTheRequestsSerializer(Dialect dialect, String payload, String text) {
        RawMessage refusal = refusalOf(
                RawMessage.connect(dialect, "echo").sequence(5).serpent(payload).bytes());

        assertThat(refusal.serializer()).isEqualTo(1);
        assertThat(refusal.sequence()).isEqualTo(5);
        assertThat(refusal.text()).isEqualTo(text);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "'", "[", "None", "1", "'text'", "[1,2]", "()", "{1:2}", "{",
            "{'handshake':", "{'handshake':1,'object':1}", "{'handshake':1,'object':None}",
            "{'handshake':1,'object':['echo']}", "{'handshake':1,'object':'echo'",
            "__import__('os')", "{'handshake':1,'object':'echo'}}", "\0\0\0\0"})
    void aPayloadThatIsNoHandshakeIsRefusedInTheRequestsSerializer(String payload) {
        for (Dialect dialect : Dialect.values()) {
            RawMessage refusal = refusalOf(
                    RawMessage.connect(dialect, "echo").sequence(5).serpent(payload).bytes());

            assertThat(refusal.dialect()).isEqualTo(dialect);
            assertThat(refusal.serializer()).isEqualTo(1);
            assertThat(refusal.sequence()).isEqualTo(5);
            assertThat(refusal.text()).hasSizeGreaterThan(5);
        }
    }

    @ParameterizedTest
    @EnumSource(Dialect.class)
    void bytesThatAreNotOfTheSerializerAreRefused(Dialect dialect) {
        for (int serializer : new int[]{1, dialect == V48 ? 3 : 2}) {
            RawMessage refusal = refusalOf(RawMessage.connect(dialect, "echo")
                    .serializer(serializer).payload(new byte[]{(byte) 0xff, (byte) 0xfe, 0})
                    .bytes());

            assertThat(refusal.serializer()).isEqualTo(serializer);
        }
    }

    @ParameterizedTest
    @EnumSource(Dialect.class)
    void deepNestingIsRefused(Dialect dialect) {
        RawMessage refusal = refusalOf(RawMessage.connect(dialect, "echo")
                .serpent("{'handshake':" + "[".repeat(100_000) + "]".repeat(100_000) + "}")
                .bytes());

        assertThat(refusal.text()).contains("nest");
    }

    @ParameterizedTest
    @EnumSource(Dialect.class)
    void aPayloadThatSaysItIsCompressedAndIsNotIsRefused(Dialect dialect) {
        RawMessage refusal = refusalOf(RawMessage.connect(dialect, "echo").flags(0x02).bytes());

        assertThat(refusal.dialect()).isEqualTo(dialect);
    }

    @ParameterizedTest
    @ValueSource(strings = {"4142434400000005", "41424344ffffffff", "41424344000000030102",
            "414243440000000000", "41", "41424344", "4142434480000000"})
    void annotationsThatDoNotFillTheirSpaceAreRefused502(String hex) {
        RawMessage refusal = refusalOf(RawMessage.connect(V502, "echo")
                .annotationBytes(HexFormat.of().parseHex(hex)).bytes());

        assertThat(refusal.dialect()).isEqualTo(V502);
        assertThat(refusal.marshalText()).contains("annotation");
    }

    @ParameterizedTest
    @ValueSource(strings = {"414243440005", "41424344ffff", "4142434400030102", "41424344000000",
            "41", "41424344"})
    void annotationsThatDoNotFillTheirSpaceAreRefused48(String hex) {
        RawMessage refusal = refusalOf(RawMessage.connect(V48, "echo")
                .annotationBytes(HexFormat.of().parseHex(hex)).bytes());

        assertThat(refusal.dialect()).isEqualTo(V48);
        assertThat(refusal.marshalText()).contains("annotation");
    }

    @ParameterizedTest
    @CsvSource({"V48, 0x7fffffff", "V48, -1", "V48, -2147483647", "V502, 0x7fffffff", "V502, -1",
            "V502, 0x40000001"})
    void aLengthThatIsTooMuchIsRefusedBeforeTheBytesCome(Dialect dialect, String length) {
        RawMessage refusal = refusalOf(RawMessage.connect(dialect, "echo")
                .claimPayload(Integer.decode(length)).bytes());

        assertThat(refusal.dialect()).isEqualTo(dialect);
        assertThat(new String(refusal.payload(), StandardCharsets.ISO_8859_1))
                .containsIgnoringCase("message").containsIgnoringCase("size");
    }

    @Test
    void annotationsThatAreTooMuchAreRefusedBeforeTheBytesCome() {
        RawMessage refusal = refusalOf(
                RawMessage.connect(V502, "echo").claimAnnotations(-1).bytes());

        assertThat(refusal.dialect()).isEqualTo(V502);
    }

    @Test
    void anHttpRequestIsRefused() {
        RawMessage refusal = refusalOf("GET / HTTP/1.1\r\nHost: localhost\r\nAccept: */*\r\n\r\n"
                .getBytes(StandardCharsets.US_ASCII));

        assertMarshal(refusal, V502, 0, "invalid data");
        log.await(Level.DEBUG, "an HTTP request; this daemon is not a web server");
    }

    @Test
    void aTlsHelloIsRefused() {
        byte[] hello = HexFormat.of().parseHex("160301012e0100012a0303" + "5a".repeat(297));

        assertMarshal(refusalOf(hello), V502, 0, "invalid data");
        log.await(Level.DEBUG, "a TLS handshake; the client uses TLS, but this daemon does not");
    }

    @Test
    void whatCameBehindTheRefusedBytesDoesNotSwallowTheRefusal() {
        RawMessage refusal = refusalOf(new byte[300_000]);

        assertMarshal(refusal, V502, 0, "invalid data");
    }

    private RawMessage refusalOf(byte[] first) {
        try (ScriptedPeer client = stranger()) {
            RawMessage refusal = client.send(first).expect(CONNECTFAIL).received();
            client.closeOutput().expectClosed();
            log.await(Level.DEBUG, "is refused");
            return refusal;
        }
    }

    // Apart from the correlation id, and from the form of a marshal string, of which there are several.
    private static void assertSame(RawMessage refusal, RawMessage captured) {
        assertThat(refusal.marshalText()).isEqualTo(captured.marshalText());
        assertSameButForText(refusal, captured);
    }

    private static void assertSameButForText(RawMessage refusal, RawMessage captured) {
        assertThat(refusal.withoutCorrelation().payload(captured.payload())
                .claimPayload(captured.payload().length)
                .bytes()).isEqualTo(captured.withoutCorrelation().bytes());
    }

    private static void assertMarshal(RawMessage refusal, Dialect dialect, int sequence,
            String text) {
        assertThat(refusal.dialect()).isEqualTo(dialect);
        assertThat(refusal.serializer()).isEqualTo(dialect == V48 ? 3 : 2);
        assertThat(refusal.sequence()).isEqualTo(sequence);
        assertThat(refusal.marshalText()).isEqualTo(text);
    }
}
