package io.jyro.client;

import io.jyro.CommunicationException;
import io.jyro.transport.MessageChannel;

/** Interrupts end the call of the interrupted thread, never those of others; the errors say whether it was sent. */
final class Interruption {
    private Interruption() {}

    /** Refuses a call that has not begun. */
    static void refuse() {
        if (Thread.currentThread().isInterrupted()) {
            throw new CommunicationException("the thread is interrupted; the call was not sent");
        }
    }

    /** The wait for a turn was interrupted. */
    static CommunicationException beforeSending(InterruptedException cause) {
        Thread.currentThread().interrupt();
        return new CommunicationException(
                "interrupted while waiting for a turn; the call was not sent", cause);
    }

    /** The wait for the reply was interrupted. */
    static CommunicationException afterSending(MessageChannel channel) {
        return new CommunicationException("interrupted while waiting for a reply from "
                + channel.connection() + "; the call may have run");
    }
}
