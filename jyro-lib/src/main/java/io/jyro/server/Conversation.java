package io.jyro.server;

import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;

import io.jyro.ProtocolException;
import io.jyro.RemoteText;
import io.jyro.SerializationException;
import io.jyro.Serializer;
import io.jyro.rpc.Agreement;
import io.jyro.rpc.BlobCall;
import io.jyro.rpc.CallContext;
import io.jyro.rpc.CallScope;
import io.jyro.rpc.ServedCall;
import io.jyro.rpc.WireNames;
import io.jyro.serialize.CallPayload;
import io.jyro.serialize.Codec;
import io.jyro.serialize.CodecContext;
import io.jyro.serialize.Codecs;
import io.jyro.serialize.DecodeBudget;
import io.jyro.transport.HeldMemory;
import io.jyro.transport.MessageChannel;
import io.jyro.wire.Flags;
import io.jyro.wire.Message;
import org.jspecify.annotations.Nullable;

/**
 * What is said on a client's connection after the handshake. The thread that reads a request serves it; while its call
 * lasts, another thread may take the conversation over and serve what comes next, and then this one answers its own
 * request and is done. So one thread at a time, not always the same.
 */
final class Conversation implements Overtaking.Reading {
    private static final int ONEWAYS_TO_START_ASIDE = 32;
    // Each holds a thread; a client that wants more waits until one has ended.
    private static final int MOST_AT_ONCE = 1024;

    private final DaemonCore core;
    private final ClientConnection client;
    private final MessageChannel channel;
    private final Agreement agreement;
    private final Dispatch dispatch;
    private final OnewayCalls oneways;
    private final Overtaking overtaking;
    // Where one oneway call lasted, the next may, and each would hold up those behind it for a millisecond.
    private volatile int onewaysToStartAside;
    // Nobody reads: so many results that will come later are waited for.
    private final AtomicBoolean paused = new AtomicBoolean();
    // Replaced when the connection goes to rest.
    private CodecContext context;
    private volatile @Nullable Replies replies; // made for the first, since most clients are silent
    private @Nullable Message held; // handed to the thread that goes on by the hold

    Conversation(DaemonCore core, ClientConnection client, MessageChannel channel,
            CodecContext context, Agreement agreement) {
        this.core = core;
        this.client = client;
        this.channel = channel;
        this.context = context;
        this.agreement = agreement;
        overtaking = new Overtaking(this, core.watch());
        dispatch = new Dispatch(core, client, context.dialect(), agreement.sideBySide(),
                overtaking);
        oneways = new OnewayCalls(core, client, dispatch, context.types());
        if (agreement.chain()) {
            channel.chains(request -> call(request).isAwaitedHere());
        }
    }

    /** Sends the replies that wait for company. */
    void flush() {
        Replies waiting = replies;
        if (waiting != null) {
            waiting.flush();
        }
    }

    /** Gives back memory before a long wait. */
    void rest() {
        flush();
        context = context.withOwnNames();
        replies = null;
    }

    @Override
    public boolean isAwaited() {
        Replies waiting = replies;
        return waiting != null && waiting.areWaiting() || hasBacklog();
    }

    @Override
    public boolean hasBacklog() {
        return client.running() < MOST_AT_ONCE && channel.hasMore();
    }

    @Override
    public void takeOver() {
        client.serveOn(this);
    }

    /**
     * Does what a message asks for and replies.
     *
     * @return false if another thread reads on
     * @throws io.jyro.CommunicationException if the connection cannot go on
     */
    boolean answer(Message request) {
        if (request.dialect() != context.dialect()) {
            throw new ProtocolException(
                    "message of protocol " + request.dialect().version() + " on a connection of "
                            + context.dialect().version());
        }
        return !client.callBegins() || perform(request);
    }

    /**
     * Answers the request that was held when the last thread left, if there is one.
     *
     * @return false if another thread reads on
     */
    boolean answerHeld() {
        Message request = held;
        held = null;
        return request == null || perform(request);
    }

    private boolean perform(Message request) {
        boolean readsOn = true;
        switch (request.type()) {
            case PING -> {
                replies().pong(request);
                channel.memory().giveMessage();
            }
            case INVOKE -> readsOn = invoke(request);
            default -> throw new ProtocolException(
                    "invalid msg type " + request.type().code() + " received"
                            + " (expected: 4, 6)");
        }
        // A stock client has nothing more to say until it has its reply.
        if (readsOn && !agreement.sideBySide()) {
            flush();
        }
        return readsOn;
    }

    private boolean invoke(Message request) {
        Codec codec = codecOf(request);
        UUID correlationId = core.correlationId(request);
        ServedCall call = call(request);
        if (call.isAwaitedHere()) {
            channel.memory().inChain(true);
        }
        CallContext around = CallContext.current();
        CallScope.serve(around, call, client, client.resources(), correlationId, request);
        try {
            return request.has(Flags.ONEWAY)
                    ? oneway(request, codec, call, correlationId)
                    : reply(request, codec, call, around);
        } finally {
            CallScope.end(around);
            Thread.interrupted(); // what user code did to its own call must not end the connection
        }
    }

    private ServedCall call(Message request) {
        return ServedCall.of(request, agreement, core.running());
    }

    private boolean reply(Message request, Codec codec, ServedCall call, CallContext around) {
        ReceivedCall received;
        try {
            received = decode(request, codec, call);
        } catch (Throwable e) {
            channel.memory().giveMessage();
            call.end();
            replies().failure(e, request, codec, around);
            return true;
        }
        if (isHeld(received.payload(), request)) {
            call.end();
            return false;
        }
        HeldMemory taken = handOver(received);
        client.calls(received.payload());
        int number = agreement.sideBySide() ? overtaking.begin() : 0;
        Object result = null;
        Throwable failure = null;
        try {
            result = dispatch.perform(received, call, false, number);
        } catch (Throwable e) { // whatever it is, it belongs to the caller
            failure = e;
        }
        if (result instanceof LaterResult later) {
            return answerLater(later, number, request, codec, around, () -> {
                taken.release();
                call.end();
            });
        }
        try {
            return answer(number, result, failure, request, codec, around);
        } finally {
            taken.release();
            call.end();
        }
    }

    private boolean answer(int number, @Nullable Object result, @Nullable Throwable failure,
            Message request, Codec codec, CallContext around) {
        if (!agreement.sideBySide() || overtaking.end(number)) {
            answer(replies(), result, failure, request, codec, around);
            return true;
        }
        answerByItself(context.withOwnNames(), result, failure, request, codec, around);
        return false;
    }

    // Beside the thread that reads on.
    private void answerByItself(CodecContext own, @Nullable Object result,
            @Nullable Throwable failure, Message request, Codec codec, CallContext around) {
        try {
            Replies replies = Replies.ofOvertaken(core, client, own);
            answer(replies, result, failure, request, codec, around);
            replies.flush();
        } catch (RuntimeException | Error e) {
            client.replyIsLost(e);
        }
    }

    // No thread waits for the result, and the one that completes it is a user's, so it does not write.
    private boolean answerLater(LaterResult later, int number, Message request, Codec codec,
            CallContext around, Runnable ends) {
        CallContext then = CallScope.detached(around);
        CodecContext own = context.withOwnNames();
        later.whenDone((result, failure) -> core.threads().startWaiting(() -> {
            try {
                answerByItself(own, result, failure, request, codec, then);
            } finally {
                ends.run();
                readOn();
            }
        }));
        return agreement.sideBySide() ? overtaking.end(number) && mayReadOn() : mayReadOn();
    }

    // A stock client has its reply before its next request is read; of others, only so many may wait for theirs.
    private boolean mayReadOn() {
        int most = agreement.sideBySide() ? MOST_AT_ONCE : 1;
        if (client.running() < most) {
            return true;
        }
        paused.set(true);
        return client.running() < most && paused.compareAndSet(true, false);
    }

    private void readOn() {
        if (paused.compareAndSet(true, false)) {
            client.serveOn(this);
        }
    }

    private void answer(Replies to, @Nullable Object result, @Nullable Throwable failure,
            Message request, Codec codec, CallContext around) {
        if (failure == null) {
            to.result(result, request, codec, around);
        } else {
            to.failure(failure, request, codec, around);
        }
    }

    // Of a connection, one request at a time is held, and nobody reads those behind it.
    private boolean isHeld(CallPayload payload, Message request) {
        if (core.objects().hold().isOver() || !core.objects().mayStillCome(wantedId(payload))) {
            return false;
        }
        flush(); // while this thread still may
        held = request;
        if (core.objects().hold().hold(() -> client.serveOn(this))) {
            return true;
        }
        held = null;
        return false;
    }

    private static String wantedId(CallPayload payload) {
        return payload.objectId().equals(WireNames.DAEMON)
                && payload.method().equals(WireNames.GET_METADATA)
                && !payload.args().isEmpty() && payload.args().get(0) instanceof String id
                        ? id
                        : payload.objectId();
    }

    private Replies replies() {
        Replies known = replies;
        if (known == null) {
            known = new Replies(core, client, context);
            replies = known;
        }
        return known;
    }

    private Codec codecOf(Message request) {
        Codec codec = core.codecs().find(context.dialect(), request.serializerId());
        if (codec == null) {
            SerializationException refusal = new SerializationException(
                    core.codecs().refusal(context.dialect(), request.serializerId()));
            if (!request.has(Flags.ONEWAY)) {
                replies().failure(refusal, request, Codecs.of(Serializer.MARSHAL),
                        CallContext.current());
                flush();
            }
            throw new ProtocolException(refusal.getMessage());
        }
        return codec;
    }

    /** The arguments are the call's from now on, and so is what they are converted to. */
    private HeldMemory handOver(ReceivedCall received) {
        HeldMemory taken = channel.memory().handOver();
        received.budget().chargeTo(taken);
        return taken;
    }

    // Converters of the user run where calls run.
    private ReceivedCall decode(Message request, Codec codec, ServedCall call) throws Throwable {
        CallExecutor oneThread = core.calls().onOneThread();
        return oneThread == null || context.types().changes() == 0
                ? decode(request, codec)
                : oneThread.runBetween(call, () -> decode(request, codec));
    }

    private ReceivedCall decode(Message request, Codec codec) {
        if (request.refusal() != null) {
            throw request.refusal();
        }
        try {
            DecodeBudget budget = context.budget(request.payload());
            CallPayload payload = request.has(Flags.KEEP_SERIALIZED)
                    ? BlobCall.read(request, codec.serializer(), context,
                            channel.memory()::growing)
                    : codec.readCall(request.payload(), context, budget);
            return new ReceivedCall(payload, request.has(Flags.BATCH), budget);
        } catch (SerializationException e) {
            throw PythonErrors.valueError(RemoteText.message(e));
        }
    }

    // It starts in place, as most are over at once; one that lasts is overtaken by what the client asks for next.
    private boolean oneway(Message request, Codec codec, ServedCall call, UUID correlationId) {
        ReceivedCall received;
        try {
            received = decode(request, codec, call);
        } catch (Throwable e) {
            core.warnings().oneways().warn("oneway call of {} cannot be read: {}", client,
                    RemoteText.message(e));
            channel.memory().giveMessage();
            call.end();
            client.callsEnd(1);
            return true;
        }
        if (isHeld(received.payload(), request)) {
            call.end();
            return false;
        }
        HeldMemory taken = handOver(received);
        client.calls(received.payload());
        if (!agreement.sideBySide() && !channel.hasBufferedBytes()) {
            channel.connection().acknowledgeNow(); // a stock client may hold back its next call until then
        }
        int toStartAside = onewaysToStartAside;
        if (toStartAside > 0) {
            onewaysToStartAside = toStartAside - 1;
            oneways.startAside(received, taken, call, correlationId, request);
            return true;
        }
        boolean mayBeOvertaken = agreement.sideBySide() || core.config().onewayThreaded();
        int number = mayBeOvertaken ? overtaking.begin() : 0;
        oneways.perform(received, taken, call);
        if (!mayBeOvertaken || overtaking.end(number)) {
            return true;
        }
        onewaysToStartAside = ONEWAYS_TO_START_ASIDE;
        return false;
    }
}
