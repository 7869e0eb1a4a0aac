package io.jyro.wire;

import io.jyro.Dialect;
import io.jyro.ProtocolException;

/** Bytes that are no message; says in which dialect the sender is to be told. */
public final class MalformedMessageException extends ProtocolException {
    private static final long serialVersionUID = 1L;

    private final Dialect answerIn;

    MalformedMessageException(Dialect answerIn, String message) {
        super(message);
        this.answerIn = answerIn;
    }

    /** The dialect that an answer to the sender should be written in. */
    public Dialect answerIn() {
        return answerIn;
    }
}
