package io.jyro.server;

import java.util.UUID;

import io.jyro.rpc.CallContext;
import io.jyro.rpc.CallContextAccess;
import io.jyro.rpc.ServedCall;
import io.jyro.serialize.TypeRegistry;
import io.jyro.server.calls.OnewayResults;
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

    private final OnewayResults results;
    private final ServedConnection client;
    private final MessageChannel channel;
    private final CallRunner runner;
    private final TypeRegistry types;
    private final boolean sideBySide;
    private final boolean mayBeOvertaken;
    // After a long call, the next may be long, too, and would delay the requests after it by a millisecond.
    private volatile int toStartAside;

    private OnewayCalls(Factory daemon, ServedConnection client, Negotiated negotiated,
            CallRunner runner) {
        results = daemon.results;
        this.client = client;
        channel = client.channel();
        this.runner = runner;
        types = negotiated.context().types();
        sideBySide = negotiated.capabilities().sideBySide();
        mayBeOvertaken = sideBySide || daemon.threaded;
    }

    /** Creates the oneway calls of a daemon's clients. Immutable; any thread. */
    static final class Factory {
        private final OnewayResults results;
        private final boolean threaded;

        /** @param threaded whether oneway calls of all clients run beside the next ones */
        Factory(OnewayResults results, boolean threaded) {
            this.results = results;
            this.threaded = threaded;
        }

        OnewayCalls calls(ServedConnection client, Negotiated negotiated, CallRunner runner) {
            return new OnewayCalls(this, client, negotiated, runner);
        }
    }

    /** Logs a call that cannot be decoded, since no reply can report it. */
    void unreadable(Throwable why) {
        results.unreadable(client, why);
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
        int number = mayBeOvertaken ? runner.begin() : 0;
        perform(received, taken, call);
        if (!mayBeOvertaken || runner.end(number)) {
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
            Thread.ofVirtual().name("oneway-call").start(() -> {
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
            result = runner.perform(received, call, true, 0);
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
            results.ended(received.payload(), client, result, failure, types);
        } finally {
            taken.release();
            call.end();
            client.callsEnd(1);
        }
    }
}
