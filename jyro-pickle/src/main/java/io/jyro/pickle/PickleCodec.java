package io.jyro.pickle;

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
 * Python's pickle, as plain data: reads protocols 0 to 5 and writes protocol 2 to 5. Found by the library once the module
 * is on the class path; accepted by a daemon only when {@code serializersAccepted} lists it.
 *
 * @see "docs/protocol.md, C Pickle (v48, opt-in)"
 */
public class PickleCodec implements Codec {
    private final Serializer serializer;

    /** Called by the library when it looks for codecs. */
    public PickleCodec() {
        this(Serializer.PICKLE);
    }

    PickleCodec(Serializer serializer) {
        this.serializer = serializer;
    }

    @Override
    public final Serializer serializer() {
        return serializer;
    }

    @Override
    public final void write(@Nullable Object value, ByteOutput out, CodecContext context) {
        new PickleWriter(out, context).write(value);
    }

    @Override
    public final void writeCall(CallPayload call, ByteOutput out, CodecContext context) {
        new PickleWriter(out, context).writeCall(call);
    }

    @Override
    public final @Nullable Object read(Payload payload, CodecContext context,
            DecodeBudget budget) {
        return new PickleReader(payload, context, budget).read();
    }

    @Override
    public final CallPayload readCall(Payload payload, CodecContext context,
            DecodeBudget budget) {
        return new PickleReader(payload, context, budget).readCall();
    }

    @Override
    public final BulkFinder bulkFinder() {
        return PickleBulkFinder.INSTANCE;
    }
}
