package io.jyro;

import org.jspecify.annotations.Nullable;

/**
 * A daemon refuses: an object is not registered, or its id is taken; Pyro's
 * {@code DaemonError}.
 */
public class DaemonException extends PyroException {
    private static final long serialVersionUID = 1L;

    /** With what went wrong and what to do about it. */
    public DaemonException(@Nullable String message) {
        super(message);
    }

    /** With what went wrong, what to do about it, and why. */
    public DaemonException(@Nullable String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
