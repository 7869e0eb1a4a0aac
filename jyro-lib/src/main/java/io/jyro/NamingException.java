package io.jyro;

import org.jspecify.annotations.Nullable;

/** The name server was not found, or does not know the name; Pyro's {@code NamingError}. */
public class NamingException extends PyroException {
    private static final long serialVersionUID = 1L;

    /** With what went wrong and what to do about it. */
    public NamingException(@Nullable String message) {
        super(message);
    }

    /** With what went wrong, what to do about it, and why. */
    public NamingException(@Nullable String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
