package io.jyro.interop.payload;

import java.util.Arrays;

import io.jyro.Dialect;
import io.jyro.PyroConfig;
import io.jyro.Serializer;
import io.jyro.serialize.Codec;
import io.jyro.serialize.CodecContext;
import io.jyro.serialize.TypeRegistry;
import io.jyro.serialize.format.Codecs;
import io.jyro.wire.ByteOutput;
import org.jspecify.annotations.Nullable;

/** Values of one serializer as bytes. */
final class Payloads {
    private final Codec codec;
    private final CodecContext context;

    private Payloads(Serializer serializer, boolean bytesAsLiterals) {
        codec = Codecs.of(serializer);
        context = CodecContext.of(PyroConfig.builder().serpentBytesRepr(bytesAsLiterals).build(),
                serializer.isPickleFamily() ? Dialect.V48 : Dialect.V502, TypeRegistry.standard());
    }

    static Payloads of(Serializer serializer) {
        return new Payloads(serializer, false);
    }

    /** Those of serpent in which bytes are literals. */
    static Payloads withBytesAsLiterals() {
        return new Payloads(Serializer.SERPENT, true);
    }

    byte[] write(@Nullable Object value) {
        ByteOutput out = new ByteOutput(0);
        codec.write(value, out, context);
        return Arrays.copyOf(out.array(), out.position());
    }

    @Nullable
    Object read(byte[] payload) {
        return codec.read(payload, 0, payload.length, context);
    }
}
