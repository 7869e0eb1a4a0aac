package io.jyro.client.link;

import java.time.Duration;

import io.jyro.CallTimeoutException;
import io.jyro.ProtocolException;
import io.jyro.RemoteText;
import io.jyro.wire.ForeignProtocol;
import io.jyro.wire.MalformedMessageException;

/** Creates the errors for a handshake that something other than a Pyro daemon answered, or that was not answered. */
final class HandshakeErrors {
    private HandshakeErrors() {}

    /** Returns the error for an answer that is not a message. */
    static ProtocolException answered(String location, MalformedMessageException answer) {
        ForeignProtocol foreign = answer.foreign();
        String what = switch (foreign) {
            case TLS_ALERT, TLS_HELLO -> "the server there expects TLS, but this proxy does not use"
                    + " it; switch it on (SSL)";
            case HTTP_REPLY, HTTP_REQUEST -> "an HTTP server answers there, not a Pyro daemon;"
                    + " check host and port";
            case SSH -> "an SSH server answers there, not a Pyro daemon; check host and port";
            case null -> "the server there speaks neither protocol 48 nor 502: "
                    + RemoteText.message(answer)
                    + (answer.diagnosis().isEmpty() ? "" : " (" + answer.diagnosis() + ")");
        };
        return new ProtocolException(
                "cannot connect to " + RemoteText.shown(location) + ": " + what, answer);
    }

    /** Returns the error for a connection that was accepted without an answer. */
    static CallTimeoutException silent(String location, Duration timeout,
            CallTimeoutException cause) {
        return new CallTimeoutException("cannot connect to " + RemoteText.shown(location)
                + ": the connection was accepted, but the handshake was not answered"
                + (timeout.isZero() ? "" : " within " + timeout + " (timeout, COMMTIMEOUT)")
                + "; the server there is not a Pyro daemon, or it is overloaded", cause);
    }
}
