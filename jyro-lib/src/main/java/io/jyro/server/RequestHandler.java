package io.jyro.server;

import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Predicate;

import io.jyro.ProtocolException;
import io.jyro.SerializationException;
import io.jyro.Serializer;
import io.jyro.rpc.CallContext;
import io.jyro.rpc.Capabilities;
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

    private final AcceptedCodecs codecs;
    private final ReplyWriter.Factory writers;
    private final ServedConnection client;
    private final MessageChannel channel;
    private final Capabilities capabilities;
    private final CallRunner runner;
    private final OnewayCalls oneways;
    // Set while no thread reads, because too many asynchronous results are awaited.
    private final AtomicBoolean paused = new AtomicBoolean();
    // Replaced when the connection becomes idle.
    private CodecContext context;
    private volatile @Nullable ReplyWriter replies; // created for the first reply, since most clients are silent
    private @Nullable Message held; // passed to the resuming thread by the hold

    private RequestHandler(Factory daemon, ServedConnection client, Negotiated negotiated) {
        codecs = daemon.codecs;
        writers = daemon.writers;
        this.client = client;
        channel = client.channel();
        context = negotiated.context();
        capabilities = negotiated.capabilities();
        runner = daemon.runners.runner(client, negotiated, this);
        oneways = daemon.oneways.calls(client, negotiated, runner);
        if (capabilities.chain()) {
            channel.chains(new Predicate<>() {
                @Override
                public boolean test(Message request) {
                    return runner.call(request).isAwaitedHere();
                }
            });
        }
    }

    /** Creates the handlers of a daemon's connections. Immutable; any thread. */
    static final class Factory {
        private final AcceptedCodecs codecs;
        private final ReplyWriter.Factory writers;
        private final CallRunner.Factory runners;
        private final OnewayCalls.Factory oneways;

        Factory(AcceptedCodecs codecs, ReplyWriter.Factory writers, CallRunner.Factory runners,
                OnewayCalls.Factory oneways) {
            this.codecs = codecs;
            this.writers = writers;
            this.runners = runners;
            this.oneways = oneways;
        }

        /** Creates the handler for a connection after its handshake. */
        RequestHandler handler(ServedConnection client, Negotiated negotiated) {
            return new RequestHandler(this, client, negotiated);
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
        return new ServedRequest(this, client, request, codecOf(request), runner.call(request))
                .serve();
    }

    /**
     * Begins a call on the reading thread; returns the number by which another thread may take over the reading, or 0.
     */
    int callBegins() {
        return capabilities.sideBySide() ? runner.begin() : 0;
    }

    /** Ends a call; returns false if another thread continues to read. */
    boolean callEnds(int number) {
        return !capabilities.sideBySide() || runner.end(number);
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
        if (!runner.mayStillCome(payload)) {
            return false;
        }
        flush(); // before another thread may resume the request
        held = request;
        if (runner.hold(() -> client.serveOn(this))) {
            return true;
        }
        held = null;
        return false;
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
            known = writers.writer(client, context);
            replies = known;
        }
        return known;
    }

    private Codec codecOf(Message request) {
        Codec codec = codecs.find(context.dialect(), request.serializerId());
        if (codec == null) {
            SerializationException refusal = new SerializationException(
                    codecs.refusal(context.dialect(), request.serializerId()));
            if (!request.has(Flags.ONEWAY)) {
                replies().failure(refusal, request, Codecs.of(Serializer.MARSHAL),
                        CallContext.current());
                flush();
            }
            throw new ProtocolException(refusal.getMessage());
        }
        return codec;
    }

    /** Returns a writer for the reply of one call, while another thread reads the connection. */
    ReplyWriter repliesOfOvertaken(CodecContext own) {
        return writers.writerOfOvertaken(client, own);
    }

    CallRunner runner() {
        return runner;
    }

    OnewayCalls oneways() {
        return oneways;
    }

    /** Returns the context for the values of this connection, which may change. */
    CodecContext codecContext() {
        return context;
    }
}
