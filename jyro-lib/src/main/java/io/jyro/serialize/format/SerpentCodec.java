package io.jyro.serialize.format;

import io.jyro.Serializer;
import io.jyro.serialize.CallPayload;
import io.jyro.serialize.Codec;
import io.jyro.serialize.CodecContext;
import io.jyro.serialize.DecodeBudget;
import io.jyro.wire.ByteOutput;
import io.jyro.wire.Payload;
import org.jspecify.annotations.Nullable;

/**
 * Serpent: values as one Python literal expression in UTF-8, after a comment line.
 *
 * @see "docs/protocol.md, A Serpent text format"
 */
final class SerpentCodec implements Codec {
    @Override
    public Serializer serializer() {
        return Serializer.SERPENT;
    }

    @Override
    public void write(@Nullable Object value, ByteOutput out, CodecContext context) {
        new SerpentWriter(out, context).write(value);
    }

    @Override
    public void writeCall(CallPayload call, ByteOutput out, CodecContext context) {
        new SerpentWriter(out, context).writeCall(call);
    }

    @Override
    public @Nullable Object read(Payload payload, CodecContext context,
            DecodeBudget budget) {
        return new SerpentReader(payload, context, budget).read();
    }

    @Override
    public CallPayload readCall(Payload payload, CodecContext context,
            DecodeBudget budget) {
        return new SerpentReader(payload, context, budget).readCall();
    }
}
