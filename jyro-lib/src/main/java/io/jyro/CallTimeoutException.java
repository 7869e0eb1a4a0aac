package io.jyro;

import org.jspecify.annotations.Nullable;

/**
 * An expected message did not arrive in time; Pyro's {@code TimeoutError}. The call may still have
 * been executed.
 */
public class CallTimeoutException extends CommunicationException {
    private static final long serialVersionUID = 1L;

    /** Creates an exception with a message that says what went wrong and what to do about it. */
    public CallTimeoutException(@Nullable String message) {
        super(message);
    }

    /**
     * Creates an exception with a message that says what went wrong and what to do about it, and a
     * cause.
     */
    public CallTimeoutException(@Nullable String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
