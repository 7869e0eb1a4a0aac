package io.jyro.serialize.format;

import java.util.LinkedHashMap;
import java.util.Map;

import io.jyro.SerializationException;
import io.jyro.Serializer;
import io.jyro.serialize.CallPayload;
import io.jyro.serialize.Codec;
import io.jyro.serialize.CodecContext;
import io.jyro.serialize.DecodeBudget;
import io.jyro.wire.ByteOutput;
import io.jyro.wire.Payload;
import org.jspecify.annotations.Nullable;

/**
 * JSON as Python's json module writes and reads it: also {@code NaN} and {@code Infinity}, and integers of any size.
 *
 * <p>Tuples and sets become arrays, keys that are numbers, booleans or None become text; bytes and complex numbers are
 * refused. An unpaired surrogate, with which Python fails, is written as an escape that Python reads.
 *
 * @see "docs/protocol.md, 4 Types"
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
    public void writeCall(String objectId, String method, @Nullable Object arguments,
            ByteOutput out, CodecContext context) {
        Map<String, @Nullable Object> call = new LinkedHashMap<>();
        call.put("object", objectId);
        call.put("method", method);
        call.put("params", arguments);
        call.put("kwargs", Map.of());
        write(call, out, context);
    }

    @Override
    public @Nullable Object read(Payload payload, CodecContext context,
            DecodeBudget budget) {
        return new JsonReader(payload, context, budget).read();
    }

    @Override
    public CallPayload readCall(Payload payload, CodecContext context,
            DecodeBudget budget) {
        return new JsonReader(payload, context, budget).readCall();
    }

    @Override
    public @Nullable Object readArguments(Payload payload, CodecContext context,
            DecodeBudget budget) {
        if (read(payload, context, budget) instanceof Map<?, ?> call
                && call.containsKey("params")) {
            return call.get("params");
        }
        throw new SerializationException(
                "a call in json should be an object with object, method, params and kwargs");
    }
}
