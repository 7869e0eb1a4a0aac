package io.jyro.rpc;

import java.lang.reflect.Type;
import java.nio.ByteBuffer;

import io.jyro.Dialect;
import io.jyro.Serializer;
import io.jyro.TypeMismatchException;
import io.jyro.serialize.CodecContext;
import io.jyro.serialize.DecodeBudget;
import io.jyro.serialize.bind.Bindings;
import io.jyro.serialize.format.Codecs;
import io.jyro.types.SerializedBlob;
import io.jyro.wire.ByteOutput;
import io.jyro.wire.Payload;
import org.jspecify.annotations.Nullable;

/**
 * The payload of an INVOKE, kept in serialized form. It contains the object id and method of the first call, even after
 * the blob was passed on.
 */
final class BlobPayload implements SerializedBlob.Payload {
    private final Serializer serializer;
    private final byte[] bytes;
    private final CodecContext context;

    /** @param bytes the whole payload, decompressed; not copied */
    BlobPayload(Serializer serializer, byte[] bytes, CodecContext context) {
        this.serializer = serializer;
        this.bytes = bytes;
        this.context = context;
    }

    Serializer serializer() {
        return serializer;
    }

    Dialect dialect() {
        return context.dialect();
    }

    void write(ByteOutput out) {
        out.putStable(ByteBuffer.wrap(bytes));
    }

    @Override
    public @Nullable Object deserialized(Type type) {
        Payload payload = Payload.of(bytes, 0, bytes.length);
        DecodeBudget budget = context.budget(payload);
        Object data = Codecs.of(serializer).readArguments(payload, context.withOwnNames(), budget);
        try {
            return Bindings.of(type).bind(data, budget);
        } catch (TypeMismatchException e) {
            throw e.withContext("the data of a serialized blob");
        }
    }

    @Override
    public String toString() {
        return bytes.length + " bytes of " + serializer.pyroName();
    }
}
