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
 * Writes values in the format of one serializer and reads them back. Stateless; safe to share between threads.
 *
 * <p>A codec writes <em>plain</em> values by itself: null, Boolean, integers of any width and BigInteger, Float and
 * Double, CharSequence and Character, byte[] and ByteBuffer, arrays of primitives and objects (as lists), {@code Tuple},
 * Set, other Collections (as lists), Map, {@code Complex}, {@code ClassDict}. Anything else it hands to
 * {@link TypeRegistry#toPlain}. It reads values as section "Types" of the manual says, and hands every dict with a
 * {@code __class__} to {@link TypeRegistry#fromClassDict}.
 */
public interface Codec {
    /** Whose format this is. */
    Serializer serializer();

    /** Writes a value as a whole payload, as results travel. */
    void write(@Nullable Object value, ByteOutput out, CodecContext context);

    /** Writes a call as a whole payload. */
    void writeCall(CallPayload call, ByteOutput out, CodecContext context);

    /**
     * Writes a call whose arguments are one value of any kind, as those in a serialized blob are.
     *
     * @see "docs/protocol.md, 3.9 Serialized blobs"
     */
    default void writeCall(String objectId, String method, @Nullable Object arguments,
            ByteOutput out, CodecContext context) {
        write(Tuple.of(objectId, method, arguments, Map.of()), out, context);
    }

    /**
     * Reads the value that a payload is.
     *
     * @param budget of this payload alone; converting the value to a declared type goes on with it
     */
    @Nullable
    Object read(Payload payload, CodecContext context, DecodeBudget budget);

    /** Reads the value that a payload is, and that is not going to be converted. */
    default @Nullable Object read(Payload payload, CodecContext context) {
        return read(payload, context, context.budget(payload));
    }

    /** Reads a value that fills the given bytes. */
    default @Nullable Object read(byte[] bytes, int offset, int length, CodecContext context) {
        return read(Payload.of(bytes, offset, length), context);
    }

    /**
     * Reads the call that a payload is.
     *
     * @param budget of this payload alone; converting the arguments to declared types goes on with it
     */
    CallPayload readCall(Payload payload, CodecContext context, DecodeBudget budget);

    /** Reads a call that fills the given bytes. */
    default CallPayload readCall(byte[] bytes, int offset, int length, CodecContext context) {
        Payload payload = Payload.of(bytes, offset, length);
        return readCall(payload, context, context.budget(payload));
    }

    /** Reads the arguments alone of the call that a payload is, also where they are no list. */
    default @Nullable Object readArguments(Payload payload, CodecContext context,
            DecodeBudget budget) {
        if (read(payload, context, budget) instanceof List<?> call && call.size() == 4) {
            return call.get(2);
        }
        throw new SerializationException("a call in " + serializer().pyroName()
                + " should be a tuple of object id, method, arguments and keyword arguments");
    }

    /** Finds long byte strings in payloads of this format; none unless bytes stand in it as they are. */
    default BulkFinder bulkFinder() {
        return BulkFinder.NONE;
    }
}
