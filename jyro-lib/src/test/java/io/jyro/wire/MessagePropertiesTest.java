package io.jyro.wire;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.UUID;

import io.jyro.Dialect;
import io.jyro.ProtocolException;
import io.jyro.PyroSecurityException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What holds for any message and any bytes. The seed stands in each failure; give it again with
 * {@code -Djyro.test.seed=...}.
 */
class MessagePropertiesTest {
    private static final int ROUNDS = 2_000;
    private static final long SEED = Long.getLong("jyro.test.seed", System.nanoTime());
    private static final WireLimits LIMITS = new WireLimits(200_000, 200_000);
    private static final int[] SEMANTIC_FLAGS = {Flags.EXCEPTION, Flags.ONEWAY, Flags.BATCH,
            Flags.ITEM_STREAM_RESULT, Flags.KEEP_SERIALIZED};

    private final Random random = new Random(SEED);

    @Test
    void anyMessageComesBackAsItWasWritten() {
        for (int i = 0; i < ROUNDS; i++) {
            Sample sample = sample();

            Message message = Reading.message(sample.written(), LIMITS, sample.hmac());

            String seed = "seed " + SEED + ", round " + i;
            assertThat(message.dialect()).as(seed).isEqualTo(sample.dialect());
            assertThat(message.type()).as(seed).isEqualTo(sample.type());
            assertThat(message.flags() & ~Flags.CORRELATION_ID).as(seed).isEqualTo(sample.flags());
            assertThat(message.sequence()).as(seed).isEqualTo(sample.sequence());
            assertThat(message.serializerId()).as(seed).isEqualTo(sample.serializerId());
            assertThat(message.correlationId()).as(seed).isEqualTo(sample.correlationId());
            assertThat(List.copyOf(message.annotations().keySet())).as(seed)
                    .isEqualTo(List.copyOf(sample.annotations().keySet()));
            message.annotations().forEach((id, value) -> assertThat(value).as(seed)
                    .isEqualTo(sample.annotations().get(id)));
            assertThat(Reading.payload(message)).as(seed).isEqualTo(sample.payload());
        }
    }

    @Test
    void changedBytesGiveAMessageOrOneOfOurExceptions() {
        for (int i = 0; i < ROUNDS; i++) {
            Sample sample = sample();
            byte[] bytes = sample.written();
            for (int changes = 1 + random.nextInt(4); changes > 0; changes--) {
                // mostly in front, where the lengths are
                int at = random
                        .nextInt(random.nextBoolean() ? Math.min(bytes.length, 70) : bytes.length);
                bytes[at] = (byte) random.nextInt();
            }
            if (sample.dialect() == Dialect.V48 && random.nextBoolean()) {
                repairChecksum(bytes);
            }

            readAnything(bytes, sample.hmac(), i);
        }
    }

    @Test
    void anyBytesBehindAnHonestStartGiveAMessageOrOneOfOurExceptions() {
        for (int i = 0; i < ROUNDS; i++) {
            Dialect dialect = dialect();
            byte[] bytes = new byte[random.nextInt(200)];
            random.nextBytes(bytes);
            if (bytes.length >= 40) {
                BigEndian.putInt(bytes, 0, Header.PYRO);
                BigEndian.putShort(bytes, 4, dialect.version());
                if (dialect == Dialect.V48) {
                    BigEndian.putShort(bytes, 6, 1 + random.nextInt(6));
                    BigEndian.putInt(bytes, 12, random.nextInt(200));
                    BigEndian.putShort(bytes, 18, random.nextInt(200));
                    repairChecksum(bytes);
                } else {
                    bytes[6] = (byte) (1 + random.nextInt(6));
                    BigEndian.putInt(bytes, 12, random.nextInt(200));
                    BigEndian.putInt(bytes, 16, random.nextInt(200));
                    BigEndian.putShort(bytes, 38, Header.MAGIC_502);
                }
            }

            readAnything(bytes, null, i);
        }
    }

    private static void readAnything(byte[] bytes, @Nullable Hmac hmac, int round) {
        try {
            Message message = Reading.message(bytes, LIMITS, hmac);
            assertThat(message.annotations()).isNotNull();
            assertThat(Reading.payload(message)).hasSize(message.payload().length());
            message.correlationId();
        } catch (ProtocolException | PyroSecurityException expected) {
            assertThat(expected).hasMessageMatching("(?s).+");
        } catch (RuntimeException e) {
            throw new AssertionError("seed " + SEED + ", round " + round, e);
        }
    }

    /** Makes the checksum right, so that what is behind it is reached. */
    private static void repairChecksum(byte[] bytes) {
        int sum = 0x34e9 + 48 + BigEndian.unsignedShort(bytes, 14);
        for (int field : new int[]{6, 8, 10, 16, 18}) {
            sum += BigEndian.unsignedShort(bytes, field);
        }
        BigEndian.putShort(bytes, 22, sum);
    }

    @SuppressWarnings("ArrayRecordComponent") // never compared as a whole
    private record Sample(Dialect dialect, MessageType type, int flags, int sequence,
            int serializerId, @Nullable UUID correlationId, Map<String, byte[]> annotations,
            byte[] payload, @Nullable Hmac hmac, byte[] written) {}

    private Sample sample() {
        Dialect dialect = dialect();
        MessageType type = Objects.requireNonNull(MessageType.ofCode(1 + random.nextInt(6)));
        int flags = 0;
        for (int flag : SEMANTIC_FLAGS) {
            flags |= random.nextInt(4) == 0 ? flag : 0;
        }
        int sequence = random.nextInt(0x10000);
        int serializerId = random.nextInt(0x100);
        UUID correlationId = random.nextBoolean()
                ? new UUID(random.nextLong(), random.nextLong())
                : null;
        Map<String, byte[]> annotations = annotations();
        byte[] payload = bytes(random.nextInt(10) == 0 ? 20_000 : 300);
        Hmac hmac = dialect == Dialect.V48 && random.nextInt(4) == 0
                ? new Hmac(new byte[]{1, 2, 3})
                : null;
        MessageWriter writer = new MessageWriter(dialect, WireLimits.NONE, hmac,
                random.nextBoolean());
        writer.begin(type, sequence, serializerId, correlationId, annotations).put(payload);
        writer.end(flags);
        return new Sample(dialect, type, flags, sequence, serializerId, correlationId, annotations,
                payload, hmac, Reading.written(writer));
    }

    private Dialect dialect() {
        return random.nextBoolean() ? Dialect.V48 : Dialect.V502;
    }

    private Map<String, byte[]> annotations() {
        Map<String, byte[]> annotations = new LinkedHashMap<>();
        for (int count = random.nextInt(3) == 0 ? random.nextInt(6) : 0; count > 0; count--) {
            StringBuilder id = new StringBuilder();
            for (int i = 0; i < 4; i++) {
                id.append((char) ('A' + random.nextInt(26)));
            }
            annotations.put(id.toString(), bytes(500));
        }
        annotations.keySet().removeAll(List.of("CORR", "HMAC", "JYRO"));
        return annotations;
    }

    /** Half of them noise, half of them easy to compress. */
    private byte[] bytes(int mostBytes) {
        byte[] bytes = new byte[random.nextInt(mostBytes)];
        if (random.nextBoolean()) {
            random.nextBytes(bytes);
        }
        return bytes;
    }
}
