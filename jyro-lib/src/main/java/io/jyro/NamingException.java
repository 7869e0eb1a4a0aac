package io.jyro;

import org.jspecify.annotations.Nullable;

/** The name server was not found, or does not know the name; Pyro's {@code NamingError}. */
public class NamingException extends PyroException {
    private static final long serialVersionUID = 1L;

    /** Creates an exception with a message that says what went wrong and what to do about it. */
    public NamingException(@Nullable String message) {
        super(message);
    }

    /**
     * Creates an exception with a message that says what went wrong and what to do about it, and a
     * cause.
     */
    public NamingException(@Nullable String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
