package io.jyro.server;

import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Predicate;

import io.jyro.ProtocolException;
import io.jyro.SerializationException;
import io.jyro.Serializer;
import io.jyro.rpc.CallContext;
import io.jyro.rpc.Capabilities;
import io.jyro.rpc.ServedCall;
import io.jyro.rpc.WireNames;
import io.jyro.serialize.CallPayload;
import io.jyro.serialize.Codec;
import io.jyro.serialize.CodecContext;
import io.jyro.serialize.format.Codecs;
import io.jyro.server.calls.ReaderHandover;
import io.jyro.transport.message.MessageChannel;
import io.jyro.wire.Flags;
import io.jyro.wire.Message;
import org.jspecify.annotations.Nullable;

/**
 * Serves the messages of a client's connection after the handshake, each by a {@link ServedRequest}. The thread that
 * reads a request serves it. If its call takes long, another thread may take over and serve the next requests; the
 * first one then only answers its own. So one thread reads at a time, not always the same.
 */
final class RequestHandler implements ServedConnection.Requests, ReaderHandover.Reading {
    // Each may hold a thread; a client that wants more waits until one has ended.
    private static final int MOST_AT_ONCE = 1024;

    private final DaemonCore core;
    private final ServedConnection client;
    private final MessageChannel channel;
    private final Capabilities capabilities;
    private final CallRunner dispatch;
    private final OnewayCalls oneways;
    private final ReaderHandover handover;
    // Set while no thread reads, because too many asynchronous results are awaited.
    private final AtomicBoolean paused = new AtomicBoolean();
    // Replaced when the connection becomes idle.
    private CodecContext context;
    private volatile @Nullable ReplyWriter replies; // created for the first reply, since most clients are silent
    private @Nullable Message held; // passed to the resuming thread by the hold

    RequestHandler(DaemonCore core, ServedConnection client, MessageChannel channel,
            CodecContext context, Capabilities capabilities) {
        this.core = core;
        this.client = client;
        this.channel = channel;
        this.context = context;
        this.capabilities = capabilities;
        handover = new ReaderHandover(this, core.watchdog());
        dispatch = new CallRunner(core, client, context.dialect(), capabilities.sideBySide(),
                handover);
        oneways = new OnewayCalls(core, client, channel, dispatch, handover,
                capabilities.sideBySide(),
                context.types());
        if (capabilities.chain()) {
            channel.chains(new Predicate<>() {
                @Override
                public boolean test(Message request) {
                    return call(request).isAwaitedHere();
                }
            });
        }
    }

    @Override
    public void flush() {
        ReplyWriter waiting = replies;
        if (waiting != null) {
            waiting.flush();
        }
    }

    @Override
    public void rest() {
        flush();
        context = context.withOwnNames();
        replies = null;
    }

    @Override
    public boolean isAwaited() {
        ReplyWriter waiting = replies;
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

    @Override
    public boolean answer(Message request) {
        if (request.dialect() != context.dialect()) {
            throw new ProtocolException(
                    "message of protocol " + request.dialect().version() + " on a connection of "
                            + context.dialect().version());
        }
        return !client.callBegins() || perform(request);
    }

    @Override
    public boolean answerHeld() {
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
        // A stock client sends nothing more until it has its reply.
        if (readsOn && !capabilities.sideBySide()) {
            flush();
        }
        return readsOn;
    }

    private boolean invoke(Message request) {
        return new ServedRequest(this, core, client, channel, request, codecOf(request),
                call(request)).serve();
    }

    private ServedCall call(Message request) {
        return ServedCall.of(request, capabilities, core.running());
    }

    /**
     * Begins a call on the reading thread; returns the number by which another thread may take over the reading, or 0.
     */
    int callBegins() {
        return capabilities.sideBySide() ? handover.begin() : 0;
    }

    /** Ends a call; returns false if another thread continues to read. */
    boolean callEnds(int number) {
        return !capabilities.sideBySide() || handover.end(number);
    }

    /**
     * Returns whether to continue reading while asynchronous results are awaited. A stock client must have its reply
     * before its next request is read; other clients may have a limited number of unanswered calls.
     */
    boolean mayReadOn() {
        int most = capabilities.sideBySide() ? MOST_AT_ONCE : 1;
        if (client.running() < most) {
            return true;
        }
        paused.set(true);
        return client.running() < most && paused.compareAndSet(true, false);
    }

    /** Continues reading after an asynchronous result was sent, if reading was paused for it. Any thread. */
    void readOn() {
        if (paused.compareAndSet(true, false)) {
            client.serveOn(this);
        }
    }

    /**
     * Holds a request whose object may still be registered, and returns whether it did. A connection holds one request
     * at a time, and no thread reads the next ones.
     */
    boolean holds(Message request, CallPayload payload) {
        if (core.objects().hold().isOver() || !core.objects().mayStillCome(wantedId(payload))) {
            return false;
        }
        flush(); // before another thread may resume the request
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

    /** Records the id by which the client names itself on further connections, if the request has one. */
    void nameClient(Message request) {
        UUID named = capabilities.further() ? Capabilities.namedIn(request) : null;
        if (named != null) {
            client.isNamed(named);
        }
    }

    /** Returns the writer for the replies of the reading thread. */
    ReplyWriter replies() {
        ReplyWriter known = replies;
        if (known == null) {
            known = new ReplyWriter(core, client, context);
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

    CallRunner dispatch() {
        return dispatch;
    }

    OnewayCalls oneways() {
        return oneways;
    }

    /** Returns the context for the values of this connection, which may change. */
    CodecContext codecContext() {
        return context;
    }
}
