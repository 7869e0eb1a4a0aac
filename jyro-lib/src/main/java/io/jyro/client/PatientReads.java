package io.jyro.client;

import java.time.Duration;

import io.jyro.CallTimeoutException;
import io.jyro.transport.CallDeadline;
import io.jyro.transport.MessageChannel;
import io.jyro.wire.Message;
import org.jspecify.annotations.Nullable;

/**
 * Reads messages of which a part may come before a reader's deadline and the rest for the next reader. For one thread at
 * a time, the one that reads the channel.
 */
final class PatientReads {
    private final MessageChannel channel;
    private final Duration most;
    private CallDeadline unfinished = CallDeadline.NONE; // of a message that a reader left

    /** @param most how long a message may take after a reader has left it; zero for ever */
    PatientReads(MessageChannel channel, Duration most) {
        this.channel = channel;
        this.most = most;
    }

    /** Whether a reader left a message, and it is not complete yet. */
    boolean isUnfinished() {
        return !unfinished.isNone();
    }

    /**
     * Reads the next message.
     *
     * @return null if it did not come to its end within the limit; the next read continues it
     * @throws CallTimeoutException if a pause was too long; or if the message is not complete a whole deadline after the
     *         first reader left it, so that it cannot be of use to any caller
     */
    @Nullable
    Message read(CallDeadline limit) {
        if (limit.isNone()) {
            return channel.read();
        }
        channel.readLimit(limit.earlier(unfinished));
        try {
            Message message = channel.read();
            unfinished = CallDeadline.NONE;
            channel.readLimit(CallDeadline.NONE);
            return message;
        } catch (CallTimeoutException e) {
            if (unfinished.hasPassed()) {
                throw new CallTimeoutException("receiving: timeout: " + channel.connection()
                        + " did not complete a message for " + most + " (deadline, CALL_DEADLINE)",
                        e);
            }
            if (!limit.hasPassed()) {
                throw e;
            }
            if (unfinished.isNone()) {
                unfinished = CallDeadline.in(most);
            }
            channel.readLimit(CallDeadline.NONE);
            return null;
        }
    }
}
