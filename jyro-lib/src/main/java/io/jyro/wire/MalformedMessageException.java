package io.jyro.wire;

import io.jyro.Dialect;
import io.jyro.ProtocolException;
import org.jspecify.annotations.Nullable;

/**
 * Bytes that are no message; says in which dialect the sender is to be told.
 *
 * <p>The message is Pyro's own text where Pyro has one, fit to be sent in a CONNECTFAIL as it is.
 * What helps only the reader of our log is the {@link #diagnosis}.
 */
public final class MalformedMessageException extends ProtocolException {
    private static final long serialVersionUID = 1L;

    private final Dialect answerIn;
    private final String diagnosis;
    private final @Nullable ForeignProtocol foreign;

    /** With a text for the sender. */
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

    /** The dialect that an answer to the sender should be written in. */
    public Dialect answerIn() {
        return answerIn;
    }

    /**
     * What came and where, for the log; empty if the message says it all. Holds no text of the
     * sender.
     */
    public String diagnosis() {
        return diagnosis;
    }

    /** What the bytes are instead, if they are known; null if not. */
    public @Nullable ForeignProtocol foreign() {
        return foreign;
    }

    @Override
    @SuppressWarnings("OverrideThrowableToString") // getMessage is for the sender
    public String toString() {
        return diagnosis.isEmpty() ? super.toString() : super.toString() + " (" + diagnosis + ")";
    }
}
