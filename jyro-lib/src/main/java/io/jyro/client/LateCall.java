package io.jyro.client;

import java.net.SocketAddress;

import io.jyro.CallTimeoutException;
import io.jyro.RemoteText;
import io.jyro.rpc.CallContext;
import io.jyro.rpc.WireNames;
import io.jyro.serialize.CallPayload;

/** Names the call in the error of one that was not complete in time; the error itself names the limit, and what was awaited. */
final class LateCall {
    private LateCall() {}

    /** The error with the method and its object, and what waits for the call in turn, as far as that is known here. */
    static CallTimeoutException named(CallPayload call, CallTimeoutException late) {
        String text = what(call) + " of object '" + RemoteText.shown(call.objectId()) + "': "
                + RemoteText.message(late);
        SocketAddress client = CallContext.current().clientAddress();
        return new CallTimeoutException(client == null
                ? text
                : text + "; the call was made while a call of the client " + client
                        + " is served here, which waits for it",
                late);
    }

    private static String what(CallPayload call) {
        boolean isAttribute = call.kwargs() == null && !call.args().isEmpty()
                && (call.method().equals(WireNames.GET_ATTRIBUTE)
                        || call.method().equals(WireNames.SET_ATTRIBUTE));
        return isAttribute
                ? "attribute " + RemoteText.shown(String.valueOf(call.args().get(0)))
                : RemoteText.shown(call.method()) + "()";
    }
}
