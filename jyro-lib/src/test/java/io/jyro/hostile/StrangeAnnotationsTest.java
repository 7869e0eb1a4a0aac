package io.jyro.hostile;

import java.time.Duration;
import java.util.List;
import java.util.Random;

import io.jyro.Dialect;
import io.jyro.Protocol;
import io.jyro.PyroConfig;
import io.jyro.client.Proxy;
import io.jyro.wire.MessageType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/** What Jyro's peers tell each other in annotations, told wrongly: it is ignored, and the calls work. */
@Timeout(60)
class StrangeAnnotationsTest extends AgainstADaemon {
    /** Another seed every time; {@code -Djyro.test.seed=} repeats a failure, which prints it. */
    private static final long SEED = Long.getLong("jyro.test.seed", System.nanoTime());
    private static final List<String> KNOWN = List.of("01", "01ffffffff", "0100000000",
            "0100000011ff", "0200000011", "00", "", "ff000000ff", "01000000ee");
    private static final List<String> CHAINS = List.of("", "10", "1000", "100000", "10ffff",
            "100008", "10000800000000000000", "100007aaaaaaaaaaaaaa", "110000",
            "11ffff", "110001ff10ffff", "00000010000811111111111111ff", "ff0000ff0000ff0000",
            "10000911111111111111ff22");
    private static final byte[] OFFER = {1, 0, 0, 0, 0x11};
    private static final int LARGE = Extent.of(4 << 20, 48 << 20);

    @ParameterizedTest
    @EnumSource(Dialect.class)
    void aMalformedOfferIsIgnored(Dialect dialect) {
        for (String hex : KNOWN) {
            assertServed(dialect, RawMessage.connect(dialect, "echo").annotation("JYRO",
                    Hostile.hex(hex)), new byte[0]);
        }
        Random random = new Random(SEED);
        for (int i = 0; i < 100; i++) {
            byte[] offer = new byte[random.nextInt(12)];
            random.nextBytes(offer);
            assertServed(dialect,
                    RawMessage.connect(dialect, "echo").annotation("JYRO", offer), new byte[0]);
        }
    }

    @ParameterizedTest
    @EnumSource(Dialect.class)
    void aMalformedChainIsIgnored(Dialect dialect) {
        RawMessage connect = RawMessage.connect(dialect, "echo").annotation("JYRO", OFFER);
        for (String hex : CHAINS) {
            assertServed(dialect, connect, Hostile.hex(hex));
        }
        Random random = new Random(SEED);
        for (int i = 0; i < 100; i++) {
            byte[] chain = new byte[random.nextInt(40)];
            random.nextBytes(chain);
            assertServed(dialect, connect, chain);
        }
    }

    @ParameterizedTest
    @EnumSource(Dialect.class)
    void aMalformedAcceptanceIsIgnored(Dialect dialect) {
        for (String hex : KNOWN) {
            try (ScriptedPeer other = ScriptedPeer.daemon();
                    Proxy proxy = Proxy.builder(other.uri("thing")).config(PyroConfig.defaults())
                            .protocol(dialect == Dialect.V48 ? Protocol.V48 : Protocol.V502)
                            .timeout(Duration.ofSeconds(5)).build()) {
                other.nextClient().expect(MessageType.CONNECT).reply(MessageType.CONNECTOK,
                        reply -> reply.flags(dialect == Dialect.V48 ? 0x10 : 0)
                                .annotation("JYRO", Hostile.hex(hex))
                                .serpent("{'handshake':'hello','meta':{'methods':['ask'],"
                                        + "'oneway':[],'attrs':[]}}"))
                        .expect(MessageType.INVOKE).reply(MessageType.RESULT, "'answer'");

                assertThat(proxy.call("ask")).isEqualTo("answer");
            }
        }
    }

    @Test
    void aChainOfMegabytesIsIgnored() {
        assertServed(Dialect.V502,
                RawMessage.connect(Dialect.V502, "echo").annotation("JYRO", OFFER),
                new byte[LARGE]);
    }

    @Test
    void anAnnotationOfMegabytesThatNobodyKnowsIsIgnored() {
        try (ScriptedPeer client = welcomed(Dialect.V502)) {
            RawMessage reply = client
                    .send(RawMessage.invoke(Dialect.V502, "echo", "echo", "1,")
                            .annotation("JUNK", new byte[LARGE]))
                    .expect(MessageType.RESULT).received();

            assertThat(reply.text()).isEqualTo("1");
            assertThat(reply.annotations()).isEmpty();
        }
    }

    @Test
    void aTableOfMegabytesOfSmallAnnotationsEndsItsConnection() {
        byte[] table = Hostile.repeated(new byte[0], Hostile.latin1("JUNK\0\0\0\0"), LARGE / 8,
                new byte[0]);
        try (ScriptedPeer client = welcomed(Dialect.V502)) {
            client.send(RawMessage.invoke(Dialect.V502, "echo", "echo", "1,")
                    .annotationBytes(table)).expectClosed();
        }
    }

    private void assertServed(Dialect dialect, RawMessage connect, byte[] chain) {
        try (ScriptedPeer client = stranger().send(connect).expect(MessageType.CONNECTOK)) {
            RawMessage call = RawMessage.invoke(dialect, "echo", "echo", "1,");
            for (RawMessage next : List.of(call.annotation("JYRO", chain), call)) {
                assertThat(client.send(next).expect(MessageType.RESULT).received().text())
                        .as("seed " + SEED).isEqualTo("1");
            }
        }
    }
}
