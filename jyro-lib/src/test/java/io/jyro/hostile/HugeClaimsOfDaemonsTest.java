package io.jyro.hostile;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.function.UnaryOperator;

import io.jyro.Dialect;
import io.jyro.Protocol;
import io.jyro.PyroConfig;
import io.jyro.PyroException;
import io.jyro.Serializer;
import io.jyro.client.Proxy;
import io.jyro.wire.MessageType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Replies whose lengths and counts promise far more than comes, to a proxy that sets no limit. */
@Timeout(60)
class HugeClaimsOfDaemonsTest {
    private static final int MANY = 50;
    private static final long BYTES_EACH = 300_000;
    private static final int TWO_GIGABYTES = Integer.MAX_VALUE - 100;
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    @ParameterizedTest
    @EnumSource(Dialect.class)
    void aClaimInAReplyTakesNoMemory(Dialect dialect) {
        assertTakesLittle(dialect, reply -> reply.claimPayload(TWO_GIGABYTES));
    }

    @Test
    void aClaimOfAnnotationsInAReplyTakesNoMemory() {
        assertTakesLittle(Dialect.V502, reply -> reply.claimAnnotations(TWO_GIGABYTES));
    }

    /** An array, map, text, bytes or extension of 2 billion elements, of which none comes. */
    @ParameterizedTest
    @CsvSource({"MSGPACK, dd", "MSGPACK, df", "MSGPACK, db", "MSGPACK, c6", "MSGPACK, c9",
            "MARSHAL, 5b", "MARSHAL, 28", "MARSHAL, 3c", "MARSHAL, 3e", "MARSHAL, 75",
            "MARSHAL, 73", "MARSHAL, 61", "MARSHAL, 6c"})
    void aCountInAReplyIsRefusedBeforeItTakesMemory(Serializer serializer, String code) {
        byte[] payload = Hostile.hex(
                code + (serializer == Serializer.MSGPACK ? "7fffffff" : "ffffff7f"));
        try (ScriptedPeer daemon = ScriptedPeer.daemon();
                Proxy proxy = proxy(daemon, Dialect.V502, serializer)) {
            welcome(daemon, serializer);
            daemon.expect(MessageType.INVOKE).reply(MessageType.RESULT,
                    reply -> reply.payload(payload));

            // asking for that much memory would be an error of the JVM
            assertThatThrownBy(() -> proxy.call("ask")).isInstanceOf(PyroException.class);
        }
    }

    private static void assertTakesLittle(Dialect dialect, UnaryOperator<RawMessage> claim) {
        List<AutoCloseable> open = new ArrayList<>();
        CountDownLatch came = new CountDownLatch(MANY);
        try {
            long before = Resources.usedHeap();
            for (int i = 0; i < MANY; i++) {
                ScriptedPeer daemon = ScriptedPeer.daemon();
                open.add(daemon);
                Proxy proxy = proxy(daemon, dialect, Serializer.SERPENT);
                open.add(proxy);
                daemon.welcome("ask").expect(MessageType.INVOKE)
                        .reply(MessageType.RESULT, reply -> claim.apply(reply.serpent("1")))
                        .tell(came);
                Thread.ofVirtual().start(() -> waitInVain(proxy));
            }
            came.await();
            for (int i = 0; i < 3; i++) { // the last of the claims are being read meanwhile
                assertThat(Resources.usedHeap() - before).isLessThan(MANY * BYTES_EACH);
            }
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        } finally {
            open.reversed().forEach(HugeClaimsOfDaemonsTest::close);
        }
    }

    private static void waitInVain(Proxy proxy) {
        try {
            proxy.call("ask");
        } catch (PyroException e) {
            // the proxy is closed at the end of the test
        }
    }

    private static void close(AutoCloseable one) {
        try {
            one.close();
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    /** A welcome in serpent would be refused by a proxy of another serializer. */
    private static void welcome(ScriptedPeer daemon, Serializer serializer) {
        byte[] metadata = serializer == Serializer.MSGPACK
                ? Hostile.joined(Hostile.hex("82a9"), Hostile.latin1("handshake"),
                        Hostile.hex("a568656c6c6fa46d65746183a7"), Hostile.latin1("methods"),
                        Hostile.hex("91a361736b"), Hostile.hex("a66f6e6577617990"),
                        Hostile.hex("a5617474727390"))
                : Hostile.latin1("{z\thandshakez\u0005helloz\u0004meta{z\u0007methods[\u0001\0\0\0"
                        + "z\u0003askz\u0006oneway[\0\0\0\0z\u0005attrs[\0\0\0\0" + "00");
        daemon.nextClient().expect(MessageType.CONNECT).reply(MessageType.CONNECTOK,
                reply -> reply.payload(metadata));
    }

    private static Proxy proxy(ScriptedPeer daemon, Dialect dialect, Serializer serializer) {
        PyroConfig config = PyroConfig.defaults().toBuilder().maxMessageSize(0).build();
        return Proxy.builder(daemon.uri("thing")).config(config).serializer(serializer)
                .protocol(dialect == Dialect.V48 ? Protocol.V48 : Protocol.V502)
                .timeout(PATIENCE).build();
    }
}
