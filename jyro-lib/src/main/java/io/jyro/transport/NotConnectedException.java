package io.jyro.transport;

import io.jyro.CommunicationException;
import org.jspecify.annotations.Nullable;

/**
 * No connection could be established: nothing listens there, or the host is unknown or unreachable. Nothing was sent.
 */
public final class NotConnectedException extends CommunicationException {
    private static final long serialVersionUID = 1L;

    /** Creates an exception with a message that names the location and the reason. */
    public NotConnectedException(@Nullable String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
