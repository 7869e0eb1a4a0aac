package io.jyro.client.exchange;

import io.jyro.CommunicationException;
import io.jyro.transport.message.MessageChannel;

/**
 * Creates the errors of interrupted calls. An interrupt ends only the call of its thread; the error says whether it was
 * sent.
 */
final class Interruption {
    private Interruption() {}

    /** Refuses to begin a call on an interrupted thread. */
    static void refuse() {
        if (Thread.currentThread().isInterrupted()) {
            throw new CommunicationException("the thread is interrupted; the call was not sent");
        }
    }

    /** Returns the error of a call that was interrupted while it waited for its turn. */
    static CommunicationException beforeSending(InterruptedException cause) {
        Thread.currentThread().interrupt();
        return new CommunicationException(
                "interrupted while waiting for a turn; the call was not sent", cause);
    }

    /** Returns the error of a call that was interrupted while it waited for its reply. */
    static CommunicationException afterSending(MessageChannel channel) {
        return new CommunicationException("interrupted while waiting for a reply from "
                + channel.connection() + "; the call may have run");
    }
}
