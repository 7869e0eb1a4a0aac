package io.jyro;

import org.jspecify.annotations.Nullable;

/**
 * The network or the peer failed: no connection, a broken connection, or bytes that make no sense.
 */
public class CommunicationException extends PyroException {
    private static final long serialVersionUID = 1L;

    /** Creates an exception with a message that says what went wrong and what to do about it. */
    public CommunicationException(@Nullable String message) {
        super(message);
    }

    /**
     * Creates an exception with a message that says what went wrong and what to do about it, and a
     * cause.
     */
    public CommunicationException(@Nullable String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
