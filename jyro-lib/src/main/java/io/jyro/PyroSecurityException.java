package io.jyro;

import org.jspecify.annotations.Nullable;

/** An operation was refused for security reasons; Pyro's {@code SecurityError}. */
public class PyroSecurityException extends PyroException {
    private static final long serialVersionUID = 1L;

    /** Creates an exception with a message that says what went wrong and what to do about it. */
    public PyroSecurityException(@Nullable String message) {
        super(message);
    }

    /**
     * Creates an exception with a message that says what went wrong and what to do about it, and a
     * cause.
     */
    public PyroSecurityException(@Nullable String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
