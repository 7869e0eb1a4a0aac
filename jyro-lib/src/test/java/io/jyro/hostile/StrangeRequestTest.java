package io.jyro.hostile;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;

import ch.qos.logback.classic.Level;
import io.jyro.Dialect;
import io.jyro.attacks.KnownAttacks;
import io.jyro.wire.MessageType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import static io.jyro.Dialect.V48;
import static io.jyro.Dialect.V502;
import static io.jyro.wire.MessageType.INVOKE;
import static io.jyro.wire.MessageType.PING;
import static io.jyro.wire.MessageType.RESULT;
import static org.assertj.core.api.Assertions.assertThat;

/** Requests that no honest client sends, on connections that were welcomed: docs/protocol.md, 3.8. */
class StrangeRequestTest extends AgainstADaemon {
    private static final int EXCEPTION = 0x01;
    private static final int ONEWAY = 0x04;
    private static final int BATCH = 0x08;

    @ParameterizedTest
    @EnumSource(Dialect.class)
    void anUnknownObjectIsAnErrorAndTheConnectionLives(Dialect dialect) {
        RawMessage reply = answered(RawMessage.invoke(dialect, "nobody", "echo", "1,"));

        assertError(reply, dialect.pyro() + ".errors.DaemonError", "unknown object");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "(", "('echo','echo',(1,),{})x", "('echo','echo',(1,)", "\0",
            "('echo','echo',(1,),{},1)", "('echo','echo',(1,))", "()", "None", "1", "'echo'", "{}",
            "{'object':'echo'}", "(1,'echo',(1,),{})", "(None,'echo',(1,),{})",
            "('echo',1,(1,),{})", "('echo',None,(),{})", "('echo',['echo'],(),{})",
            "('echo','echo',1,{})", "('echo','echo','12',{})", "('echo','echo',{'value':1},{})",
            "('echo','echo',None,{})", "('echo','echo',(1,),[])", "('echo','echo',(1,),1)",
            "('echo','echo',(1,),{1:2})", "('echo','echo',(1,),{None:2})",
            "('echo','echo',(1,),{(1,2):2})"})
    void anEnvelopeThatIsNoCallIsAnErrorAndTheConnectionLives(String payload) {
        for (Dialect dialect : Dialect.values()) {
            RawMessage reply = answered(
                    RawMessage.of(dialect, INVOKE).sequence(1).serpent(payload));

            assertThat(reply.flags() & EXCEPTION).isEqualTo(EXCEPTION);
            assertThat(reply.text()).contains("Error'");
        }
    }

    @ParameterizedTest
    @EnumSource(Dialect.class)
    void theAnnotationOfABlobIsSmallAndRepeatsNothing(Dialect dialect) {
        byte[] bomb = KnownAttacks.all().stream()
                .filter(attack -> attack.name().startsWith("lists that hold the one before"))
                .findFirst().orElseThrow().payload();
        byte[] deep = ("[\1\0\0\0".repeat(11) + "N").getBytes(StandardCharsets.ISO_8859_1);
        byte[] large = ("s\0\0\1\0" + "x".repeat(65_536)).getBytes(StandardCharsets.ISO_8859_1);

        for (byte[] about : dialect == V502 ? List.of(bomb, deep, large) : List.of(bomb, deep)) {
            RawMessage reply = answered(RawMessage.of(dialect, INVOKE).sequence(1)
                    .flags(keepSerialized(dialect)).annotation("BLBI", about));

            assertThat(reply.flags() & EXCEPTION).isEqualTo(EXCEPTION);
            assertThat(reply.text()).containsAnyOf("repeats more than the", "levels deep",
                    "65541 bytes");
        }
    }

    @ParameterizedTest
    @EnumSource(Dialect.class)
    void bytesThatAreNotOfTheSerializerAreAnErrorAndTheConnectionLives(Dialect dialect) {
        for (byte[] payload : new byte[][]{{}, {0}, {(byte) 0xff, (byte) 0xfe}, new byte[1000]}) {
            RawMessage reply = answered(
                    RawMessage.of(dialect, INVOKE).sequence(1).payload(payload));

            assertThat(reply.flags() & EXCEPTION).isEqualTo(EXCEPTION);
        }
    }

    @ParameterizedTest
    @EnumSource(Dialect.class)
    void aBlobWithoutItsAnnotationIsAnErrorAndTheConnectionLives(Dialect dialect) {
        RawMessage reply = answered(
                RawMessage.invoke(dialect, "echo", "echo", "1,").flags(keepSerialized(dialect)));

        assertError(reply, "builtins.ValueError", "BLBI");
    }

    @ParameterizedTest
    @EnumSource(Dialect.class)
    void aBlobWhoseAnnotationIsNoMarshalIsAnErrorAndTheConnectionLives(Dialect dialect) {
        for (byte[] about : new byte[][]{{}, {'N'}, {'(', 3}, {'(', 3, 0, 0, 0, 'N', 'N', 'N'},
                {(byte) 0xff}}) {
            RawMessage reply = answered(RawMessage.invoke(dialect, "echo", "echo", "1,")
                    .flags(keepSerialized(dialect)).annotation("BLBI", about));

            assertError(reply, "builtins.ValueError", "");
        }
    }

    @Test
    void callsInFrontOfWhatIsNoMessageAreAnswered() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.writeBytes(RawMessage.invoke(V502, "echo", "echo", "1,").bytes());
        bytes.writeBytes(RawMessage.invoke(V502, "echo", "echo", "2,").sequence(2).bytes());
        bytes.writeBytes("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n"
                .getBytes(StandardCharsets.US_ASCII));
        try (ScriptedPeer client = stranger()) {
            client.send(RawMessage.connect(V502, "echo").annotation("JYRO",
                    new byte[]{1, 0, 0, 0, 1})).expect(MessageType.CONNECTOK)
                    .send(bytes.toByteArray()).expect(RESULT).expect(RESULT).expectClosed();
        }
    }

    private static int keepSerialized(Dialect dialect) {
        return dialect == V48 ? 0x40 : 0x20;
    }

    @ParameterizedTest
    @EnumSource(Dialect.class)
    void nothingForKeywordArgumentsIsATypeError(Dialect dialect) {
        RawMessage reply = answered(RawMessage.of(dialect, INVOKE).sequence(1)
                .serpent("('echo','echo',(1,),None)"));

        assertThat(reply.text()).contains("TypeError");
    }

    @ParameterizedTest
    @EnumSource(Dialect.class)
    void deepNestingIsAnErrorAndTheConnectionLives(Dialect dialect) {
        RawMessage reply = answered(RawMessage.invoke(dialect, "echo", "echo",
                "[".repeat(100_000) + "]".repeat(100_000) + ","));

        assertThat(reply.flags() & EXCEPTION).isEqualTo(EXCEPTION);
        assertThat(reply.text()).contains("nest");
    }

    @ParameterizedTest
    @ValueSource(strings = {"()", "('echo',1)", "(1,)", "(None,)", "(('echo',),)",
            "('__class__',)", "('class',)", "('echo',)", "('',)", "('getClass',)"})
    void readingWhatIsNoAttributeIsAnErrorAndTheConnectionLives(String args) {
        for (Dialect dialect : Dialect.values()) {
            RawMessage reply = answered(RawMessage.of(dialect, INVOKE).sequence(1)
                    .serpent("('echo','__getattr__'," + args + ",None)"));

            assertThat(reply.text()).containsPattern("(Attribute|Type)Error");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"()", "('echo',)", "('echo',1)", "('__class__',1)",
            "(1,1)", "('echo',1,2)"})
    void writingWhatIsNoAttributeIsAnErrorAndTheConnectionLives(String args) {
        for (Dialect dialect : Dialect.values()) {
            RawMessage reply = answered(RawMessage.of(dialect, INVOKE).sequence(1)
                    .serpent("('echo','__setattr__'," + args + ",None)"));

            assertThat(reply.text()).containsPattern("(Attribute|Type)Error");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"[1]", "[None]", "['echo']", "[('echo',)]", "[('echo',(1,))]",
            "[('echo',(1,),None)]", "[(1,(1,),{})]", "[('getClass',(),{})]", "[('_x',(),{})]",
            "[('echo',(1,),{}),('wait',(),{})]", "[('echo',1,{})]", "1", "None",
            "[('__getattr__',('x',),{})]", "[('<batch>',([],),{})]"})
    void aBatchThatIsNoneIsAnErrorAsAWholeAndTheConnectionLives(String calls) {
        for (Dialect dialect : Dialect.values()) {
            RawMessage reply = answered(RawMessage.of(dialect, INVOKE).sequence(1).flags(BATCH)
                    .serpent("('echo','<batch>'," + calls + ",None)"));

            assertThat(reply.flags() & EXCEPTION).isEqualTo(EXCEPTION);
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`',
            value = {"get_next_stream_item|'nosuch',", "get_next_stream_item|",
                    "get_next_stream_item|None,", "get_next_stream_item|[1],", "close_stream|1,",
                    "get_metadata|'nobody',", "get_metadata|1,", "get_metadata|", "shutdown|",
                    "close|",
                    "register|1,", "unregister|'echo',", "toString|", "hashCode|"})
    void theDaemonsOwnObjectRefusesNonsense(String method, String args) {
        for (Dialect dialect : Dialect.values()) {
            RawMessage reply = answered(
                    RawMessage.invoke(dialect, "Pyro.Daemon", method, args == null ? "" : args));

            assertThat(reply.flags() & EXCEPTION).isEqualTo(EXCEPTION);
        }
    }

    @ParameterizedTest
    @EnumSource(Dialect.class)
    void closingAStreamThatIsNotThereIsNothing(Dialect dialect) {
        RawMessage reply = answered(
                RawMessage.invoke(dialect, "Pyro.Daemon", "close_stream", "'nosuch',"));

        assertThat(reply.text()).isEqualTo("None");
    }

    @ParameterizedTest
    @CsvSource({"V48, 4", "V48, 42", "V502, 9", "V502, 255"})
    void aSerializerThatIsNotAcceptedIsAnErrorAndEndsTheConnection(Dialect dialect,
            int serializer) {
        try (ScriptedPeer client = welcomed(dialect)) {
            RawMessage reply = client
                    .send(RawMessage.invoke(dialect, "echo", "echo", "1,").serializer(serializer))
                    .expect(RESULT).received();

            client.expectClosed();
            assertThat(reply.flags() & EXCEPTION).isEqualTo(EXCEPTION);
            log.await(Level.DEBUG, "message used serializer that is not accepted: "
                    + (serializer == 4 ? "pickle" : serializer) + "; accepted: json");
        }
    }

    @ParameterizedTest
    @EnumSource(value = MessageType.class, mode = EnumSource.Mode.EXCLUDE,
            names = {"INVOKE", "PING"})
    void aMessageThatIsNoRequestEndsTheConnection(MessageType type) {
        for (Dialect dialect : Dialect.values()) {
            assertEnds(dialect, RawMessage.connect(dialect, "echo").type(type.code()).bytes(),
                    "invalid msg type " + type.code() + " received");
        }
    }

    @ParameterizedTest
    @CsvSource({"V48, 0", "V48, 7", "V502, 0", "V502, 7", "V502, 255"})
    void aTypeThatDoesNotExistEndsTheConnection(Dialect dialect, int type) {
        assertEnds(dialect, RawMessage.connect(dialect, "echo").type(type).bytes(),
                "invalid msg type " + type + " received");
    }

    @ParameterizedTest
    @EnumSource(Dialect.class)
    void aWrongChecksumOrMagicNumberEndsTheConnection(Dialect dialect) {
        assertEnds(dialect, RawMessage.invoke(dialect, "echo", "echo", "1,").seal(1).bytes(), "m");
    }

    @ParameterizedTest
    @EnumSource(Dialect.class)
    void garbageBetweenMessagesEndsTheConnection(Dialect dialect) {
        assertEnds(dialect, new byte[100], "invalid data");
    }

    @ParameterizedTest
    @EnumSource(Dialect.class)
    void theOtherDialectInTheMiddleEndsTheConnection(Dialect dialect) {
        Dialect other = dialect == V48 ? V502 : V48;

        assertEnds(dialect, RawMessage.invoke(other, "echo", "echo", "1,").bytes(), "protocol");
    }

    @ParameterizedTest
    @CsvSource({"V48, 0x7fffffff", "V502, 0x7fffffff", "V502, -1", "V502, 0x40000001"})
    void aLengthThatIsTooMuchIsAnsweredAndEndsTheConnection(Dialect dialect, String length) {
        try (ScriptedPeer client = welcomed(dialect)) {
            client.send(RawMessage.invoke(dialect, "echo", "echo", "1,")
                    .claimPayload(Integer.decode(length)).bytes()).expect(RESULT).expectClosed();
            assertThat(client.received().text()).contains("maxMessageSize");
            log.await(Level.DEBUG, "message");
        }
    }

    @Test
    void aLengthBelowZeroEndsTheConnection() {
        assertEnds(V48, RawMessage.invoke(V48, "echo", "echo", "1,").claimPayload(-1).bytes(),
                "message");
    }

    @ParameterizedTest
    @CsvSource({"V48, 414243440005", "V48, 41", "V502, 4142434400000005", "V502, 41424344ffffffff",
            "V502, 414243440000000000"})
    void annotationsThatDoNotFillTheirSpaceEndTheConnection(Dialect dialect, String hex) {
        assertEnds(dialect, RawMessage.invoke(dialect, "echo", "echo", "1,")
                .annotationBytes(HexFormat.of().parseHex(hex)).bytes(), "annotation");
    }

    @ParameterizedTest
    @EnumSource(Dialect.class)
    void aPayloadThatSaysItIsCompressedAndIsNotEndsTheConnectionOrIsAnError(Dialect dialect) {
        try (ScriptedPeer client = welcomed(dialect)) {
            client.send(RawMessage.invoke(dialect, "echo", "echo", "1,").flags(0x02))
                    .expectClosed();
            log.await(Level.DEBUG, "compressed");
        }
    }

    @ParameterizedTest
    @EnumSource(Dialect.class)
    void everyFlagThatIsUnknownIsIgnored(Dialect dialect) {
        RawMessage reply = answered(
                RawMessage.invoke(dialect, "echo", "echo", "1,").flags(0xff80));

        assertThat(reply.text()).isEqualTo("1");
    }

    @ParameterizedTest
    @EnumSource(Dialect.class)
    void aPingIsAnsweredWithItsOwnNumberWhateverItsSerializer(Dialect dialect) {
        try (ScriptedPeer client = welcomed(dialect)) {
            RawMessage pong = client.send(RawMessage.of(dialect, PING).sequence(65535)
                    .serializer(42)
                    .payload("ping".getBytes(StandardCharsets.US_ASCII)))
                    .expect(PING).received();

            assertThat(pong.sequence()).isEqualTo(65535);
            assertThat(pong.serializer()).isEqualTo(42);
            assertThat(pong.text()).isEqualTo("pong");
        }
    }

    @ParameterizedTest
    @EnumSource(Dialect.class)
    void aOnewayCallIsNeverAnsweredHoweverWrongItIs(Dialect dialect) {
        try (ScriptedPeer client = welcomed(dialect)) {
            client.send(RawMessage.invoke(dialect, "nobody", "x", "").flags(ONEWAY))
                    .send(RawMessage.invoke(dialect, "echo", "wait", "").flags(ONEWAY))
                    .send(RawMessage.of(dialect, INVOKE).flags(ONEWAY).serpent("("))
                    .send(RawMessage.of(dialect, INVOKE).flags(ONEWAY | BATCH).serpent("1"))
                    .send(RawMessage.invoke(dialect, "echo", "echo", "'answer',").sequence(9));

            RawMessage reply = client.expect(RESULT).received();

            assertThat(reply.sequence()).isEqualTo(9);
            assertThat(reply.text()).isEqualTo("'answer'");
        }
    }

    @Test
    void requestsThatArriveTogetherAreAnsweredInOrder() {
        try (ScriptedPeer client = welcomed(V502)) {
            for (int i = 0; i < 100; i++) {
                client.send(RawMessage.invoke(V502, "echo", "echo", i + ",").sequence(i));
            }

            for (int i = 0; i < 100; i++) {
                assertThat(client.expect(RESULT).received().text()).isEqualTo("" + i);
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Dialect.class)
    void aRequestThatComesByteByByteIsServed(Dialect dialect) {
        try (ScriptedPeer client = stranger().byteByByte()) {
            client.send(RawMessage.connect(dialect, "echo")).expect(MessageType.CONNECTOK)
                    .send(RawMessage.invoke(dialect, "echo", "echo", "'slow',"));

            assertThat(client.expect(RESULT).received().text()).isEqualTo("'slow'");
        }
    }

    /** The reply to one request; after it the connection has to be alive. */
    private RawMessage answered(RawMessage request) {
        try (ScriptedPeer client = welcomed(request.dialect())) {
            RawMessage reply = client.send(request).expect(RESULT).received();
            assertThat(reply.sequence()).isEqualTo(request.sequence());
            assertThat(reply.serializer()).isEqualTo(request.serializer());

            RawMessage next = client
                    .send(RawMessage.invoke(request.dialect(), "echo", "echo", "'alive',"))
                    .expect(RESULT).received();
            assertThat(next.text()).isEqualTo("'alive'");
            return reply;
        }
    }

    private void assertEnds(Dialect dialect, byte[] bytes, String logged) {
        try (ScriptedPeer client = welcomed(dialect)) {
            client.send(bytes).expectClosed();
            log.await(Level.DEBUG, logged);
        }
    }

    private static void assertError(RawMessage reply, String type, String text) {
        assertThat(reply.flags() & EXCEPTION).isEqualTo(EXCEPTION);
        assertThat(reply.text()).contains("'__class__':'" + type + "'").contains(text)
                .contains("_pyroTraceback");
    }
}
