package io.jyro.server;

import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Predicate;

import io.jyro.ProtocolException;
import io.jyro.SerializationException;
import io.jyro.Serializer;
import io.jyro.rpc.Agreement;
import io.jyro.rpc.CallContext;
import io.jyro.rpc.ServedCall;
import io.jyro.rpc.WireNames;
import io.jyro.serialize.CallPayload;
import io.jyro.serialize.Codec;
import io.jyro.serialize.CodecContext;
import io.jyro.serialize.Codecs;
import io.jyro.transport.MessageChannel;
import io.jyro.wire.Flags;
import io.jyro.wire.Message;
import org.jspecify.annotations.Nullable;

/**
 * The messages of a client's connection after the handshake, each of which is served as it is read ({@link
 * ServedRequest}). The thread that reads a request serves it; while its call lasts, another thread may take the
 * conversation over and serve the next requests, and then the first one answers its own and is done. So one thread at a
 * time, not always the same.
 */
final class Conversation implements Overtaking.Reading {
    // Each holds a thread; a client that wants more waits until one has ended.
    private static final int MOST_AT_ONCE = 1024;

    private final DaemonCore core;
    private final ClientConnection client;
    private final MessageChannel channel;
    private final Agreement agreement;
    private final Dispatch dispatch;
    private final OnewayCalls oneways;
    private final Overtaking overtaking;
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
        oneways = new OnewayCalls(core, client, channel, dispatch, overtaking,
                agreement.sideBySide(),
                context.types());
        if (agreement.chain()) {
            channel.chains(new Predicate<>() {
                @Override
                public boolean test(Message request) {
                    return call(request).isAwaitedHere();
                }
            });
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
        return new ServedRequest(this, core, client, channel, request, codecOf(request),
                call(request)).serve();
    }

    private ServedCall call(Message request) {
        return ServedCall.of(request, agreement, core.running());
    }

    /** A call begins on the thread that reads; returns the number by which another may take over the reading, or 0. */
    int callBegins() {
        return agreement.sideBySide() ? overtaking.begin() : 0;
    }

    /** The call has ended; returns false if another thread reads on. */
    boolean callEnds(int number) {
        return !agreement.sideBySide() || overtaking.end(number);
    }

    /**
     * Whether to read on while results that come later are awaited. A stock client has its reply before its next request
     * is read; of others, only so many calls may wait for theirs.
     */
    boolean mayReadOn() {
        int most = agreement.sideBySide() ? MOST_AT_ONCE : 1;
        if (client.running() < most) {
            return true;
        }
        paused.set(true);
        return client.running() < most && paused.compareAndSet(true, false);
    }

    /** A result that was awaited has been answered: reads on, if reading was paused for it. Any thread. */
    void readOn() {
        if (paused.compareAndSet(true, false)) {
            client.serveOn(this);
        }
    }

    /**
     * Whether a request is held, because its object may still be registered. Of a connection, one request at a time is
     * held, and nobody reads those behind it.
     */
    boolean holds(Message request, CallPayload payload) {
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

    /** A request may tell by which id its client names itself on further connections. */
    void nameClient(Message request) {
        UUID named = agreement.further() ? Agreement.namedIn(request) : null;
        if (named != null) {
            client.isNamed(named);
        }
    }

    /** Where the thread that reads puts its replies. */
    Replies replies() {
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

    Dispatch dispatch() {
        return dispatch;
    }

    OnewayCalls oneways() {
        return oneways;
    }

    /** What values of this connection are read and written with now. */
    CodecContext codecContext() {
        return context;
    }
}
