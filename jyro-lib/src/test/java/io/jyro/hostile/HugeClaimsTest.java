package io.jyro.hostile;

import java.util.ArrayList;
import java.util.List;

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
    private static final int TWO_GIGABYTES = Integer.MAX_VALUE - 100;

    HugeClaimsTest() {
        super(PyroConfig.defaults().toBuilder().maxMessageSize(0).build());
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
            long before = usedMemory();
            for (int i = 0; i < 20; i++) {
                try (ScriptedPeer client = stranger()) {
                    client.send(RawMessage.connect(Dialect.V502, "echo").serializer(2)
                            .payload(payload)).expect(MessageType.CONNECTFAIL);
                }
            }
            assertThat(usedMemory() - before).isLessThan(50_000_000);
        }
    }

    @ParameterizedTest
    @EnumSource(Dialect.class)
    void aPayloadThatInflatesWithoutEndIsRefused(Dialect dialect) {
        byte[] bomb = deflatedZeros(300_000_000L);
        try (ScriptedPeer client = stranger()) {
            client.send(RawMessage.connect(dialect, "echo").flags(0x02).payload(bomb))
                    .expect(MessageType.CONNECTFAIL);
        }
    }

    private static void assertTakesLittle(java.util.function.Supplier<ScriptedPeer> liar) {
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

    private static byte[] deflatedZeros(long length) {
        java.util.zip.Deflater deflater = new java.util.zip.Deflater(9);
        java.io.ByteArrayOutputStream out = new java.io.ByteArrayOutputStream();
        byte[] zeros = new byte[1 << 20];
        byte[] buffer = new byte[1 << 16];
        for (long done = 0; done < length; done += zeros.length) {
            deflater.setInput(zeros);
            for (int n = deflater.deflate(buffer); n > 0; n = deflater.deflate(buffer)) {
                out.write(buffer, 0, n);
            }
        }
        deflater.finish();
        for (int n = deflater.deflate(buffer); n > 0; n = deflater.deflate(buffer)) {
            out.write(buffer, 0, n);
        }
        deflater.end();
        return out.toByteArray();
    }

    @SuppressWarnings("CallToSystemGC")
    private static long usedMemory() {
        System.gc();
        Runtime runtime = Runtime.getRuntime();
        return runtime.totalMemory() - runtime.freeMemory();
    }
}
