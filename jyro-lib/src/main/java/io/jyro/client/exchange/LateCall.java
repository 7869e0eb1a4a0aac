package io.jyro.client.exchange;

import java.io.EOFException;
import java.net.SocketAddress;

import io.jyro.CallTimeoutException;
import io.jyro.ConnectionClosedException;
import io.jyro.RemoteText;
import io.jyro.rpc.CallContext;
import io.jyro.rpc.WireNames;
import io.jyro.serialize.CallPayload;

/**
 * Adds the name of the call to the error of a call that was not complete in time, or whose connection ended first. The
 * error itself names the limit and what was awaited, or how the connection ended.
 */
public final class LateCall {
    private LateCall() {}

    /** Returns the error with the method and its object and, if it was called while serving a client, that client. */
    public static CallTimeoutException named(CallPayload call, CallTimeoutException late) {
        String text = what(call) + ": " + RemoteText.message(late);
        SocketAddress client = CallContext.current().clientAddress();
        return new CallTimeoutException(client == null
                ? text
                : text + "; the call was made while serving a call of the client " + client
                        + ", which waits for it",
                late);
    }

    /**
     * Returns the error with the call that has no reply.
     *
     * @param ended the error of the connection; returned unchanged if the call was not sent
     */
    public static ConnectionClosedException unanswered(CallPayload call, boolean oneway,
            ConnectionClosedException ended) {
        if (ended instanceof NotSentException) {
            return ended;
        }
        String text = oneway
                ? "the connection ended while " + what(call) + " was sent; it may not run: "
                : isByPeer(ended)
                        ? "the daemon closed the connection before it answered " + what(call)
                                + "; it may have run: "
                        : "the connection ended before " + what(call)
                                + " was answered; it may have run: ";
        return new ConnectionClosedException(text + RemoteText.message(ended), ended);
    }

    private static boolean isByPeer(ConnectionClosedException ended) {
        Throwable cause = ended.getCause();
        while (cause instanceof ConnectionClosedException) { // of the connection, which several calls may share
            cause = cause.getCause();
        }
        return cause instanceof EOFException;
    }

    private static String what(CallPayload call) {
        return call.method().equals(WireNames.NEXT_STREAM_ITEM)
                && call.objectId().equals(WireNames.DAEMON)
                        ? "the request for the next item of a stream"
                        : member(call) + " of object '" + RemoteText.shown(call.objectId()) + "'";
    }

    private static String member(CallPayload call) {
        if (call.method().equals(WireNames.BATCH)) {
            return "a batch of calls";
        }
        boolean isAttribute = call.kwargs() == null && !call.args().isEmpty()
                && (call.method().equals(WireNames.GET_ATTRIBUTE)
                        || call.method().equals(WireNames.SET_ATTRIBUTE));
        return isAttribute
                ? "attribute " + RemoteText.shown(String.valueOf(call.args().get(0)))
                : RemoteText.shown(call.method()) + "()";
    }
}
