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
 * MessagePack with Pyro's extension types, for complex numbers, large integers, dates and times.
 *
 * <p>Tuples and sets become arrays. A key of a map may be of any hashable type, even where Python insists on text; an
 * array as key is read as a tuple. Unlike Pyro4, which passes the extensions in a call's arguments to methods
 * undecoded, this codec decodes them everywhere.
 *
 * @see "docs/protocol.md, 4 Types"
 */
final class MsgpackCodec implements Codec {
    @Override
    public Serializer serializer() {
        return Serializer.MSGPACK;
    }

    @Override
    public void write(@Nullable Object value, ByteOutput out, CodecContext context) {
        new MsgpackWriter(out, context).write(value);
    }

    @Override
    public void writeCall(CallPayload call, ByteOutput out, CodecContext context) {
        new MsgpackWriter(out, context).writeCall(call);
    }

    @Override
    public @Nullable Object read(Payload payload, CodecContext context,
            DecodeBudget budget) {
        return new MsgpackReader(payload, context, budget).read();
    }

    @Override
    public CallPayload readCall(Payload payload, CodecContext context,
            DecodeBudget budget) {
        return new MsgpackReader(payload, context, budget).readCall();
    }

    @Override
    public BulkFinder bulkFinder() {
        return MsgpackBulkFinder.INSTANCE;
    }
}
