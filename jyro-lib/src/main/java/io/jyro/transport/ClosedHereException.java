package io.jyro.transport;

import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;

/**
 * A channel or socket was closed on this side; the JDK's exceptions have no message, or do not say which side closed.
 */
final class ClosedHereException extends IOException {
    private static final long serialVersionUID = 1L;
    private static final String TEXT = "it was closed on this side";

    ClosedHereException() {
        super(TEXT);
    }

    ClosedHereException(IOException cause) {
        super(cause instanceof ClosedByInterruptException
                ? "it was closed because a thread that used it was interrupted"
                : TEXT, cause);
    }
}
