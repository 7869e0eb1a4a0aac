package io.jyro;

import org.jspecify.annotations.Nullable;

/** The connection ended while it was needed. The next call connects again. */
public class ConnectionClosedException extends CommunicationException {
    private static final long serialVersionUID = 1L;

    /** With what went wrong and what to do about it. */
    public ConnectionClosedException(@Nullable String message) {
        super(message);
    }

    /** With what went wrong, what to do about it, and why. */
    public ConnectionClosedException(@Nullable String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
