package io.jyro.server;

import io.jyro.Dialect;
import io.jyro.rpc.Capabilities;
import io.jyro.rpc.RunningCalls;
import io.jyro.rpc.ServedCall;
import io.jyro.rpc.WireNames;
import io.jyro.serialize.CallPayload;
import io.jyro.serialize.TypeRegistry;
import io.jyro.server.calls.CallExecutor;
import io.jyro.server.calls.CallPlace;
import io.jyro.server.calls.CallWatchdog;
import io.jyro.server.calls.ItemSource;
import io.jyro.server.calls.ReaderHandover;
import io.jyro.server.objects.ChainLock;
import io.jyro.server.objects.LaterResult;
import io.jyro.server.objects.ObjectTable;
import io.jyro.server.objects.ReceivedCall;
import io.jyro.server.objects.Registered;
import io.jyro.server.objects.Request;
import io.jyro.server.objects.UserFailures;
import io.jyro.wire.Message;
import org.jspecify.annotations.Nullable;

/**
 * Runs the calls of one client: finds the object, waits for the turn, and calls where calls of the daemon run. Any
 * thread.
 */
final class CallRunner {
    private final ObjectTable objects;
    private final CallPlace place;
    private final UserFailures failures;
    private final RunningCalls running;
    private final ServedConnection client;
    private final Capabilities capabilities;
    private final Dialect dialect;
    private final TypeRegistry types;
    private final ReaderHandover handover;

    private CallRunner(Factory daemon, ServedConnection client, Negotiated negotiated,
            ReaderHandover handover) {
        objects = daemon.objects;
        place = daemon.place;
        failures = daemon.failures;
        running = daemon.running;
        this.client = client;
        capabilities = negotiated.capabilities();
        dialect = negotiated.context().dialect();
        types = negotiated.context().types();
        this.handover = handover;
    }

    /** Creates the runners of a daemon. Immutable; any thread. */
    static final class Factory {
        private final ObjectTable objects;
        private final CallPlace place;
        private final UserFailures failures;
        private final RunningCalls running;
        private final CallWatchdog watchdog;

        Factory(ObjectTable objects, CallPlace place, UserFailures failures, RunningCalls running,
                CallWatchdog watchdog) {
            this.objects = objects;
            this.place = place;
            this.failures = failures;
            this.running = running;
            this.watchdog = watchdog;
        }

        /**
         * Creates the runner for a client.
         *
         * @param reading reads the client's requests
         */
        CallRunner runner(ServedConnection client, Negotiated negotiated,
                ReaderHandover.Reading reading) {
            return new CallRunner(this, client, negotiated,
                    new ReaderHandover(reading, watchdog));
        }
    }

    /** Returns the call that a request makes, before it runs. */
    ServedCall call(Message request) {
        return ServedCall.of(request, capabilities, running);
    }

    /**
     * Begins a call on the reading thread; returns the number by which another thread may take over the reading.
     */
    int begin() {
        return handover.begin();
    }

    /** Ends a call; returns false if another thread continues to read. */
    boolean end(int number) {
        return handover.end(number);
    }

    /** Returns whether the object of a call may still be registered, because the program is starting. */
    boolean mayStillCome(CallPayload payload) {
        return !objects.hold().isOver() && objects.mayStillCome(wantedId(payload));
    }

    private static String wantedId(CallPayload payload) {
        return payload.objectId().equals(WireNames.DAEMON)
                && payload.method().equals(WireNames.GET_METADATA)
                && !payload.args().isEmpty() && payload.args().get(0) instanceof String id
                        ? id
                        : payload.objectId();
    }

    /** Holds a request until objects have been registered; returns false if it can run now. */
    boolean hold(Runnable resume) {
        return objects.hold().hold(resume);
    }

    /** Returns the executor that runs the user's converters, or null if the reading thread does. */
    @Nullable
    CallExecutor converters() {
        CallExecutor oneThread = place.onOneThread();
        return oneThread == null || types.changes() == 0 ? null : oneThread;
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
        Registered registered = objects.find(payload.objectId());
        if (registered == null) {
            throw objects.unknown(payload.objectId());
        }
        Registered target = registered.in(dialect);
        Request request = Request.of(received);
        CallExecutor elsewhere = oneway || isOfTheDaemonItself(payload)
                ? null
                : place.elsewhere();
        // Otherwise two calls of a connection cannot meet in its session: each ends before the next is read.
        ChainLock session = oneway || !capabilities.sideBySide() && elsewhere == null
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
            Object result = request.perform(target.exposed(), instance, failures);
            if (result instanceof LaterResult later) {
                ends = false;
                later.afterwards(() -> target.served(client.session(), instance));
                return later;
            }
            ends = !target.isOfOneCall() || !(instance instanceof AutoCloseable);
            ItemSource items = ends && place.onOneThread() == null
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
            return ItemSource.of(result, types);
        } catch (RuntimeException | Error e) { // an Iterable failed to return an iterator
            failures.report(request.member(), false, e);
            throw e;
        }
    }

    // A oneway call runs on another thread, but its instance is created where calls run.
    private Object instance(Registered target, Request request, ServedCall call, boolean oneway)
            throws Throwable {
        try {
            return oneway && target instanceof Registered.OfClass
                    ? place.doPart(call, () -> target.instanceFor(client.session(), call))
                    : target.instanceFor(client.session(), call);
        } catch (Throwable e) {
            if (target instanceof Registered.OfClass) { // a constructor or creator failed
                failures.report(request.member(), false, e);
            }
            throw e;
        }
    }
}
