package io.jyro;

import org.jspecify.annotations.Nullable;

/**
 * A daemon refuses a request: an object is not registered, or its id is taken; Pyro's
 * {@code DaemonError}.
 */
public class DaemonException extends PyroException {
    private static final long serialVersionUID = 1L;

    /** Creates an exception with a message that says what went wrong and what to do about it. */
    public DaemonException(@Nullable String message) {
        super(message);
    }

    /**
     * Creates an exception with a message that says what went wrong and what to do about it, and a
     * cause.
     */
    public DaemonException(@Nullable String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
