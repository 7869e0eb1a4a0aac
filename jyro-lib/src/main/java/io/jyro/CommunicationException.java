package io.jyro;

import org.jspecify.annotations.Nullable;

/**
 * The network or the other end failed: no connection, a broken one, or bytes that make no
 * sense.
 */
public class CommunicationException extends PyroException {
    private static final long serialVersionUID = 1L;

    /** With what went wrong and what to do about it. */
    public CommunicationException(@Nullable String message) {
        super(message);
    }

    /** With what went wrong, what to do about it, and why. */
    public CommunicationException(@Nullable String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
