package io.jyro.serialize.format;

import io.jyro.Serializer;
import io.jyro.serialize.CallPayload;
import io.jyro.serialize.Codec;
import io.jyro.serialize.CodecContext;
import io.jyro.serialize.DecodeBudget;
import io.jyro.wire.BulkFinder;
import io.jyro.wire.ByteOutput;
import io.jyro.wire.Payload;
import org.jspecify.annotations.Nullable;

/**
 * CPython's marshal: reads versions 0 to 4, writes what all of them read.
 *
 * <p>Unlike Python's, it converts values at any depth and not only at the top.
 *
 * @see "docs/protocol.md, B Marshal (version 4, written by CPython 3.4 .. 3.13)"
 */
final class MarshalCodec implements Codec {
    @Override
    public Serializer serializer() {
        return Serializer.MARSHAL;
    }

    @Override
    public void write(@Nullable Object value, ByteOutput out, CodecContext context) {
        new MarshalWriter(out, context).write(value);
    }

    @Override
    public void writeCall(CallPayload call, ByteOutput out, CodecContext context) {
        new MarshalWriter(out, context).writeCall(call);
    }

    @Override
    public @Nullable Object read(Payload payload, CodecContext context,
            DecodeBudget budget) {
        return new MarshalReader(payload, context, budget).read();
    }

    @Override
    public CallPayload readCall(Payload payload, CodecContext context,
            DecodeBudget budget) {
        return new MarshalReader(payload, context, budget).readCall();
    }

    @Override
    public BulkFinder bulkFinder() {
        return MarshalBulkFinder.INSTANCE;
    }
}
