package io.jyro.client.exchange;

import java.time.Duration;

import io.jyro.CallTimeoutException;
import io.jyro.transport.CallDeadline;
import io.jyro.transport.message.MessageChannel;
import io.jyro.wire.Message;
import org.jspecify.annotations.Nullable;

/**
 * Reads messages that may arrive partly before one reader's deadline, with the rest left for the next reader. For one
 * thread at a time, the one that reads the channel.
 */
final class PatientReads {
    private final MessageChannel channel;
    private final Duration most;
    private CallDeadline unfinished = CallDeadline.NONE; // for a message that a reader left incomplete

    /** @param most how long a message may take after a reader has left it; zero means no limit */
    PatientReads(MessageChannel channel, Duration most) {
        this.channel = channel;
        this.most = most;
    }

    /** Returns whether a reader left a message that is not complete yet. */
    boolean isUnfinished() {
        return !unfinished.isNone();
    }

    /**
     * Reads the next message.
     *
     * @return null if the message is not complete within the limit; the next read continues it
     * @throws CallTimeoutException if a pause was too long, or if the message is not complete a whole deadline after
     * the first reader left it, so that no caller can use it any more
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
