package io.jyro.wire;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

import io.jyro.Dialect;
import io.jyro.PyroSecurityException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class HmacTest {
    private static final Hmac KEY = Hmac.ofText("secretkey");
    private static final UUID ID = UUID.fromString("11112222-3333-4444-5555-666677778888");

    @Test
    void signedMessageIsReadWithTheSameKey() {
        Message message = read(written(KEY, "payload"), KEY);

        assertThat(message.annotations()).isEmpty();
        assertThat(message.annotation("HMAC")).hasSize(20);
        assertThat(new String(Reading.payload(message), StandardCharsets.US_ASCII))
                .isEqualTo("payload");
    }

    @Test
    void changedPayloadIsNoticed() {
        byte[] bytes = written(KEY, "payload");
        bytes[bytes.length - 1]++;

        assertThatThrownBy(() -> read(bytes, KEY)).isInstanceOf(PyroSecurityException.class)
                .hasMessageStartingWith(
                        "message hmac mismatch: the HMAC keys of the two ends differ");
    }

    @Test
    void changedCorrelationIdIsNoticed() {
        byte[] bytes = written(KEY, "payload");
        bytes[24 + 6]++;

        assertThatThrownBy(() -> read(bytes, KEY)).isInstanceOf(PyroSecurityException.class)
                .hasMessageStartingWith(
                        "message hmac mismatch: the HMAC keys of the two ends differ");
    }

    @Test
    void digestOfAnotherLengthIsAMismatch() {
        byte[] bytes = new byte[24 + 6];
        Header.write48(bytes, 0, MessageType.INVOKE, 0, 1, 1, 0, 6);
        BigEndian.putInt(bytes, 24, Annotations.HMAC);

        assertThatThrownBy(() -> read(bytes, KEY)).isInstanceOf(PyroSecurityException.class)
                .hasMessageStartingWith(
                        "message hmac mismatch: the HMAC keys of the two ends differ");
    }

    @Test
    void unsignedMessageIsRefusedWhereAKeyIsConfigured() {
        assertThatThrownBy(() -> read(written(null, "payload"), KEY))
                .isInstanceOf(PyroSecurityException.class)
                .hasMessage(
                        "hmac key config not symmetric: the message is not signed, but its receiver"
                                + " has an HMAC key; give both ends the same key, or none (hmacKey,"
                                + " PYRO_HMAC_KEY)");
    }

    @Test
    void signedMessageIsRefusedWhereNoKeyIsConfigured() {
        assertThatThrownBy(() -> read(written(KEY, "payload"), null))
                .isInstanceOf(PyroSecurityException.class)
                .hasMessageStartingWith("hmac key config not symmetric: the message is signed with"
                        + " an HMAC key, but its receiver has none;");
    }

    @Test
    void annotationsAreSignedInOrderOfTheirIds() throws Exception {
        Map<String, byte[]> annotations = new LinkedHashMap<>();
        annotations.put("ZZZZ", new byte[]{9});
        annotations.put("aaaa", new byte[]{10});
        annotations.put("AAAA", new byte[]{1, 2});
        MessageWriter writer = new MessageWriter(Dialect.V48, WireLimits.NONE, KEY, false);
        writer.begin(MessageType.INVOKE, 1, 1, ID, annotations).putAscii("payload");
        writer.end(0);
        Mac mac = Mac.getInstance("HmacSHA1");
        mac.init(new SecretKeySpec("secretkey".getBytes(StandardCharsets.US_ASCII), "HmacSHA1"));
        mac.update("payload".getBytes(StandardCharsets.US_ASCII));
        mac.update(new byte[]{1, 2});
        mac.update(HexFormat.of().parseHex("11112222333344445555666677778888"));
        mac.update(new byte[]{9});
        mac.update(new byte[]{10});

        Message message = read(Reading.written(writer), KEY);

        assertThat(message.annotation("HMAC")).isEqualTo(mac.doFinal());
    }

    @Test
    void compressedPayloadIsSignedAsItTravels() {
        MessageWriter writer = new MessageWriter(Dialect.V48, WireLimits.NONE, KEY, true);
        writer.begin(MessageType.INVOKE, 1, 1, null, Map.of()).putAscii("x".repeat(1000));
        writer.end(0);
        byte[] bytes = Reading.written(writer);

        Message message = read(bytes, KEY);

        assertThat(message.wireFlags()).isEqualTo(Flags.COMPRESSED);
        assertThat(message.payload().length()).isEqualTo(1000);
        assertThat(
                KEY.digest(bytes, 24, 50, List.of(ByteBuffer.wrap(bytes, 50, bytes.length - 50))))
                .isEqualTo(message.annotation("HMAC"));
    }

    @Test
    void bytesThatStandApartAreSignedWithTheOthers() {
        byte[] whole = written(KEY, "payload");
        byte[] bytes = new byte[whole.length - 3];
        int at = whole.length - 5;
        System.arraycopy(whole, 0, bytes, 0, at);
        System.arraycopy(whole, at + 3, bytes, at, 2);
        Header header = Header.parse(Dialect.V48, whole, 0);
        int payload = whole.length - "payload".length();

        assertThat(Message
                .parse(header, bytes, 24, apart(at - payload, "ylo"), WireLimits.NONE, KEY)
                .payload().toBytes()).isEqualTo("payload".getBytes(StandardCharsets.US_ASCII));
        assertThatThrownBy(() -> Message.parse(header, bytes, 24, apart(at - payload, "ylO"),
                WireLimits.NONE, KEY)).isInstanceOf(PyroSecurityException.class);
    }

    private static Bulks apart(int at, String text) {
        return new Bulks(List.of(),
                List.of(new Bulk(at, text.getBytes(StandardCharsets.US_ASCII))));
    }

    @Test
    void bytesThatAreSentFromWhereTheyAreAreSignedInTheirPlace() {
        MessageWriter writer = new MessageWriter(Dialect.V48, WireLimits.NONE, KEY, false);
        for (int i = 0; i < 2; i++) {
            byte[] large = new byte[100_000];
            Arrays.fill(large, (byte) i);
            ByteOutput out = writer.begin(MessageType.INVOKE, i, 1, ID,
                    Map.of("TEST", new byte[9]));
            out.putAscii("before");
            out.putStable(ByteBuffer.wrap(large));
            out.putAscii("behind");
            writer.end(0);
        }
        assertThat(writer.output().isWhole()).isFalse();

        byte[] both = Reading.written(writer);
        byte[] second = Arrays.copyOfRange(both, both.length / 2, both.length);

        assertThat(read(both, KEY).payload().length()).isEqualTo(100_012);
        assertThat(read(second, KEY).sequence()).isEqualTo(1);
        second[second.length - 50_000]++;
        assertThatThrownBy(() -> read(second, KEY)).isInstanceOf(PyroSecurityException.class);
    }

    @Test
    void wrongDigestIsNoticedBeforeInflating() {
        MessageWriter writer = new MessageWriter(Dialect.V48, WireLimits.NONE, KEY, true);
        writer.begin(MessageType.INVOKE, 1, 1, null, Map.of()).putAscii("x".repeat(1000));
        writer.end(0);
        byte[] bytes = Reading.written(writer);
        bytes[50] = 0;

        assertThatThrownBy(() -> read(bytes, KEY)).isInstanceOf(PyroSecurityException.class);
    }

    @Test
    void protocol502KnowsNoHmac() {
        MessageWriter writer = new MessageWriter(Dialect.V502, WireLimits.NONE, KEY, false);
        writer.begin(MessageType.INVOKE, 1, 1, null, Map.of()).putAscii("payload");
        writer.end(0);

        Message message = Reading.message(Reading.written(writer), WireLimits.NONE, KEY);

        assertThat(message.annotation("HMAC")).isNull();
    }

    @Test
    void textKeyIsUtf8() {
        byte[] bytes = written(Hmac.ofText("cl\u00e9"), "payload");

        read(bytes, new Hmac(new byte[]{'c', 'l', (byte) 0xc3, (byte) 0xa9}));
    }

    @Test
    void keyIsCopied() {
        byte[] key = {1, 2, 3};
        Hmac hmac = new Hmac(key);
        key[0] = 9;

        read(written(hmac, "payload"), new Hmac(new byte[]{1, 2, 3}));
    }

    @Test
    void emptyKeyIsRefused() {
        assertThatThrownBy(() -> Hmac.ofText("")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void oneKeyServesManyThreads() {
        byte[] bytes = written(KEY, "payload");

        IntStream.range(0, 1000).parallel().forEach(i -> read(bytes, KEY));
    }

    private static byte[] written(@Nullable Hmac hmac, String payload) {
        MessageWriter writer = new MessageWriter(Dialect.V48, WireLimits.NONE, hmac, false);
        writer.begin(MessageType.INVOKE, 1, 1, ID, Map.of()).putAscii(payload);
        writer.end(0);
        return Reading.written(writer);
    }

    private static Message read(byte[] bytes, @Nullable Hmac hmac) {
        return Reading.message(bytes, WireLimits.NONE, hmac);
    }
}
