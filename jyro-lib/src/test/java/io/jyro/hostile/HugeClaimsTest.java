package io.jyro.hostile;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.zip.DeflaterOutputStream;

import ch.qos.logback.classic.Level;
import io.jyro.Dialect;
import io.jyro.PyroConfig;
import io.jyro.wire.MessageType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/** Lengths and counts that promise far more than comes, against a daemon that sets no limit. */
class HugeClaimsTest extends AgainstADaemon {
    private static final int MANY = 200;
    private static final int INFLATED_LIMIT = 1_000_000;
    private static final int TWO_GIGABYTES = Integer.MAX_VALUE - 100;

    HugeClaimsTest() {
        super(PyroConfig.defaults().toBuilder().maxMessageSize(0).maxInflatedSize(INFLATED_LIMIT)
                .build());
    }

    @ParameterizedTest
    @EnumSource(Dialect.class)
    void aClaimInTheHandshakeTakesNoMemory(Dialect dialect) {
        assertTakesLittle(() -> stranger()
                .send(RawMessage.connect(dialect, "echo").claimPayload(TWO_GIGABYTES)));
    }

    @ParameterizedTest
    @EnumSource(Dialect.class)
    void aClaimInARequestTakesNoMemory(Dialect dialect) {
        assertTakesLittle(() -> welcomed(dialect).send(
                RawMessage.invoke(dialect, "echo", "echo", "1,").claimPayload(TWO_GIGABYTES)));
    }

    @Test
    void aClaimOfAnnotationsTakesNoMemory() {
        assertTakesLittle(() -> stranger()
                .send(RawMessage.connect(Dialect.V502, "echo").claimAnnotations(TWO_GIGABYTES)));
    }

    @Test
    void aCountInMarshalTakesNoMemory() {
        // a list, tuple, set, text or number of 2 billion elements, of which none comes
        for (int code : new int[]{'[', '(', '<', '>', 'u', 's', 'a', 'l', 't'}) {
            byte[] payload = {(byte) code, (byte) 0xff, (byte) 0xff, (byte) 0xff, 0x7f};
            try (ScriptedPeer client = stranger()) {
                RawMessage refusal = client.send(RawMessage.connect(Dialect.V502, "echo")
                        .serializer(2).payload(payload)).expect(MessageType.CONNECTFAIL).received();

                // who had asked for that much would have got an error of the JVM
                assertThat(refusal.marshalText()).doesNotContainIgnoringCase("memory")
                        .doesNotContainIgnoringCase("heap").doesNotContain("VM limit");
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Dialect.class)
    void aPayloadThatInflatesWithoutEndIsRefused(Dialect dialect) {
        byte[] bomb = deflatedZeros(10 * INFLATED_LIMIT);
        try (ScriptedPeer client = stranger()) {
            client.send(RawMessage.connect(dialect, "echo").flags(0x02).payload(bomb))
                    .expect(MessageType.CONNECTFAIL);

            log.await(Level.DEBUG, "inflate");
        }
    }

    private static void assertTakesLittle(Supplier<ScriptedPeer> liar) {
        List<ScriptedPeer> liars = new ArrayList<>();
        try {
            long before = usedMemory();
            for (int i = 0; i < MANY; i++) {
                liars.add(liar.get());
            }
            // whoever served all these has read their headers when the last is being served
            assertThat(usedMemory() - before).isLessThan(MANY * 300_000L);
        } finally {
            liars.forEach(ScriptedPeer::close);
        }
    }

    private static byte[] deflatedZeros(int length) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (DeflaterOutputStream deflated = new DeflaterOutputStream(out)) {
            deflated.write(new byte[length]);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    @SuppressWarnings("CallToSystemGC")
    private static long usedMemory() {
        System.gc();
        Runtime runtime = Runtime.getRuntime();
        return runtime.totalMemory() - runtime.freeMemory();
    }
}
