package io.jyro.transport;

import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;

/** A channel or socket was closed on this side; their own exceptions have no text, or do not say where. */
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
