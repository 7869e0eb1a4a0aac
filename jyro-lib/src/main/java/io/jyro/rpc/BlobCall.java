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
import io.jyro.serialize.format.Codecs;
import io.jyro.types.SerializedBlob;
import io.jyro.types.Tuple;
import io.jyro.wire.ByteOutput;
import io.jyro.wire.MemoryCharge;
import io.jyro.wire.Message;
import org.jspecify.annotations.Nullable;

/**
 * A call whose only argument is a {@link SerializedBlob}: an annotation names the object and method, so that a
 * dispatcher need not read the payload.
 *
 * @see "docs/protocol.md, 3.9 Serialized blobs"
 */
public record BlobCall(String objectId, String method, SerializedBlob blob) {
    private static final Codec MARSHAL = Codecs.of(Serializer.MARSHAL);

    /**
     * Finds a blob among the arguments of a call.
     *
     * @return the call, or null if it has no blob
     * @throws SerializationException if there are other arguments beside a blob
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
     * Reads a blob call from a request. The payload is copied, not deserialized.
     *
     * @param later supplies the charge for deserializing the payload later, on any thread
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
                    + " of a serialized blob has " + about.length + " bytes; the limit is "
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
     * Returns the serializer of the payload: a received blob keeps the format in which it arrived.
     *
     * @param own the serializer of the proxy
     * @param dialect the dialect of the proxy's connection
     * @throws SerializationException if the blob was received in the other dialect, whose payloads differ
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
                    + ", where its bytes mean something else; send a new SerializedBlob with the"
                    + " value that deserialized() returns");
        }
        return received.serializer();
    }

    /** Returns the annotations of the message: the given ones, and the one that names the blob's object and method. */
    public Map<String, byte[]> annotations(Map<String, byte[]> others, CodecContext context) {
        ByteOutput out = new ByteOutput(64);
        MARSHAL.write(Tuple.of(blob.info(), objectId, method), out, context.withExactTimes(false));
        Map<String, byte[]> all = new LinkedHashMap<>(others);
        all.put(WireNames.BLOB_ANNOTATION, Arrays.copyOf(out.array(), out.position()));
        return all;
    }

    /**
     * Writes its payload: that of a received blob unchanged, in the format of {@link #serializer}. The final receiver
     * may be any peer, so the payload contains no extensions of Jyro.
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
