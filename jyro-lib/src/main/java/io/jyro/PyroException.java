package io.jyro;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The root of everything that Jyro throws of its own accord; Pyro's {@code PyroError}. Unchecked, since
 * users' own interfaces cannot declare it.
 */
public class PyroException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private transient List<String> remoteTraceback = List.of();

    /** With what went wrong and what to do about it. */
    public PyroException(@Nullable String message) {
        super(message);
    }

    /** With what went wrong, what to do about it, and why. */
    public PyroException(@Nullable String message, @Nullable Throwable cause) {
        super(message, cause);
    }

    /**
     * The traceback of the remote side as it was sent, outermost frame first; empty if this was raised
     * here. Each entry is a piece of text that ends with a newline and may hold several lines.
     */
    public List<String> remoteTraceback() {
        return remoteTraceback == null ? List.of() : remoteTraceback;
    }

    /**
     * Keeps the traceback of the remote side with this exception, before it is thrown here. The stack
     * trace is not changed.
     */
    public void attachRemoteTraceback(List<String> traceback) {
        remoteTraceback = List.copyOf(traceback);
    }
}
