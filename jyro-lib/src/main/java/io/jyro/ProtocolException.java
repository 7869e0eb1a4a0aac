package io.jyro;

import org.jspecify.annotations.Nullable;

/**
 * What the other end sent breaks the rules of the wire protocol, or is of a version not spoken
 * here.
 */
public class ProtocolException extends CommunicationException {
    private static final long serialVersionUID = 1L;

    /** With what went wrong and what to do about it. */
    public ProtocolException(@Nullable String message) {
        super(message);
    }

    /** With what went wrong, what to do about it, and why. */
    public ProtocolException(@Nullable String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
