package io.jyro.server;

import java.util.UUID;

import io.jyro.RemoteText;
import io.jyro.rpc.CallContext;
import io.jyro.rpc.CallContextAccess;
import io.jyro.rpc.ServedCall;
import io.jyro.serialize.TypeRegistry;
import io.jyro.server.calls.ItemSource;
import io.jyro.server.calls.ReaderHandover;
import io.jyro.server.objects.LaterResult;
import io.jyro.server.objects.ReceivedCall;
import io.jyro.transport.message.HeldMemory;
import io.jyro.transport.message.MessageChannel;
import io.jyro.wire.Message;
import org.jspecify.annotations.Nullable;

/**
 * Runs the oneway calls of one client, whose results no thread waits for. A call starts on the thread that reads, since
 * most calls are short; another thread reads on when one takes long. For the thread that reads.
 */
final class OnewayCalls {
    private static final int TO_START_ASIDE = 32;

    private final DaemonCore core;
    private final ServedConnection client;
    private final MessageChannel channel;
    private final CallRunner dispatch;
    private final ReaderHandover handover;
    private final boolean sideBySide;
    private final TypeRegistry types;
    // After a long call, the next may be long, too, and would delay the requests after it by a millisecond.
    private volatile int toStartAside;

    OnewayCalls(DaemonCore core, ServedConnection client, MessageChannel channel,
            CallRunner dispatch, ReaderHandover handover, boolean sideBySide, TypeRegistry types) {
        this.core = core;
        this.client = client;
        this.channel = channel;
        this.dispatch = dispatch;
        this.handover = handover;
        this.sideBySide = sideBySide;
        this.types = types;
    }

    /** Logs a call that cannot be decoded, since no reply can report it. */
    void unreadable(Throwable why) {
        core.warnings().oneways().warn("oneway call of {} cannot be read: {}", client,
                RemoteText.message(why));
        client.callsEnd(1);
    }

    /**
     * Performs a call, here or on its own thread.
     *
     * @return false if another thread continues to read
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
        int number = mayBeOvertaken ? handover.begin() : 0;
        perform(received, taken, call);
        if (!mayBeOvertaken || handover.end(number)) {
            return true;
        }
        toStartAside = TO_START_ASIDE;
        return false;
    }

    private void startAside(ReceivedCall received, HeldMemory taken, ServedCall call,
            UUID correlationId, Message request) {
        try {
            CallContextAccess.Origin origin = CallContextAccess.origin(call, client.first(),
                    client.resources(),
                    correlationId, request);
            core.threads().startOneway(() -> {
                CallContext around = CallContext.current();
                origin.serve(around);
                try {
                    perform(received, taken, origin.call());
                } finally {
                    CallContextAccess.end(around);
                }
            });
        } catch (RuntimeException | Error e) { // there are no more threads
            taken.release();
            throw e;
        }
    }

    private void perform(ReceivedCall received, HeldMemory taken, ServedCall call) {
        Object result = null;
        Throwable failure = null;
        try {
            result = dispatch.perform(received, call, true, 0);
        } catch (Throwable e) { // logged at the end of the call, since there is no reply
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
                core.calls().cleanUp(unread::close); // no client can ask for its items
            }
        } catch (Throwable e) { // logged, since there is no reply
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
