package io.jyro;

import org.jspecify.annotations.Nullable;

/** Nothing came in time; Pyro's {@code TimeoutError}. The call may still have been executed. */
public class CallTimeoutException extends CommunicationException {
    private static final long serialVersionUID = 1L;

    /** With what went wrong and what to do about it. */
    public CallTimeoutException(@Nullable String message) {
        super(message);
    }

    /** With what went wrong, what to do about it, and why. */
    public CallTimeoutException(@Nullable String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
