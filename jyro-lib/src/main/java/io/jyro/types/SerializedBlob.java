package io.jyro.types;

import java.lang.reflect.Type;

import org.jspecify.annotations.Nullable;

/**
 * Data that travels without being deserialized on its way, as the only argument of a call: Pyro's {@code SerializedBlob}.
 * A dispatcher passes the blob that it was called with to the next daemon as it is; it needs neither the classes inside
 * nor the time to read them. Only whoever wants the data asks for it by {@link #deserialized()}.
 *
 * <p>Immutable but for the data inside; safe to share between threads. What was received keeps its bytes as long as the
 * blob is held.
 *
 * @see "docs/protocol.md, 3.9 Serialized blobs"
 */
public final class SerializedBlob {
    private final @Nullable Object info;
    private final @Nullable Object data;
    private final @Nullable Payload payload;

    private SerializedBlob(@Nullable Object info, @Nullable Object data,
            @Nullable Payload payload) {
        this.info = info;
        this.data = data;
        this.payload = payload;
    }

    /**
     * A blob to be sent.
     *
     * @param info what a dispatcher may look at: something small that marshal can write, such as a name or a list of
     *        numbers
     * @param data what is inside, anything that could be an argument
     */
    public SerializedBlob(@Nullable Object info, @Nullable Object data) {
        this(info, data, null);
    }

    /** A blob that came over a connection. For the packages of Jyro. */
    public static SerializedBlob received(@Nullable Object info, Payload payload) {
        return new SerializedBlob(info, null, payload);
    }

    /** What the sender said about it. */
    public @Nullable Object info() {
        return info;
    }

    /**
     * The data inside; of a blob that was received it is made anew from its bytes at each call.
     *
     * @throws io.jyro.SerializationException if the bytes are not what they should be
     */
    public @Nullable Object deserialized() {
        return payload == null ? data : payload.deserialized(Object.class);
    }

    /**
     * The data inside as a declared type, converted as an argument would be if the blob was received.
     *
     * @throws io.jyro.PyroException if it does not fit
     * @throws ClassCastException if the blob was not received and holds something else
     */
    public <T> @Nullable T deserialized(Class<T> type) {
        return type.cast(payload == null ? data : payload.deserialized(type));
    }

    /** The bytes that it came in; null if it was not received. For the packages of Jyro. */
    public @Nullable Payload payload() {
        return payload;
    }

    /** Tells the info and where the data is; the data itself may be large, or secret. */
    @Override
    public String toString() {
        return "SerializedBlob[" + info + (payload == null ? "]" : ", " + payload + "]");
    }

    /** Arguments of a call that stay in the bytes in which they came. */
    public interface Payload {
        /** What the bytes hold, as a declared type. */
        @Nullable
        Object deserialized(Type type);
    }
}
