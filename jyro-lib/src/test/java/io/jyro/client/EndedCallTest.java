package io.jyro.client;

import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;

import io.jyro.ConnectionClosedException;
import io.jyro.Protocol;
import io.jyro.PyroConfig;
import io.jyro.RemoteCallException;
import io.jyro.hostile.RawMessage;
import io.jyro.hostile.ScriptedPeer;
import io.jyro.wire.MessageType;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** The error of a call whose connection ended before its reply came names the call, and that it may have run. */
@Timeout(60)
class EndedCallTest {
    private static final String BY_DAEMON = "the daemon closed the connection before it answered ";

    private final ScriptedPeer peer = ScriptedPeer.daemon();
    private final Proxy proxy = Proxy.builder(peer.uri("plane"))
            .config(PyroConfig.defaults()).protocol(Protocol.V502).build();

    @AfterEach
    void close() {
        proxy.close();
        peer.close();
    }

    private ScriptedPeer welcome(boolean isJyro) {
        byte[] features = {1, 0, 0, 0, (byte) (isJyro ? 1 : 0)};
        UnaryOperator<RawMessage> welcome = m -> m.annotation("JYRO", features).serpent(
                "{'handshake':'hello','meta':{'methods':{'fly','fall','log'},'oneway':{'log'},'attrs':{'speed'}}}");
        return peer.nextClient().expect(MessageType.CONNECT).reply(MessageType.CONNECTOK, welcome);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aCallThatTheDaemonDidNotAnswer(boolean isJyro) {
        welcome(isJyro).expect(MessageType.INVOKE).thenClose();

        assertThatThrownBy(() -> proxy.call("fly")).isInstanceOf(ConnectionClosedException.class)
                .hasMessageStartingWith(BY_DAEMON + "fly() of object 'plane'; it may have run: ")
                .hasMessageContaining("closed the connection")
                .cause().isInstanceOf(ConnectionClosedException.class);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aFuture(boolean isJyro) {
        welcome(isJyro).expect(MessageType.INVOKE).thenClose();
        proxy.bind();

        assertThatThrownBy(() -> proxy.callAsync("fly").get(20, TimeUnit.SECONDS))
                .isInstanceOf(ExecutionException.class).cause()
                .isInstanceOf(ConnectionClosedException.class)
                .hasMessageStartingWith(BY_DAEMON + "fly() of object 'plane'; it may have run: ");
    }

    @Test
    void anAttribute() {
        welcome(false).expect(MessageType.INVOKE).thenClose();

        assertThatThrownBy(() -> proxy.get("speed")).hasMessageStartingWith(
                BY_DAEMON + "attribute speed of object 'plane'; it may have run: ");
    }

    @Test
    void aBatch() {
        welcome(false).expect(MessageType.INVOKE).thenClose();

        assertThatThrownBy(() -> proxy.batch().call("fly").invoke()).hasMessageStartingWith(
                BY_DAEMON + "a batch of calls of object 'plane'; it may have run: ");
    }

    @Test
    void theItemOfAStream() {
        welcome(false).expect(MessageType.INVOKE)
                .reply(MessageType.RESULT,
                        m -> m.flags(0x11).annotation("STRM", new byte[]{'i', 'd'})
                                .serpent("'a stream'"))
                .expect(MessageType.INVOKE).thenClose();
        RemoteIterator<Object> items = proxy.stream(Object.class, "fly");

        assertThatThrownBy(items::next).hasMessageStartingWith(
                BY_DAEMON + "the request for the next item of a stream; it may have run: ");
    }

    @Test
    void aConnectionThatWasLost() {
        welcome(false).expect(MessageType.INVOKE).thenReset();

        assertThatThrownBy(() -> proxy.call("fly")).isInstanceOf(ConnectionClosedException.class)
                .hasMessageStartingWith("the connection ended before fly() of object 'plane'"
                        + " was answered; it may have run: receiving: connection lost");
    }

    @Test
    void whatTheRemoteSideRaisedIsNotTakenForTheEndOfTheConnection() {
        welcome(false).expect(MessageType.INVOKE).reply(MessageType.RESULT, m -> m.flags(1).serpent(
                "{'__class__':'Pyro5.errors.ConnectionClosedError','__exception__':True,'args':('gone',),'attributes':{}}"));

        assertThatThrownBy(() -> proxy.call("fly")).isInstanceOf(RemoteCallException.class)
                .hasMessage("Pyro5.errors.ConnectionClosedError: gone");
        assertThat(proxy.isBound()).isTrue();
    }
}
