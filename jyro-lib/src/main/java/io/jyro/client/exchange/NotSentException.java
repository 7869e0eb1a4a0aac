package io.jyro.client.exchange;

import io.jyro.CommunicationException;
import io.jyro.ConnectionClosedException;
import io.jyro.RemoteText;
import org.jspecify.annotations.Nullable;

/** The connection was closed before a call was sent, so that another connection can take the call without risk. */
public final class NotSentException extends ConnectionClosedException {
    private static final long serialVersionUID = 1L;

    NotSentException(@Nullable String message, @Nullable Throwable cause) {
        super(message, cause);
    }

    /** Creates the error of a call that found its connection ended. */
    static NotSentException because(CommunicationException ended) {
        return new NotSentException(RemoteText.message(ended) + "; the call was not sent", ended);
    }
}
