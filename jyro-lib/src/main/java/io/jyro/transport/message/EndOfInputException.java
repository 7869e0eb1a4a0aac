package io.jyro.transport.message;

import java.io.EOFException;

/** The peer sends no more bytes, although a message is incomplete or has not begun. */
final class EndOfInputException extends EOFException {
    EndOfInputException(long have, long needed) {
        super(have == 0
                ? "closed the connection"
                : "closed after " + have + " of at least " + needed + " bytes of a message");
    }
}
