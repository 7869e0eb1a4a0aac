package io.jyro.hostile;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;

import io.jyro.CallTimeoutException;
import io.jyro.CommunicationException;
import io.jyro.ConnectionClosedException;
import io.jyro.Dialect;
import io.jyro.Protocol;
import io.jyro.ProtocolException;
import io.jyro.PyroConfig;
import io.jyro.PyroException;
import io.jyro.RemoteCallException;
import io.jyro.client.Proxy;
import io.jyro.wire.MessageType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import static io.jyro.wire.MessageType.CONNECT;
import static io.jyro.wire.MessageType.CONNECTFAIL;
import static io.jyro.wire.MessageType.CONNECTOK;
import static io.jyro.wire.MessageType.INVOKE;
import static io.jyro.wire.MessageType.RESULT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** What a proxy makes of daemons that answer wrongly, late, in pieces or not at all. */
class StrangeDaemonTest {
    private static final Duration SHORT = Duration.ofMillis(200);

    @Test
    void aScriptedDaemonIsCalled() {
        try (ScriptedPeer daemon = ScriptedPeer.daemon(); Proxy proxy = proxy(daemon)) {
            daemon.welcome("ask").expect(INVOKE).reply(RESULT, "42").thenClose();

            assertThat(proxy.call(int.class, "ask")).isEqualTo(42);
        }
    }

    @ParameterizedTest
    @EnumSource(value = Protocol.class, names = {"V48", "V502"})
    void aReplyThatComesByteByByteIsRead(Protocol protocol) {
        try (ScriptedPeer daemon = ScriptedPeer.daemon(); Proxy proxy = proxy(daemon, protocol)) {
            daemon.byteByByte().welcome("ask").expect(INVOKE)
                    .reply(RESULT, m -> m.annotation("TEST", new byte[9]).serpent("'in pieces'"));

            assertThat(proxy.call("ask")).isEqualTo("in pieces");
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 2, 65535})
    void aReplyWithAnotherNumberIsRefusedAndTheNextCallConnectsAgain(int sequence) {
        try (ScriptedPeer daemon = ScriptedPeer.daemon(); Proxy proxy = proxy(daemon)) {
            daemon.welcome("ask").expect(INVOKE)
                    .reply(RESULT, m -> m.sequence(sequence).serpent("'not yours'"));
            assertThatThrownBy(() -> proxy.call("ask")).isInstanceOf(ProtocolException.class)
                    .hasMessageContaining("sequence out of sync, got " + sequence + " expected 1");

            assertConnectsAgain(daemon, proxy);
        }
    }

    @ParameterizedTest
    @EnumSource(value = MessageType.class, mode = EnumSource.Mode.EXCLUDE, names = "RESULT")
    void aReplyOfAnotherTypeIsRefusedAndTheNextCallConnectsAgain(MessageType type) {
        try (ScriptedPeer daemon = ScriptedPeer.daemon(); Proxy proxy = proxy(daemon)) {
            daemon.welcome("ask").expect(INVOKE).reply(type, "1");
            assertThatThrownBy(() -> proxy.call("ask")).isInstanceOf(ProtocolException.class)
                    .hasMessageContaining("invalid msg type " + type.code() + " received");

            assertConnectsAgain(daemon, proxy);
        }
    }

    @Test
    void aReplyInAnotherSerializerIsRefusedAndTheNextCallConnectsAgain() {
        try (ScriptedPeer daemon = ScriptedPeer.daemon(); Proxy proxy = proxy(daemon)) {
            daemon.welcome("ask").expect(INVOKE)
                    .reply(RESULT, m -> m.serializer(2).payload(ScriptedPeer.marshal("text")));
            assertThatThrownBy(() -> proxy.call("ask")).isInstanceOf(PyroException.class)
                    .hasMessageContaining("invalid serializer in response: 2");

            assertConnectsAgain(daemon, proxy);
        }
    }

    @Test
    void aReplyInTheOtherDialectIsRefusedAndTheNextCallConnectsAgain() {
        try (ScriptedPeer daemon = ScriptedPeer.daemon(); Proxy proxy = proxy(daemon)) {
            daemon.welcome("ask").expect(INVOKE)
                    .send(RawMessage.of(Dialect.V48, RESULT).sequence(1).serpent("1"));
            assertThatThrownBy(() -> proxy.call("ask")).isInstanceOf(ProtocolException.class);

            assertConnectsAgain(daemon, proxy);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"HTTP/1.1 400 Bad Request\r\n\r\n", "SSH-2.0-OpenSSH_9.2\r\n",
            "\0\0\0\0\0\0", "PYRO\0\0\0\0\0\0"})
    void garbageIsAProtocolErrorAndTheNextCallConnectsAgain(String garbage) {
        try (ScriptedPeer daemon = ScriptedPeer.daemon(); Proxy proxy = proxy(daemon)) {
            daemon.welcome("ask").expect(INVOKE).send(garbage);
            assertThatThrownBy(() -> proxy.call("ask")).isInstanceOf(ProtocolException.class);

            assertConnectsAgain(daemon, proxy);
        }
    }

    @Test
    void aReplyThatClaimsTooMuchIsRefusedBeforeItsBytesCome() {
        try (ScriptedPeer daemon = ScriptedPeer.daemon(); Proxy proxy = proxy(daemon)) {
            daemon.welcome("ask").expect(INVOKE).reply(RESULT, m -> m.claimPayload(0x7fffffff));

            assertThatThrownBy(() -> proxy.call("ask")).isInstanceOf(ProtocolException.class)
                    .hasMessageContaining("maxMessageSize");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "(", "[1", "{'a':}", "__import__('os')"})
    void aResultThatCannotBeReadIsOurErrorAndTheNextCallWorks(String payload) {
        try (ScriptedPeer daemon = ScriptedPeer.daemon(); Proxy proxy = proxy(daemon)) {
            daemon.welcome("ask").expect(INVOKE).reply(RESULT, payload).expect(INVOKE)
                    .reply(RESULT, "'again'");
            assertThatThrownBy(() -> proxy.call("ask")).isInstanceOf(PyroException.class);

            assertThat(proxy.call("ask")).isEqualTo("again");
        }
    }

    @Test
    void aResultThatIsNestedTooDeepIsOurError() {
        try (ScriptedPeer daemon = ScriptedPeer.daemon(); Proxy proxy = proxy(daemon)) {
            daemon.welcome("ask").expect(INVOKE).reply(RESULT, "[".repeat(200_000));

            assertThatThrownBy(() -> proxy.call("ask")).isInstanceOf(PyroException.class)
                    .hasMessageContaining("nest");
        }
    }

    @Test
    void anUnknownExceptionKeepsItsFactsAndTheConnection() {
        try (ScriptedPeer daemon = ScriptedPeer.daemon(); Proxy proxy = proxy(daemon)) {
            daemon.welcome("ask").expect(INVOKE).reply(RESULT,
                    m -> m.flags(1).serpent("{'__class__':'my.module.Oops','__exception__':True,"
                            + "'args':('bad',7),'attributes':{'code':3,'_pyroTraceback':['line\\n']}}"))
                    .expect(INVOKE).reply(RESULT, "'again'");

            assertThatThrownBy(() -> proxy.call("ask")).isInstanceOfSatisfying(
                    RemoteCallException.class,
                    e -> assertThat(e.remoteType()).isEqualTo("my.module.Oops"));
            assertThat(proxy.call("ask")).isEqualTo("again");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"None", "1", "'text'", "[]", "{}", "{'__class__':'ValueError'}",
            "{'__class__':'ValueError','__exception__':True}",
            "{'__class__':1,'__exception__':True,'args':(),'attributes':{}}",
            "{'__class__':'x','__exception__':True,'args':None,'attributes':None}",
            "{'__class__':'x','__exception__':True,'args':1,'attributes':[1]}",
            "{'__class__':'ValueError','__exception__':True,'args':(),'attributes':{'_pyroTraceback':1}}",
            "{'__class__':'ValueError','__exception__':True,'args':(),'attributes':{'_pyroTraceback':[1,None]}}"})
    void anExceptionThatIsNoneIsStillARemoteFailureAndTheConnectionLives(String payload) {
        try (ScriptedPeer daemon = ScriptedPeer.daemon(); Proxy proxy = proxy(daemon)) {
            daemon.welcome("ask").expect(INVOKE).reply(RESULT, m -> m.flags(1).serpent(payload))
                    .expect(INVOKE).reply(RESULT, "'again'");

            assertThatThrownBy(() -> proxy.call("ask")).isInstanceOf(PyroException.class)
                    .isNotInstanceOf(CommunicationException.class);
            assertThat(proxy.call("ask")).isEqualTo("again");
        }
    }

    @Test
    void aRemoteCommunicationErrorIsNotTakenForOurs() {
        try (ScriptedPeer daemon = ScriptedPeer.daemon();
                Proxy proxy = Proxy.builder(daemon.uri("it")).config(PyroConfig.defaults())
                        .protocol(Protocol.V502).maxRetries(3).build()) {
            daemon.welcome("ask").expect(INVOKE).reply(RESULT,
                    m -> m.flags(1).serpent("{'__class__':'Pyro5.errors.TimeoutError',"
                            + "'__exception__':True,'args':('theirs',),'attributes':{}}"));

            assertThatThrownBy(() -> proxy.call("ask")).isInstanceOf(RemoteCallException.class)
                    .hasMessageContaining("theirs");
        }
    }

    @Test
    void aStreamThatHasNoIdSaysThatTheServerDoesNotStream() {
        try (ScriptedPeer daemon = ScriptedPeer.daemon(); Proxy proxy = proxy(daemon)) {
            daemon.welcome("ask").expect(INVOKE).reply(RESULT, m -> m.flags(0x11).serpent(
                    "{'__class__':'Pyro5.errors.ProtocolError','__exception__':True,"
                            + "'args':('result of call is an iterator',),'attributes':{}}"));

            assertThatThrownBy(() -> proxy.call("ask")).isInstanceOf(ProtocolException.class)
                    .hasMessageContaining("not configured to allow streaming");
        }
    }

    @Test
    void aReplyThatComesTooLateIsNotTakenForTheNextOnes() {
        CountDownLatch timedOut = new CountDownLatch(1);
        try (ScriptedPeer daemon = ScriptedPeer.daemon();
                Proxy proxy = proxy(daemon, Protocol.V502, SHORT)) {
            daemon.welcome("ask").expect(INVOKE).await(timedOut).reply(RESULT, "'too late'")
                    .welcome("ask").expect(INVOKE).reply(RESULT, "'in time'");

            assertThatThrownBy(() -> proxy.call("ask")).isInstanceOf(CallTimeoutException.class);
            timedOut.countDown();

            assertThat(proxy.call("ask")).isEqualTo("in time");
        }
    }

    @Test
    void aReplyThatStopsHalfwayIsATimeout() {
        CountDownLatch timedOut = new CountDownLatch(1);
        try (ScriptedPeer daemon = ScriptedPeer.daemon();
                Proxy proxy = proxy(daemon, Protocol.V502, SHORT)) {
            daemon.welcome("ask").expect(INVOKE)
                    .reply(RESULT, m -> m.claimPayload(1000).serpent("'half")).await(timedOut);

            assertThatThrownBy(() -> proxy.call("ask")).isInstanceOf(CallTimeoutException.class);
            timedOut.countDown();
        }
    }

    @Test
    void aHandshakeThatIsNeverAnsweredIsATimeoutAndTriedOnce() {
        CountDownLatch timedOut = new CountDownLatch(1);
        try (ScriptedPeer daemon = ScriptedPeer.daemon();
                Proxy proxy = proxy(daemon, Protocol.AUTO, SHORT)) {
            daemon.nextClient().expect(CONNECT).await(timedOut);

            assertThatThrownBy(() -> proxy.call("ask")).isInstanceOf(CallTimeoutException.class);
            timedOut.countDown();
        }
    }

    @Test
    void aConnectionThatEndsDuringACallSaysSo() {
        try (ScriptedPeer daemon = ScriptedPeer.daemon(); Proxy proxy = proxy(daemon)) {
            daemon.welcome("ask").expect(INVOKE).thenClose();
            assertThatThrownBy(() -> proxy.call("ask"))
                    .isInstanceOf(ConnectionClosedException.class);

            assertConnectsAgain(daemon, proxy);
        }
    }

    @Test
    void aConnectionThatEndsInTheMiddleOfAReplySaysHowMuchCame() {
        try (ScriptedPeer daemon = ScriptedPeer.daemon(); Proxy proxy = proxy(daemon)) {
            daemon.welcome("ask").expect(INVOKE).send("PYRO\1\u00f6\5").thenClose();

            assertThatThrownBy(() -> proxy.call("ask"))
                    .isInstanceOf(ConnectionClosedException.class).hasMessageContaining("7 of");
        }
    }

    @Test
    void callsAreRepeatedAsOftenAsTheProxyIsTold() {
        try (ScriptedPeer daemon = ScriptedPeer.daemon();
                Proxy proxy = Proxy.builder(daemon.uri("it")).config(PyroConfig.defaults())
                        .protocol(Protocol.V502).maxRetries(2).build()) {
            daemon.welcome("ask").expect(INVOKE).thenClose().welcome("ask").expect(INVOKE)
                    .thenReset().welcome("ask").expect(INVOKE).reply(RESULT, "'third'");

            assertThat(proxy.call("ask")).isEqualTo("third");
        }
    }

    @Test
    void callsAreRepeatedNoMoreOftenThanTheProxyIsTold() {
        try (ScriptedPeer daemon = ScriptedPeer.daemon();
                Proxy proxy = Proxy.builder(daemon.uri("it")).config(PyroConfig.defaults())
                        .protocol(Protocol.V502).maxRetries(1).build()) {
            daemon.welcome("ask").expect(INVOKE).thenClose().welcome("ask").expect(INVOKE)
                    .thenClose();

            assertThatThrownBy(() -> proxy.call("ask"))
                    .isInstanceOf(ConnectionClosedException.class);
        }
    }

    @Test
    void attributesAreNeverRepeated() {
        try (ScriptedPeer daemon = ScriptedPeer.daemon();
                Proxy proxy = Proxy.builder(daemon.uri("it")).config(PyroConfig.defaults())
                        .protocol(Protocol.V502).maxRetries(5).build()) {
            daemon.welcome("ask").expect(INVOKE).thenClose();

            assertThatThrownBy(() -> proxy.set("value", 1))
                    .isInstanceOf(ConnectionClosedException.class);
        }
    }

    @ParameterizedTest
    @CsvSource({"V48, 3", "V502, 2"})
    void aRefusalInMarshalIsReadWhateverTheProxysSerializerIs(Protocol protocol, int marshal) {
        try (ScriptedPeer daemon = ScriptedPeer.daemon(); Proxy proxy = proxy(daemon, protocol)) {
            daemon.nextClient().expect(CONNECT)
                    .reply(CONNECTFAIL, m -> m.serializer(marshal).payload(ScriptedPeer.marshal(
                            "no free workers, increase server threadpool size")))
                    .thenClose();

            assertThatThrownBy(() -> proxy.call("ask")).isInstanceOf(CommunicationException.class)
                    .hasMessage("connection to localhost:" + daemon.port() + " rejected: no free"
                            + " workers, increase server threadpool size");
        }
    }

    @Test
    void aRefusalInTheProxysSerializerIsRead() {
        try (ScriptedPeer daemon = ScriptedPeer.daemon(); Proxy proxy = proxy(daemon)) {
            daemon.nextClient().expect(CONNECT).reply(CONNECTFAIL, "'unknown object'").thenClose();

            assertThatThrownBy(() -> proxy.call("ask")).isInstanceOf(CommunicationException.class)
                    .hasMessageEndingWith("rejected: unknown object");
        }
    }

    @Test
    void aDaemonThatSpeaksOnlyThe48IsFoundOutAndRemembered() {
        try (ScriptedPeer daemon = ScriptedPeer.daemon();
                Proxy proxy = proxy(daemon, Protocol.AUTO);
                Proxy another = proxy(daemon, Protocol.AUTO)) {
            daemon.speakOnly(Dialect.V48).welcome("ask").expect(INVOKE).reply(RESULT, "1")
                    .welcome("ask").expect(INVOKE).reply(RESULT, "2");

            assertThat(proxy.call("ask")).isEqualTo(1);
            assertThat(another.call("ask")).isEqualTo(2);
            assertThat(daemon.received().dialect()).isEqualTo(Dialect.V48);
        }
    }

    @Test
    void aDaemonThatWasReplacedByOneOfTheOtherProtocolIsFoundOut() {
        try (ScriptedPeer daemon = ScriptedPeer.daemon();
                Proxy proxy = proxy(daemon, Protocol.AUTO)) {
            daemon.speakOnly(Dialect.V48).welcome("ask").expect(INVOKE).reply(RESULT, "1")
                    .thenClose().speakOnly(Dialect.V502).welcome("ask").expect(INVOKE)
                    .reply(RESULT, "2");

            assertThat(proxy.call("ask")).isEqualTo(1);
            proxy.release();
            assertThat(proxy.call("ask")).isEqualTo(2);
        }
    }

    @Test
    void aResetInPlaceOfAnAnswerIsAHintToTheOtherProtocol() {
        try (ScriptedPeer daemon = ScriptedPeer.daemon();
                Proxy proxy = proxy(daemon, Protocol.AUTO)) {
            daemon.nextClient().expect(CONNECT).thenReset().welcome("ask").expect(INVOKE)
                    .reply(RESULT, "1");

            assertThat(proxy.call("ask")).isEqualTo(1);
            assertThat(proxy.dialect()).isEqualTo(Dialect.V48);
        }
    }

    @Test
    void aDaemonThatClosesOnBothProtocolsIsNamedWithBothReasons() {
        try (ScriptedPeer daemon = ScriptedPeer.daemon();
                Proxy proxy = proxy(daemon, Protocol.AUTO)) {
            daemon.nextClient().expect(CONNECT).thenClose().nextClient().expect(CONNECT)
                    .thenReset();

            assertThatThrownBy(() -> proxy.call("ask")).isInstanceOf(CommunicationException.class)
                    .hasMessageContaining("localhost:" + daemon.port()).hasMessageContaining("502")
                    .hasMessageContaining("48");
        }
    }

    @Test
    void aPyro5ThatRefusesTheSerializerWithoutAWordIsUnderstood() {
        try (ScriptedPeer daemon = ScriptedPeer.daemon();
                Proxy proxy = proxy(daemon, Protocol.AUTO)) {
            daemon.nextClient().expect(CONNECT).thenClose().nextClient().expect(CONNECT)
                    .send(RawMessage.of(Dialect.V502, CONNECTFAIL).serializer(2)
                            .payload(ScriptedPeer.marshal("invalid protocol version: 48")))
                    .thenClose();

            assertThatThrownBy(() -> proxy.call("ask")).isInstanceOf(CommunicationException.class)
                    .hasMessageContaining("serializer serpent");
        }
    }

    @Test
    void aProxyThatIsTiedToAProtocolSaysWhichOneTheDaemonSpeaks() {
        try (ScriptedPeer daemon = ScriptedPeer.daemon(); Proxy proxy = proxy(daemon)) {
            daemon.speakOnly(Dialect.V48);

            assertThatThrownBy(() -> proxy.call("ask")).isInstanceOf(ProtocolException.class)
                    .hasMessageContaining("answered in protocol 48").hasMessageContaining("AUTO");
        }
    }

    @ParameterizedTest
    @EnumSource(value = MessageType.class, mode = EnumSource.Mode.EXCLUDE,
            names = {"CONNECTOK", "CONNECTFAIL"})
    void anAnswerToTheHandshakeOfAnotherTypeIsRefused(MessageType type) {
        try (ScriptedPeer daemon = ScriptedPeer.daemon(); Proxy proxy = proxy(daemon)) {
            daemon.nextClient().expect(CONNECT).reply(type, "'hello'");

            assertThatThrownBy(() -> proxy.call("ask")).isInstanceOf(ProtocolException.class)
                    .hasMessageContaining("cannot connect to localhost:" + daemon.port()
                            + ": invalid msg type " + type.code() + " received");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "(", "None", "'hello'", "[]", "{}", "{'handshake':'hello'}",
            "{'handshake':'hello','meta':None}", "{'handshake':'hello','meta':{}}",
            "{'handshake':'hello','meta':{'methods':['a']}}",
            "{'handshake':'hello','meta':{'methods':1,'oneway':(),'attrs':()}}",
            "{'handshake':'hello','meta':{'methods':[1],'oneway':(),'attrs':()}}"})
    void aWelcomeThatIsNoneIsRefused(String payload) {
        try (ScriptedPeer daemon = ScriptedPeer.daemon(); Proxy proxy = proxy(daemon)) {
            daemon.nextClient().expect(CONNECT).reply(CONNECTOK, payload).expectClosed();

            assertThatThrownBy(() -> proxy.call("ask")).isInstanceOf(PyroException.class);
            assertThat(proxy.isBound()).isFalse();
        }
    }

    @Test
    void aWelcomeToAnObjectThatOffersNothingIsRefused() {
        try (ScriptedPeer daemon = ScriptedPeer.daemon(); Proxy proxy = proxy(daemon)) {
            daemon.nextClient().expect(CONNECT).reply(CONNECTOK,
                    "{'handshake':'hello','meta':{'methods':(),'oneway':(),'attrs':()}}")
                    .expectClosed();

            assertThatThrownBy(() -> proxy.call("ask")).isInstanceOf(PyroException.class)
                    .hasMessageContaining("doesn't expose any methods or attributes");
        }
    }

    @Test
    void namesMayComeAsListsTuplesOrSets() {
        try (ScriptedPeer daemon = ScriptedPeer.daemon(); Proxy proxy = proxy(daemon)) {
            daemon.nextClient().expect(CONNECT).reply(CONNECTOK,
                    "{'handshake':'hello','meta':{'methods':('a','b'),'oneway':['b'],'attrs':{'c'}}}");

            assertThat(proxy.metadata().methods()).containsExactlyInAnyOrder("a", "b");
            assertThat(proxy.metadata().oneway()).containsExactly("b");
            assertThat(proxy.metadata().attributes()).containsExactly("c");
        }
    }

    @Test
    void aPyro4WithoutMetadataInItsWelcomeIsAskedForIt() {
        try (ScriptedPeer daemon = ScriptedPeer.daemon();
                Proxy proxy = proxy(daemon, Protocol.V48)) {
            daemon.nextClient().expect(CONNECT).reply(CONNECTOK, "'hello'").expect(INVOKE)
                    .reply(RESULT, "{'methods':['ask'],'oneway':[],'attrs':[]}").expect(INVOKE)
                    .reply(RESULT, "7");

            assertThat(proxy.call("ask")).isEqualTo(7);
        }
    }

    @Test
    void aNameThatTheDaemonMarkedOnewayIsNotWaitedFor() {
        try (ScriptedPeer daemon = ScriptedPeer.daemon(); Proxy proxy = proxy(daemon)) {
            daemon.nextClient().expect(CONNECT).reply(CONNECTOK,
                    "{'handshake':'hello','meta':{'methods':['tell','ask'],'oneway':['tell'],'attrs':()}}")
                    .expect(INVOKE).expect(INVOKE).reply(RESULT, "'answer'");

            assertThat(proxy.call("tell")).isNull();
            assertThat(proxy.call("ask")).isEqualTo("answer");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"1", "None", "'text'", "{}"})
    void aBatchThatIsAnsweredWithoutAListIsRefused(String payload) {
        try (ScriptedPeer daemon = ScriptedPeer.daemon(); Proxy proxy = proxy(daemon)) {
            daemon.welcome("ask").expect(INVOKE).reply(RESULT, m -> m.flags(8).serpent(payload));

            assertThatThrownBy(() -> proxy.batch().call("ask").invoke())
                    .isInstanceOf(ProtocolException.class).hasMessageContaining("batch");
        }
    }

    @Test
    void sequenceNumbersCountCalls() {
        try (ScriptedPeer daemon = ScriptedPeer.daemon(); Proxy proxy = proxy(daemon)) {
            daemon.welcome("ask");
            for (int i = 0; i < 3; i++) {
                daemon.expect(INVOKE).reply(RESULT, m -> m.serpent("" + m.sequence()));
            }

            assertThat(proxy.call("ask")).isEqualTo(1);
            assertThat(proxy.call("ask")).isEqualTo(2);
            assertThat(proxy.call("ask")).isEqualTo(3);
        }
    }

    @Test
    void requestsLookAsPythonWritesThem() {
        try (ScriptedPeer daemon = ScriptedPeer.daemon(); Proxy proxy = proxy(daemon)) {
            daemon.welcome("ask").expect(INVOKE).reply(RESULT, "None");
            proxy.call("ask", 1, "two", 3.5);

            assertThat(daemon.received().text()).isEqualTo("('it','ask',(1,'two',3.5),{})");
            assertThat(new String(daemon.received().payload(), StandardCharsets.UTF_8))
                    .startsWith("# serpent utf-8");
        }
    }

    private static void assertConnectsAgain(ScriptedPeer daemon, Proxy proxy) {
        daemon.welcome("ask").expect(INVOKE).reply(RESULT, "'again'");
        assertThat(proxy.call("ask")).isEqualTo("again");
    }

    private static Proxy proxy(ScriptedPeer daemon) {
        return proxy(daemon, Protocol.V502);
    }

    private static Proxy proxy(ScriptedPeer daemon, Protocol protocol) {
        return proxy(daemon, protocol, Duration.ofSeconds(5));
    }

    private static Proxy proxy(ScriptedPeer daemon, Protocol protocol, Duration timeout) {
        return Proxy.builder(daemon.uri("it")).config(PyroConfig.defaults()).protocol(protocol)
                .timeout(timeout).build();
    }
}
