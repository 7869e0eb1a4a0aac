package io.jyro.types;

import java.lang.reflect.Type;

import org.jspecify.annotations.Nullable;

/**
 * The only argument of a call, not deserialized by dispatchers on its way: Pyro's {@code SerializedBlob}. A dispatcher
 * passes a received blob to the next daemon unchanged; it needs neither the classes of the data nor the time to read
 * it. The final receiver calls {@link #deserialized()}.
 *
 * <p>Immutable except for the data inside; thread-safe. A received blob keeps its bytes in memory.
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
     * Creates a blob to be sent.
     *
     * @param info for dispatchers: a small value that marshal can write, such as a name or a list of numbers
     * @param data the data, anything that could be an argument
     */
    public SerializedBlob(@Nullable Object info, @Nullable Object data) {
        this(info, data, null);
    }

    /** Creates a blob that was received over a connection. For the packages of Jyro. */
    public static SerializedBlob received(@Nullable Object info, Payload payload) {
        return new SerializedBlob(info, null, payload);
    }

    /** Returns the sender's information for dispatchers. */
    public @Nullable Object info() {
        return info;
    }

    /**
     * Returns the data inside; for a received blob, each call deserializes it again.
     *
     * @throws io.jyro.SerializationException if the bytes are malformed
     */
    public @Nullable Object deserialized() {
        return payload == null ? data : payload.deserialized(Object.class);
    }

    /**
     * Returns the data inside as a declared type; that of a received blob is converted like an argument.
     *
     * @throws io.jyro.PyroException if it does not fit
     * @throws ClassCastException if the blob was not received and the data has another type
     */
    public <T> @Nullable T deserialized(Class<T> type) {
        return type.cast(payload == null ? data : payload.deserialized(type));
    }

    /** Returns the received bytes; null if the blob was not received. For the packages of Jyro. */
    public @Nullable Payload payload() {
        return payload;
    }

    /** Returns the info without the data, which may be large or secret. */
    @Override
    public String toString() {
        return "SerializedBlob[" + info + (payload == null ? "]" : ", " + payload + "]");
    }

    /** Arguments of a call, kept in the form in which they were received. */
    public interface Payload {
        /** Deserializes the bytes as a declared type. */
        @Nullable
        Object deserialized(Type type);
    }
}
