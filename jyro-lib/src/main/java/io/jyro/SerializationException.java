package io.jyro;

import org.jspecify.annotations.Nullable;

/**
 * A value cannot be written by the serializer, or bytes cannot be read by it; Pyro's
 * {@code SerializeError}.
 */
public class SerializationException extends PyroException {
    private static final long serialVersionUID = 1L;

    /** With what went wrong and what to do about it. */
    public SerializationException(@Nullable String message) {
        super(message);
    }

    /** With what went wrong, what to do about it, and why. */
    public SerializationException(@Nullable String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
