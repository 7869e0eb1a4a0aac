package io.jyro.serialize;

import io.jyro.Serializer;
import io.jyro.wire.ByteOutput;
import org.jspecify.annotations.Nullable;

/**
 * CPython's marshal: reads versions 0 to 4, writes what all of them read.
 *
 * <p>Unlike Python's, it converts values at any depth and not only at the top.
 *
 * @see <a href="PROTOCOL.md#b-marshal-version-4-written-by-cpython-34--313">Marshal</a>
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
    public @Nullable Object read(byte[] bytes, int offset, int length, CodecContext context) {
        return new MarshalReader(bytes, offset, length, context).read();
    }

    @Override
    public CallPayload readCall(byte[] bytes, int offset, int length, CodecContext context) {
        return new MarshalReader(bytes, offset, length, context).readCall();
    }
}
