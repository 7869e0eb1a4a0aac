package io.jyro;

import org.jspecify.annotations.Nullable;

/** A message is larger than {@code maxMessageSize} allows; no memory was taken for it. */
public class MessageTooLargeException extends ProtocolException {
    private static final long serialVersionUID = 1L;

    /** With what went wrong and what to do about it. */
    public MessageTooLargeException(@Nullable String message) {
        super(message);
    }

    /** With what went wrong, what to do about it, and why. */
    public MessageTooLargeException(@Nullable String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
