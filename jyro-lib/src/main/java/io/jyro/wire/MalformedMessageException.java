package io.jyro.wire;

import io.jyro.Dialect;
import io.jyro.ProtocolException;
import org.jspecify.annotations.Nullable;

/**
 * Received bytes are not a message. The exception knows in which dialect to answer the sender.
 *
 * <p>The message is Pyro's own text where Pyro has one, and can be sent unchanged in a CONNECTFAIL.
 * Details for the log are in the {@link #diagnosis}.
 */
public final class MalformedMessageException extends ProtocolException {
    private static final long serialVersionUID = 1L;

    private final Dialect answerIn;
    private final String diagnosis;
    private final @Nullable ForeignProtocol foreign;

    /** Creates an exception with a text for the sender. */
    public MalformedMessageException(Dialect answerIn, String message) {
        this(answerIn, message, "");
    }

    MalformedMessageException(Dialect answerIn, String message, String diagnosis) {
        this(answerIn, message, diagnosis, null);
    }

    MalformedMessageException(Dialect answerIn, String message, String diagnosis,
            @Nullable Throwable cause) {
        this(answerIn, message, diagnosis, cause, null);
    }

    MalformedMessageException(Dialect answerIn, String message, String diagnosis,
            @Nullable Throwable cause, @Nullable ForeignProtocol foreign) {
        super(message, cause);
        this.answerIn = answerIn;
        this.diagnosis = diagnosis;
        this.foreign = foreign;
    }

    /** Returns the dialect for an answer to the sender. */
    public Dialect answerIn() {
        return answerIn;
    }

    /**
     * Returns details for the log: what was received, and where; empty if the message says it all.
     * Contains no text of the sender.
     */
    public String diagnosis() {
        return diagnosis;
    }

    /** Returns the protocol to which the bytes belong; null if unknown. */
    public @Nullable ForeignProtocol foreign() {
        return foreign;
    }

    @Override
    @SuppressWarnings("OverrideThrowableToString") // getMessage is for the sender
    public String toString() {
        return diagnosis.isEmpty() ? super.toString() : super.toString() + " (" + diagnosis + ")";
    }
}
