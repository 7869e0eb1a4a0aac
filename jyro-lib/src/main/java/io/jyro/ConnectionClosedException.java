package io.jyro;

import org.jspecify.annotations.Nullable;

/** The connection ended while it was needed. The next call connects again. */
public class ConnectionClosedException extends CommunicationException {
    private static final long serialVersionUID = 1L;

    /** Creates an exception with a message that says what went wrong and what to do about it. */
    public ConnectionClosedException(@Nullable String message) {
        super(message);
    }

    /**
     * Creates an exception with a message that says what went wrong and what to do about it, and a
     * cause.
     */
    public ConnectionClosedException(@Nullable String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
