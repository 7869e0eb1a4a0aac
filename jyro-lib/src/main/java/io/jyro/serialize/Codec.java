package io.jyro.serialize;

import java.util.List;
import java.util.Map;

import io.jyro.SerializationException;
import io.jyro.Serializer;
import io.jyro.types.Tuple;
import io.jyro.wire.BulkFinder;
import io.jyro.wire.ByteOutput;
import io.jyro.wire.Payload;
import org.jspecify.annotations.Nullable;

/**
 * Writes values in the format of one serializer and reads them back. Stateless and thread-safe.
 *
 * <p>A codec writes <em>plain</em> values by itself: null, Boolean, integers of any width and BigInteger, Float and
 * Double, CharSequence and Character, byte[] and ByteBuffer, arrays of primitives and objects (as lists),
 * {@code Tuple}, Set, other Collections (as lists), Map, {@code Complex}, {@code ClassDict}. Anything else it passes to
 * {@link TypeRegistry#toPlain}. It reads values as described in docs/types.md, and passes every dict with a
 * {@code __class__} to {@link TypeRegistry#fromClassDict}.
 */
public interface Codec {
    /** Returns the serializer of this format. */
    Serializer serializer();

    /** Writes a value as a whole payload, such as a result. */
    void write(@Nullable Object value, ByteOutput out, CodecContext context);

    /** Writes a call as a whole payload. */
    void writeCall(CallPayload call, ByteOutput out, CodecContext context);

    /**
     * Writes a call whose arguments are one value of any kind, as in a serialized blob.
     *
     * @see "docs/protocol.md, 3.9 Serialized blobs"
     */
    default void writeCall(String objectId, String method, @Nullable Object arguments,
            ByteOutput out, CodecContext context) {
        write(Tuple.of(objectId, method, arguments, Map.of()), out, context);
    }

    /**
     * Reads a payload that is a value.
     *
     * @param budget the budget of this payload, also used to convert the value to a declared type
     */
    @Nullable
    Object read(Payload payload, CodecContext context, DecodeBudget budget);

    /** Reads a payload that is a value and will not be converted. */
    default @Nullable Object read(Payload payload, CodecContext context) {
        return read(payload, context, context.budget(payload));
    }

    /** Reads a value from a range of an array. */
    default @Nullable Object read(byte[] bytes, int offset, int length, CodecContext context) {
        return read(Payload.of(bytes, offset, length), context);
    }

    /**
     * Reads a payload that is a call.
     *
     * @param budget the budget of this payload, also used to convert the arguments to declared types
     */
    CallPayload readCall(Payload payload, CodecContext context, DecodeBudget budget);

    /** Reads a call from a range of an array. */
    default CallPayload readCall(byte[] bytes, int offset, int length, CodecContext context) {
        Payload payload = Payload.of(bytes, offset, length);
        return readCall(payload, context, context.budget(payload));
    }

    /** Reads only the arguments of a payload that is a call, even if they are not a list. */
    default @Nullable Object readArguments(Payload payload, CodecContext context,
            DecodeBudget budget) {
        if (read(payload, context, budget) instanceof List<?> call && call.size() == 4) {
            return call.get(2);
        }
        throw new SerializationException("a call in " + serializer().pyroName()
                + " should be a tuple of object id, method, arguments and keyword arguments");
    }

    /** Returns the finder of long byte strings in this format; none for formats that do not contain them unchanged. */
    default BulkFinder bulkFinder() {
        return BulkFinder.NONE;
    }
}
