package io.jyro.server;

import java.util.UUID;

import io.jyro.RemoteText;
import io.jyro.rpc.CallContext;
import io.jyro.rpc.CallScope;
import io.jyro.rpc.ServedCall;
import io.jyro.serialize.TypeRegistry;
import io.jyro.transport.HeldMemory;
import io.jyro.transport.MessageChannel;
import io.jyro.wire.Message;
import org.jspecify.annotations.Nullable;

/**
 * Runs the oneway calls of one client, for whose end nobody waits. A call starts on the thread that reads, since most are
 * over at once; one that lasts is overtaken by the client's next request. For the thread that reads.
 */
final class OnewayCalls {
    private static final int TO_START_ASIDE = 32;

    private final DaemonCore core;
    private final ClientConnection client;
    private final MessageChannel channel;
    private final Dispatch dispatch;
    private final Overtaking overtaking;
    private final boolean sideBySide;
    private final TypeRegistry types;
    // After one that lasted, the next may last as well, and each would delay those behind it by a millisecond.
    private volatile int toStartAside;

    OnewayCalls(DaemonCore core, ClientConnection client, MessageChannel channel,
            Dispatch dispatch, Overtaking overtaking, boolean sideBySide, TypeRegistry types) {
        this.core = core;
        this.client = client;
        this.channel = channel;
        this.dispatch = dispatch;
        this.overtaking = overtaking;
        this.sideBySide = sideBySide;
        this.types = types;
    }

    /** A call cannot be read, and nobody waits for a reply that would say so. */
    void unreadable(Throwable why) {
        core.warnings().oneways().warn("oneway call of {} cannot be read: {}", client,
                RemoteText.message(why));
        client.callsEnd(1);
    }

    /**
     * Performs a call, here or on a thread of its own.
     *
     * @return false if another thread reads on
     */
    boolean take(ReceivedCall received, HeldMemory taken, ServedCall call, UUID correlationId,
            Message request) {
        if (!sideBySide && !channel.hasBufferedBytes()) {
            channel.connection().acknowledgeNow(); // a stock client may hold back its next call until then
        }
        int left = toStartAside;
        if (left > 0) {
            toStartAside = left - 1;
            startAside(received, taken, call, correlationId, request);
            return true;
        }
        boolean mayBeOvertaken = sideBySide || core.config().onewayThreaded();
        int number = mayBeOvertaken ? overtaking.begin() : 0;
        perform(received, taken, call);
        if (!mayBeOvertaken || overtaking.end(number)) {
            return true;
        }
        toStartAside = TO_START_ASIDE;
        return false;
    }

    private void startAside(ReceivedCall received, HeldMemory taken, ServedCall call,
            UUID correlationId, Message request) {
        try {
            CallScope.Origin origin = CallScope.origin(call, client.first(), client.resources(),
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

    private void perform(ReceivedCall received, HeldMemory taken, ServedCall call) {
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
