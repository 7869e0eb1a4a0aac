package io.jyro.serialize;

import io.jyro.Serializer;
import io.jyro.wire.ByteOutput;
import org.jspecify.annotations.Nullable;

/**
 * JSON as Python's json module writes and reads it: also {@code NaN} and {@code Infinity}, and integers of any size.
 *
 * <p>Tuples and sets become arrays, keys that are numbers, booleans or None become text; bytes and complex numbers
 * are refused. A surrogate that stands alone, with which Python fails, is written as an escape that Python reads.
 *
 * @see <a href="PROTOCOL.md#4-types">Types</a>
 */
final class JsonCodec implements Codec {
    @Override
    public Serializer serializer() {
        return Serializer.JSON;
    }

    @Override
    public void write(@Nullable Object value, ByteOutput out, CodecContext context) {
        new JsonWriter(out, context).write(value);
    }

    @Override
    public void writeCall(CallPayload call, ByteOutput out, CodecContext context) {
        new JsonWriter(out, context).writeCall(call);
    }

    @Override
    public @Nullable Object read(byte[] bytes, int offset, int length, CodecContext context) {
        return new JsonReader(bytes, offset, length, context).read();
    }

    @Override
    public CallPayload readCall(byte[] bytes, int offset, int length, CodecContext context) {
        return new JsonReader(bytes, offset, length, context).readCall();
    }
}
