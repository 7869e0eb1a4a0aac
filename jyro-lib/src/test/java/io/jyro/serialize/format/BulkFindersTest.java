package io.jyro.serialize.format;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;

import io.jyro.Dialect;
import io.jyro.SerializationException;
import io.jyro.Serializer;
import io.jyro.serialize.CallPayload;
import io.jyro.serialize.Codec;
import io.jyro.serialize.PayloadsApart;
import io.jyro.types.Tuple;
import io.jyro.wire.Bulk;
import io.jyro.wire.BulkFinder;
import io.jyro.wire.ByteOutput;
import io.jyro.wire.Flags;
import io.jyro.wire.Header;
import io.jyro.wire.MessageType;
import io.jyro.wire.Payload;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Long byte strings are found where a call, a result or a list of records has them, and are not copied. */
class BulkFindersTest {
    private static final int LONG = 70_000;

    private static byte[] written(Codec codec, @Nullable Object value) {
        ByteOutput out = new ByteOutput(0);
        codec.write(value, out, CodecContract.context());
        return Arrays.copyOf(out.array(), out.position());
    }

    private static byte[] bytes(int length) {
        byte[] bytes = new byte[length];
        new Random(length).nextBytes(bytes);
        return bytes;
    }

    @ParameterizedTest
    @EnumSource(names = {"MARSHAL", "MSGPACK"})
    void aLongByteStringIsGivenInTheArrayThatItWasReadInto(Serializer serializer) {
        Codec codec = Codecs.of(serializer);
        byte[] first = bytes(LONG);
        byte[] second = bytes(LONG + 1);
        Object call = Tuple.of("jyro.camera", "store", Tuple.of(Map.of("at", 0.5, "frame", first),
                "name", -70_000, 1L << 40, true, null, bytes(100), second), Map.of("n", 3));

        Payload apart = PayloadsApart.of(codec, written(codec, call), LONG);
        CallPayload read = codec.readCall(apart, CodecContract.context(),
                CodecContract.context().budget(apart));

        assertThat(apart.bulks()).extracting(bulk -> bulk.bytes().length).containsExactly(LONG,
                LONG + 1);
        assertThat(read.args().get(7)).isSameAs(apart.bulks().get(1).bytes()).isEqualTo(second);
        assertThat(((Map<?, ?>) read.args().get(0)).get("frame"))
                .isSameAs(apart.bulks().get(0).bytes()).isEqualTo(first);
        assertThat(read.kwargs()).isEqualTo(Map.of("n", 3));
    }

    @ParameterizedTest
    @EnumSource(names = {"MARSHAL", "MSGPACK"})
    void aByteStringThatNobodyTakesIsRefused(Serializer serializer) {
        Codec codec = Codecs.of(serializer);
        byte[] payload = written(codec, 1);
        Payload wrong = new Payload(payload, 0, payload.length,
                List.of(new Bulk(payload.length, new byte[5])));

        assertThatThrownBy(() -> codec.read(wrong, CodecContract.context()))
                .isInstanceOf(SerializationException.class)
                .hasMessageContaining("continues after its value");
    }

    @Test
    void errorsBehindAByteStringCountItsBytes() {
        Codec codec = Codecs.of(Serializer.MSGPACK);
        byte[] payload = written(codec, List.of(bytes(LONG), "x"));
        payload[payload.length - 2] = (byte) 0xc1;
        String message = "unknown type 0xc1 at byte " + (payload.length - 2);

        assertThatThrownBy(() -> codec.read(PayloadsApart.of(codec, payload, LONG),
                CodecContract.context())).hasMessageContaining(message);
        assertThatThrownBy(() -> codec.read(payload, 0, payload.length, CodecContract.context()))
                .hasMessageContaining(message);
    }

    /** Of each kind one, whatever it holds left out, and in the end nine bytes. */
    private static Stream<Arguments> elements() {
        return Stream.of(Arguments.of(Serializer.MSGPACK, """
                7f e0 c0 c2 c3 cc ff cd ffff ce ffffffff cf ffffffffffffffff
                d0 80 d1 8000 d2 80000000 d3 8000000000000000 ca 00000000 cb 0000000000000000
                a2 6162 d9 01 61 da 0001 61 db 00000001 61 c4 01 00 c5 0001 00
                c7 01 05 00 c8 0001 05 00 c9 00000001 05 00 d4 05 00 d5 05 0000 d6 05 00000000
                d7 05 0000000000000000 d8 05 00000000000000000000000000000000
                91 dc 0001 dd 00000001 81 de 0001 df 00000001
                c6 00000009 000000000000000000
                """), Arguments.of(Serializer.MARSHAL, """
                4e 54 46 2e 53 69 00000000 49 0000000000000000
                6c 02000000 01000100 6c feffffff 01000100 66 03 312e30 67 0000000000000000
                78 01 31 02 3232 79 00000000000000000000000000000000
                73 01000000 00 75 01000000 61 74 01000000 61 61 01000000 61 41 01000000 61
                7a 01 61 da 01 61 72 00000000 52 00000000
                28 01000000 29 01 5b 01000000 7b 30 3c 01000000 3e 01000000
                f3 09000000 000000000000000000
                """));
    }

    @ParameterizedTest
    @MethodSource("elements")
    void elementsOfEveryKindAreSteppedOver(Serializer serializer, String elements) {
        byte[] payload = HexFormat.of().parseHex(elements.replaceAll("\\s", ""));

        assertThat(Codecs.of(serializer).bulkFinder().find(payload, 0, payload.length, 9))
                .isEqualTo(new BulkFinder.Place(payload.length - 9, 9));
    }

    @Test
    void aByteStringWhoseBytesHaveNotComeIsFound() {
        byte[] payload = written(Codecs.of(Serializer.MARSHAL), List.of("a", bytes(LONG)));

        assertThat(Codecs.of(Serializer.MARSHAL).bulkFinder().find(payload, 0, 100, LONG))
                .isEqualTo(new BulkFinder.Place(payload.length - LONG, LONG));
    }

    @ParameterizedTest
    @EnumSource(names = {"SERPENT", "JSON"})
    void textHasNoBytesAsTheyAre(Serializer serializer) {
        assertThat(Codecs.of(serializer).bulkFinder()).isSameAs(BulkFinder.NONE);
    }

    @Test
    void nothingIsFoundInWhatIsCompressedOrStaysSerializedOrIsOfNobodysFormat() {
        assertThat(Codecs.bulkFinder(header(Serializer.MARSHAL, 0))).isNotSameAs(BulkFinder.NONE);
        assertThat(Codecs.bulkFinder(header(Serializer.MARSHAL, Flags.COMPRESSED)))
                .isSameAs(BulkFinder.NONE);
        assertThat(Codecs.bulkFinder(header(Serializer.MARSHAL, Flags.KEEP_SERIALIZED)))
                .isSameAs(BulkFinder.NONE);
        assertThat(Codecs.bulkFinder(new Header(Dialect.V502, MessageType.INVOKE, 0, 0, 0, 99, 0, 0,
                0, 0))).isSameAs(BulkFinder.NONE);
    }

    private static Header header(Serializer serializer, int flags) {
        Integer id = serializer.id(Dialect.V502);
        return new Header(Dialect.V502, MessageType.INVOKE, flags, 0, 0, id, 0, 0, 0, 0);
    }
}
