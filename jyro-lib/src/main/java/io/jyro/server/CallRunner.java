package io.jyro.server;

import io.jyro.Dialect;
import io.jyro.rpc.ServedCall;
import io.jyro.rpc.WireNames;
import io.jyro.serialize.CallPayload;
import io.jyro.server.calls.CallExecutor;
import io.jyro.server.calls.ItemSource;
import io.jyro.server.calls.ReaderHandover;
import io.jyro.server.objects.ChainLock;
import io.jyro.server.objects.LaterResult;
import io.jyro.server.objects.ReceivedCall;
import io.jyro.server.objects.Registered;
import io.jyro.server.objects.Request;
import org.jspecify.annotations.Nullable;

/**
 * Runs the calls of one client: finds the object, waits for the turn, and calls where calls of the daemon run. Any
 * thread.
 */
final class CallRunner {
    private final DaemonCore core;
    private final ServedConnection client;
    private final Dialect dialect;
    private final boolean sideBySide;
    private final ReaderHandover handover;

    CallRunner(DaemonCore core, ServedConnection client, Dialect dialect, boolean sideBySide,
            ReaderHandover handover) {
        this.core = core;
        this.client = client;
        this.dialect = dialect;
        this.sideBySide = sideBySide;
        this.handover = handover;
    }

    /**
     * Performs a call; exceptions of user code are thrown unchanged.
     *
     * @param oneway whether the call is oneway: as in Pyro, it does not wait for other calls to end
     * @param number the number by which its reading thread can be overtaken; 0 if it cannot be
     */
    @Nullable
    Object perform(ReceivedCall received, ServedCall call, boolean oneway, int number)
            throws Throwable {
        CallPayload payload = received.payload();
        call.isFor(payload.objectId(), payload.method());
        Registered registered = core.objects().find(payload.objectId());
        if (registered == null) {
            throw core.objects().unknown(payload.objectId());
        }
        Registered target = registered.in(dialect);
        Request request = Request.of(received);
        CallExecutor elsewhere = oneway || isOfTheDaemonItself(payload)
                ? null
                : core.calls().elsewhere();
        // Otherwise two calls of a connection cannot meet in its session: each ends before the next is read.
        ChainLock session = oneway || !sideBySide && elsewhere == null
                ? null
                : target.turn(client.session());
        if (elsewhere != null) {
            return elsewhere.run(call, session, () -> run(request, target, call, false),
                    () -> handover.runs(number));
        }
        if (session != null) {
            return inTurn(session, request, target, call, number);
        }
        handover.runs(number);
        return run(request, target, call, oneway);
    }

    // Requests to the daemon itself do not concern the user's executor, except for items of the user's iterators.
    private static boolean isOfTheDaemonItself(CallPayload payload) {
        return payload.objectId().equals(WireNames.DAEMON)
                && !payload.method().equals(WireNames.NEXT_STREAM_ITEM);
    }

    // The reading is handed on only when the call has its turn: earlier, the next call could overtake it.
    private @Nullable Object inTurn(ChainLock session, Request request, Registered target,
            ServedCall call, int number) throws Throwable {
        session.enter(call);
        Object result = null;
        try {
            handover.runs(number);
            result = run(request, target, call, false);
            return result;
        } finally {
            if (result instanceof LaterResult later) {
                later.afterwards(() -> session.leave(call));
            } else {
                session.leave(call);
            }
        }
    }

    private @Nullable Object run(Request request, Registered target, ServedCall call,
            boolean oneway) throws Throwable {
        Object instance = instance(target, request, call, oneway);
        boolean ends = true;
        try {
            Object result = request.perform(target.exposed(), instance, core.failures());
            if (result instanceof LaterResult later) {
                ends = false;
                later.afterwards(() -> target.served(client.session(), instance));
                return later;
            }
            ends = !target.isOfOneCall() || !(instance instanceof AutoCloseable);
            ItemSource items = ends && core.calls().onOneThread() == null
                    ? null // the writer of the reply looks for items
                    : items(result, request);
            if (items == null) {
                ends = true;
                return result;
            }
            return ends ? items : items.andThen(() -> target.served(client.session(), instance));
        } finally {
            if (ends) {
                target.served(client.session(), instance);
            }
        }
    }

    private @Nullable ItemSource items(@Nullable Object result, Request request) {
        try {
            return ItemSource.of(result, core.types(dialect));
        } catch (RuntimeException | Error e) { // an Iterable failed to return an iterator
            core.failures().report(request.member(), false, e);
            throw e;
        }
    }

    // A oneway call runs on another thread, but its instance is created where calls run.
    private Object instance(Registered target, Request request, ServedCall call, boolean oneway)
            throws Throwable {
        try {
            return oneway && target instanceof Registered.OfClass
                    ? core.calls().doPart(call, () -> target.instanceFor(client.session(), call))
                    : target.instanceFor(client.session(), call);
        } catch (Throwable e) {
            if (target instanceof Registered.OfClass) { // a constructor or creator failed
                core.failures().report(request.member(), false, e);
            }
            throw e;
        }
    }
}
