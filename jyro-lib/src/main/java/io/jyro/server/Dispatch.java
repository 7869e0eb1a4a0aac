package io.jyro.server;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;

import io.jyro.Dialect;
import io.jyro.PyroException;
import io.jyro.rpc.CallContext;
import io.jyro.rpc.CallScope;
import io.jyro.rpc.ServedCall;
import io.jyro.rpc.WireNames;
import io.jyro.serialize.CallPayload;
import org.jspecify.annotations.Nullable;

/** Runs the calls of one client: finds the object, waits for the turn, and calls where the daemon's user wants it. Any thread. */
final class Dispatch {
    private final DaemonCore core;
    private final ClientConnection client;
    private final Dialect dialect;
    private final boolean sideBySide;
    private final Overtaking overtaking;

    Dispatch(DaemonCore core, ClientConnection client, Dialect dialect, boolean sideBySide,
            Overtaking overtaking) {
        this.core = core;
        this.client = client;
        this.dialect = dialect;
        this.sideBySide = sideBySide;
        this.overtaking = overtaking;
    }

    /**
     * Does what was asked for; what user code throws comes out as it is.
     *
     * @param oneway it waits for nobody: no other call has to end before it, as in Pyro
     * @param number by which its reading thread can be overtaken; 0 if it need not be when the call runs
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
        ChainLock gate = oneway ? null : core.gate().enter(call);
        try {
            // Only here may two calls of a connection meet in its session.
            ChainLock session = sideBySide && !oneway ? target.turn(client.session()) : null;
            return session == null
                    ? whereWanted(payload, request, target, call, number)
                    : inTurn(session, payload, request, target, call, number);
        } finally {
            if (gate != null) {
                gate.leave(call);
            }
        }
    }

    private @Nullable Object inTurn(ChainLock session, CallPayload payload, Request request,
            Registered target, ServedCall call, int number) throws Throwable {
        session.enter(call);
        try {
            return whereWanted(payload, request, target, call, number);
        } finally {
            session.leave(call);
        }
    }

    // Only here is the reading handed on: before it has its turn, a call could be passed by the next.
    private @Nullable Object whereWanted(CallPayload payload, Request request, Registered target,
            ServedCall call, int number) throws Throwable {
        Executor executor = core.hooks().executor();
        // What clients ask of the daemon itself does not concern the user, but for items of his iterators.
        if (executor == null || payload.objectId().equals(WireNames.DAEMON)
                && !payload.method().equals(WireNames.NEXT_STREAM_ITEM)) {
            overtaking.runs(number);
            return run(request, target, call);
        }
        CompletableFuture<@Nullable Object> done = new CompletableFuture<>();
        CallContext here = CallContext.current();
        try {
            executor.execute(() -> runElsewhere(here, request, target, call, done));
        } catch (RejectedExecutionException e) {
            throw new PyroException("the daemon's executor takes no more calls", e);
        }
        overtaking.runs(number);
        try {
            return done.get();
        } catch (ExecutionException e) {
            throw e.getCause() == null ? e : e.getCause();
        }
    }

    private void runElsewhere(CallContext here, Request request, Registered target,
            ServedCall call, CompletableFuture<@Nullable Object> done) {
        Object result = null;
        Throwable failure = null;
        CallScope.Borrowed context = CallScope.borrow(here);
        try {
            result = run(request, target, call);
        } catch (Throwable e) { // whatever it is, it belongs to the caller
            failure = e;
        } finally {
            context.giveBack();
        }
        if (failure == null) {
            done.complete(result);
        } else {
            done.completeExceptionally(failure);
        }
    }

    private @Nullable Object run(Request request, Registered target, ServedCall call)
            throws Throwable {
        Object instance = instance(target, request, call);
        boolean ends = true;
        try {
            Object result = request.perform(target.exposed(), instance, core.failures());
            ItemSource items = target.isOfOneCall() && instance instanceof AutoCloseable
                    ? ItemSource.of(result, core.types(dialect))
                    : null;
            if (items == null) {
                return result;
            }
            ends = false;
            return items.andThen(() -> target.served(client.session(), instance));
        } finally {
            if (ends) {
                target.served(client.session(), instance);
            }
        }
    }

    private Object instance(Registered target, Request request, ServedCall call)
            throws Throwable {
        try {
            return target.instanceFor(client.session(), call);
        } catch (Throwable e) {
            if (target instanceof Registered.OfClass) { // a constructor or creator failed
                core.failures().report(request.member(), false, e);
            }
            throw e;
        }
    }
}
