package io.jyro;

import org.jspecify.annotations.Nullable;

/** Something was refused for the sake of security; Pyro's {@code SecurityError}. */
public class PyroSecurityException extends PyroException {
    private static final long serialVersionUID = 1L;

    /** With what went wrong and what to do about it. */
    public PyroSecurityException(@Nullable String message) {
        super(message);
    }

    /** With what went wrong, what to do about it, and why. */
    public PyroSecurityException(@Nullable String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
