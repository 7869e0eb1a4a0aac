package io.jyro.rpc;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

import io.jyro.Dialect;
import io.jyro.SerializationException;
import io.jyro.Serializer;
import io.jyro.serialize.CallPayload;
import io.jyro.serialize.Codec;
import io.jyro.serialize.CodecContext;
import io.jyro.serialize.CodecLimits;
import io.jyro.serialize.Codecs;
import io.jyro.types.SerializedBlob;
import io.jyro.types.Tuple;
import io.jyro.wire.ByteOutput;
import io.jyro.wire.MemoryCharge;
import io.jyro.wire.Message;
import org.jspecify.annotations.Nullable;

/**
 * A call whose only argument is a {@link SerializedBlob}: an annotation says which method it is for, so that nobody on its
 * way has to read the payload.
 *
 * @see "docs/protocol.md, 3.9 Serialized blobs"
 */
public record BlobCall(String objectId, String method, SerializedBlob blob) {
    private static final Codec MARSHAL = Codecs.of(Serializer.MARSHAL);

    /**
     * Looks for a blob among the arguments of a call.
     *
     * @return null if there is none
     * @throws SerializationException if there is more than a blob
     */
    public static @Nullable BlobCall of(CallPayload call) {
        List<?> args = call.args();
        for (int i = 0; i < args.size(); i++) {
            if (args.get(i) instanceof SerializedBlob blob) {
                if (args.size() > 1 || (call.kwargs() != null && !call.kwargs().isEmpty())) {
                    throw new SerializationException(
                            "if SerializedBlob is used, it must be the only argument");
                }
                return new BlobCall(call.objectId(), call.method(), blob);
            }
        }
        return null;
    }

    /**
     * Reads such a call off a request, without its payload, of which it makes a copy.
     *
     * @param later gives what counts the memory of the values that are made of the payload, on whatever thread
     * @throws SerializationException if the annotation is missing or malformed
     */
    public static CallPayload read(Message request, Serializer serializer, CodecContext context,
            Supplier<? extends MemoryCharge> later) {
        byte[] about = request.annotation(WireNames.BLOB_ANNOTATION);
        if (about == null) {
            throw new SerializationException("a serialized blob came without its annotation "
                    + WireNames.BLOB_ANNOTATION);
        }
        if (about.length > CodecLimits.ANNOTATION.maxDecodedBytes()) {
            throw new SerializationException("the annotation " + WireNames.BLOB_ANNOTATION
                    + " of a serialized blob has " + about.length + " bytes; allowed are "
                    + CodecLimits.ANNOTATION.maxDecodedBytes());
        }
        if (!(MARSHAL.read(about, 0, about.length,
                context.within(CodecLimits.ANNOTATION)) instanceof List<?> parts
                && parts.size() == 3
                && parts.get(1) instanceof String objectId
                && parts.get(2) instanceof String method)) {
            throw new SerializationException("the annotation " + WireNames.BLOB_ANNOTATION
                    + " of a serialized blob should hold info, object id and method");
        }
        int length = request.payload().length();
        if (length > context.memory().uncounted()) {
            context.memory().take(length);
        }
        SerializedBlob blob = SerializedBlob.received(parts.get(0), new BlobPayload(serializer,
                request.payload().toBytes(), context.countingIn(later.get())));
        return new CallPayload(objectId, method, List.of(blob), Map.of());
    }

    /**
     * What its payload is written in: the bytes of a received blob stay in the format that they came in.
     *
     * @param own the serializer of the proxy
     * @param dialect that of the proxy's connection
     * @throws SerializationException if the blob came over the other dialect, whose payloads mean something else
     */
    public Serializer serializer(Serializer own, Dialect dialect) {
        if (!(blob.payload() instanceof BlobPayload received)) {
            return own;
        }
        Dialect from = received.dialect();
        if (from != dialect) {
            throw new SerializationException("a serialized blob of " + from.pyro()
                    + "'s protocol " + from.version() + " cannot be passed on in "
                    + dialect.pyro() + "'s protocol " + dialect.version()
                    + ", where its bytes mean something else; send a new SerializedBlob with what"
                    + " deserialized() gives");
        }
        return received.serializer();
    }

    /** The annotations of its message: those given, and the one that says what the blob is for. */
    public Map<String, byte[]> annotations(Map<String, byte[]> others, CodecContext context) {
        ByteOutput out = new ByteOutput(64);
        MARSHAL.write(Tuple.of(blob.info(), objectId, method), out, context.withExactTimes(false));
        Map<String, byte[]> all = new LinkedHashMap<>(others);
        all.put(WireNames.BLOB_ANNOTATION, Arrays.copyOf(out.array(), out.position()));
        return all;
    }

    /**
     * Writes its payload: that of a received blob unchanged, in the format of {@link #serializer}. Any peer may read it
     * at last, so that it has nothing that only Jyro reads.
     */
    public void write(ByteOutput out, Codec format, CodecContext context) {
        if (blob.payload() instanceof BlobPayload received) {
            received.write(out);
        } else {
            format.writeCall(objectId, method, blob.deserialized(), out,
                    context.withExactTimes(false));
        }
    }
}
