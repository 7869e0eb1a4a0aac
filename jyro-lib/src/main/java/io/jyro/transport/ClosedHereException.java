package io.jyro.transport;

import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.ClosedChannelException;

/** That a channel was closed on this side, in words; the channels' own exceptions have none. */
final class ClosedHereException extends IOException {
    private static final long serialVersionUID = 1L;

    ClosedHereException(ClosedChannelException cause) {
        super(cause instanceof ClosedByInterruptException
                ? "it was closed because a thread that used it was interrupted"
                : "it was closed on this side", cause);
    }
}
