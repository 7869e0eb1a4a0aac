package io.jyro.server;

import java.util.UUID;

import io.jyro.DaemonException;
import io.jyro.ProtocolException;
import io.jyro.SerializationException;
import io.jyro.Serializer;
import io.jyro.rpc.BlobCall;
import io.jyro.rpc.CallContext;
import io.jyro.rpc.CallScope;
import io.jyro.serialize.CallPayload;
import io.jyro.serialize.Codec;
import io.jyro.serialize.CodecContext;
import io.jyro.serialize.Codecs;
import io.jyro.transport.Connection;
import io.jyro.transport.MessageChannel;
import io.jyro.wire.Flags;
import io.jyro.wire.Message;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What is said on a client's connection after the handshake: requests, each answered before the next is read. One
 * thread at a time, not always the same.
 */
final class Conversation {
    private static final Logger log = LoggerFactory.getLogger(Conversation.class);

    private final DaemonCore core;
    private final ClientConnection client;
    private final Connection connection;
    private final CodecContext context;
    private final Replies replies;

    Conversation(DaemonCore core, ClientConnection client, Connection connection,
            MessageChannel channel,
            CodecContext context) {
        this.core = core;
        this.client = client;
        this.connection = connection;
        this.context = context;
        replies = new Replies(core, channel, context);
    }

    /**
     * Does what a message asks for and replies.
     *
     * @throws io.jyro.CommunicationException if the connection cannot go on
     */
    void answer(Message request) {
        if (request.dialect() != context.dialect()) {
            throw new ProtocolException(
                    "message of protocol " + request.dialect().version() + " on a connection of "
                            + context.dialect().version());
        }
        switch (request.type()) {
            case PING -> replies.pong(request);
            case INVOKE -> invoke(request);
            default -> throw new ProtocolException(
                    "invalid msg type " + request.type().code() + " received"
                            + " (expected: 4, 6)");
        }
    }

    private void invoke(Message request) {
        Codec codec = codecOf(request);
        UUID correlationId = core.correlationId(request);
        CallContext around = CallContext.current();
        CallScope.serve(around, client, client.resources(), correlationId, request);
        try {
            if (request.has(Flags.ONEWAY)) {
                oneway(request, codec, correlationId);
                return;
            }
            Object result;
            try {
                result = perform(decode(request, codec), request.has(Flags.BATCH));
            } catch (Throwable e) { // whatever it is, it belongs to the caller
                replies.failure(e, request, codec, around);
                return;
            }
            replies.result(result, request, codec, around, client);
        } finally {
            CallScope.end(around);
            Thread.interrupted(); // what user code did to its own call must not end the connection
        }
    }

    private Codec codecOf(Message request) {
        Codec codec = core.codecs().find(context.dialect(), request.serializerId());
        if (codec == null) {
            SerializationException refusal = new SerializationException(
                    "message used serializer that is not accepted: " + request.serializerId());
            if (!request.has(Flags.ONEWAY)) {
                replies.failure(refusal, request, Codecs.of(Serializer.MARSHAL),
                        CallContext.current());
            }
            throw new ProtocolException(refusal.getMessage());
        }
        return codec;
    }

    private CallPayload decode(Message request, Codec codec) {
        try {
            if (request.has(Flags.KEEP_SERIALIZED)) {
                return BlobCall.read(request, codec.serializer(), context);
            }
            return codec.readCall(request.payload(), request.payloadOffset(),
                    request.payloadLength(), context);
        } catch (SerializationException e) {
            throw PythonErrors.valueError(String.valueOf(e.getMessage()));
        }
    }

    private @Nullable Object perform(CallPayload payload, boolean batch) throws Throwable {
        Registered registered = core.objects().find(payload.objectId());
        if (registered == null) {
            throw new DaemonException("unknown object");
        }
        Registered target = registered.in(context.dialect());
        Request request = Request.of(payload, batch);
        core.gate().enter();
        try {
            return request.perform(target.exposed(), target.instanceFor(client.session()));
        } catch (Throwable e) {
            failed(payload, target, request, e);
            throw e;
        } finally {
            core.gate().leave();
        }
    }

    private void failed(CallPayload payload, Registered registered, Request request,
            Throwable failure) {
        if (registered.exposed().isCallback(request.member())) {
            log.warn("callback {} of {} failed for {}", request.member(), payload.objectId(),
                    client, failure);
        }
        try {
            core.hooks().errorHandler().failed(client, payload.objectId(), request.member(),
                    failure);
        } catch (RuntimeException | Error e) { // a user's code; the caller still gets his reply
            log.error("the daemon's error handler failed", e);
        }
    }

    // A batch runs in place, as Pyro does it; a method runs beside what the client asks for next.
    private void oneway(Message request, Codec codec, UUID correlationId) {
        CallPayload payload;
        try {
            payload = decode(request, codec);
        } catch (RuntimeException e) {
            log.warn("oneway call of {} cannot be read: {}", client, e.getMessage());
            return;
        }
        if (request.has(Flags.BATCH)) {
            performOneway(payload, true);
        } else {
            CallScope.Origin origin = CallScope.origin(client, client.resources(), correlationId,
                    request);
            core.threads().startOneway(() -> {
                CallContext around = CallContext.current();
                origin.serve(around);
                try {
                    performOneway(payload, false);
                } finally {
                    CallScope.end(around);
                }
            });
        }
        connection.acknowledgeNow();
    }

    private void performOneway(CallPayload payload, boolean batch) {
        try {
            ItemSource unread = ItemSource.of(perform(payload, batch), context.types());
            if (unread != null) {
                unread.close(); // nobody will ever ask for its items
            }
        } catch (Throwable e) { // nobody waits for it
            log.warn("oneway call of {} on {} for {} failed", payload.method(), payload.objectId(),
                    client, e);
        }
    }
}
