package io.jyro;

import org.jspecify.annotations.Nullable;

/** A message breaks the rules of the wire protocol, or has a version that Jyro does not speak. */
public class ProtocolException extends CommunicationException {
    private static final long serialVersionUID = 1L;

    /** Creates an exception with a message that says what went wrong and what to do about it. */
    public ProtocolException(@Nullable String message) {
        super(message);
    }

    /**
     * Creates an exception with a message that says what went wrong and what to do about it, and a
     * cause.
     */
    public ProtocolException(@Nullable String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
