package io.jyro;

import org.jspecify.annotations.Nullable;

/** A message is larger than {@code maxMessageSize} allows; no memory was allocated for it. */
public class MessageTooLargeException extends ProtocolException {
    private static final long serialVersionUID = 1L;

    /** Creates an exception with a message that says what went wrong and what to do about it. */
    public MessageTooLargeException(@Nullable String message) {
        super(message);
    }

    /**
     * Creates an exception with a message that says what went wrong and what to do about it, and a
     * cause.
     */
    public MessageTooLargeException(@Nullable String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
