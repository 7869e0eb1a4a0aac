package io.jyro.rpc;

import java.util.Arrays;
import java.util.List;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.jyro.Dialect;
import io.jyro.PyroConfig;
import io.jyro.PyroException;
import io.jyro.Serializer;
import io.jyro.serialize.Codec;
import io.jyro.serialize.CodecContext;
import io.jyro.serialize.TypeRegistry;
import io.jyro.serialize.format.Codecs;
import io.jyro.wire.ByteOutput;
import org.jspecify.annotations.Nullable;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Any payload of CONNECT or CONNECTOK is a handshake, which can be sent on, or is refused. The first byte chooses the
 * side, the dialect and the serializer.
 */
class HandshakeFuzzTest {
    private static final List<Serializer> SERIALIZERS = List.of(Serializer.SERPENT, Serializer.JSON,
            Serializer.MARSHAL, Serializer.MSGPACK);
    private static final PyroConfig CONFIG = PyroConfig.defaults();
    private static final TypeRegistry TYPES = TypeRegistry.standard();

    @FuzzTest
    void anyPayloadIsAHandshakeOrRefused(byte[] input) {
        if (input.length == 0) {
            return;
        }
        Codec codec = Codecs.of(SERIALIZERS.get(input[0] & 3));
        Dialect dialect = (input[0] & 4) == 0 ? Dialect.V48 : Dialect.V502;
        boolean wantsMetadata = (input[0] & 8) == 0;
        boolean fromClient = (input[0] & 16) == 0;
        CodecContext context = CodecContext.of(CONFIG, dialect, TYPES);
        try {
            Object wire = codec.read(input, 1, input.length - 1, context);
            if (fromClient) {
                assertComesBack(Handshake.Request.fromWire(wire, wantsMetadata), codec, context);
            } else {
                assertComesBack(Handshake.Welcome.fromWire(wire, wantsMetadata), codec, context);
            }
        } catch (PyroException refused) {
            assertThat(refused.getMessage()).isNotBlank();
        }
    }

    private static void assertComesBack(Handshake.Request request, Codec codec,
            CodecContext context) {
        Handshake.Request again = Handshake.Request.fromWire(
                sent(request.toWire(), codec, context), request.objectId() != null);

        assertThat(again.objectId()).isEqualTo(request.objectId());
    }

    private static void assertComesBack(Handshake.Welcome welcome, Codec codec,
            CodecContext context) {
        Handshake.Welcome again = Handshake.Welcome.fromWire(
                sent(welcome.toWire(context.dialect()), codec, context),
                welcome.metadata() != null);

        assertThat(again.metadata()).isEqualTo(welcome.metadata());
    }

    private static @Nullable Object sent(@Nullable Object wire, Codec codec, CodecContext context) {
        ByteOutput out = new ByteOutput(0);
        codec.write(wire, out, context);
        byte[] bytes = Arrays.copyOf(out.array(), out.position());
        return codec.read(bytes, 0, bytes.length, context);
    }
}
