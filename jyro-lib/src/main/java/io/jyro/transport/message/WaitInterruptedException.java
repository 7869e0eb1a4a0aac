package io.jyro.transport.message;

import io.jyro.CommunicationException;

/**
 * A thread was interrupted while it waited for the first byte of a message. The channel is intact: another thread can
 * read the message. The thread's interrupt status is set.
 */
public final class WaitInterruptedException extends CommunicationException {
    private static final long serialVersionUID = 1L;

    WaitInterruptedException(String message, Throwable cause) {
        super(message, cause);
    }
}
