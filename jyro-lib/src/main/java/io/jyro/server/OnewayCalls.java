package io.jyro.server;

import java.util.UUID;

import io.jyro.RemoteText;
import io.jyro.rpc.CallContext;
import io.jyro.rpc.CallScope;
import io.jyro.rpc.ServedCall;
import io.jyro.serialize.TypeRegistry;
import io.jyro.transport.HeldMemory;
import io.jyro.wire.Message;
import org.jspecify.annotations.Nullable;

/** Runs the oneway calls of one client, for whose end nobody waits. Any thread. */
final class OnewayCalls {
    private final DaemonCore core;
    private final ClientConnection client;
    private final Dispatch dispatch;
    private final TypeRegistry types;

    OnewayCalls(DaemonCore core, ClientConnection client, Dispatch dispatch, TypeRegistry types) {
        this.core = core;
        this.client = client;
        this.dispatch = dispatch;
        this.types = types;
    }

    /** Runs a call on a thread of its own. */
    void startAside(ReceivedCall received, HeldMemory taken, ServedCall call,
            UUID correlationId, Message request) {
        try {
            CallScope.Origin origin = CallScope.origin(call, client, client.resources(),
                    correlationId, request);
            core.threads().startOneway(() -> {
                CallContext around = CallContext.current();
                origin.serve(around);
                try {
                    perform(received, taken, origin.call());
                } finally {
                    CallScope.end(around);
                }
            });
        } catch (RuntimeException | Error e) { // the system gives no more threads
            taken.release();
            throw e;
        }
    }

    /** Runs a call on the calling thread. */
    void perform(ReceivedCall received, HeldMemory taken, ServedCall call) {
        Object result = null;
        Throwable failure = null;
        try {
            result = dispatch.perform(received, call, true, 0);
        } catch (Throwable e) { // nobody waits for it
            failure = e;
        }
        if (result instanceof LaterResult later) {
            later.whenDone((value, thrown) -> ends(value, thrown, received, taken, call));
        } else {
            ends(result, failure, received, taken, call);
        }
    }

    private void ends(@Nullable Object result, @Nullable Throwable failure,
            ReceivedCall received, HeldMemory taken, ServedCall call) {
        try {
            if (failure != null) {
                throw failure;
            }
            ItemSource unread = ItemSource.of(result, types);
            if (unread != null) {
                core.calls().cleanUp(unread::close); // nobody will ever ask for its items
            }
        } catch (Throwable e) { // nobody waits for it
            core.warnings().oneways().warn("oneway call of {} on {} for {} failed",
                    RemoteText.shown(received.payload().method()),
                    RemoteText.shown(received.payload().objectId()), client, e);
        } finally {
            taken.release();
            call.end();
            client.callsEnd(1);
        }
    }
}
