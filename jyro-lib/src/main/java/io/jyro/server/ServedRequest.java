package io.jyro.server;

import java.util.UUID;

import io.jyro.RemoteText;
import io.jyro.SerializationException;
import io.jyro.rpc.BlobCall;
import io.jyro.rpc.CallContext;
import io.jyro.rpc.CallContextAccess;
import io.jyro.rpc.ServedCall;
import io.jyro.serialize.CallPayload;
import io.jyro.serialize.Codec;
import io.jyro.serialize.CodecContext;
import io.jyro.serialize.DecodeBudget;
import io.jyro.server.calls.CallExecutor;
import io.jyro.server.calls.CorrelationIds;
import io.jyro.server.objects.LaterResult;
import io.jyro.server.objects.PythonErrors;
import io.jyro.server.objects.ReceivedCall;
import io.jyro.transport.message.HeldMemory;
import io.jyro.transport.message.MessageChannel;
import io.jyro.wire.Flags;
import io.jyro.wire.Message;
import org.jspecify.annotations.Nullable;

/**
 * A request to call something, from its payload to its reply; {@link #serve} is the table of contents of a served call.
 * For the thread that reads the connection.
 *
 * <p>The client's connection counts the call from {@link ServedConnection#callBegins} until its reply has been written
 * ({@link ReplyWriter#flush}), since a connection that closes must not lose replies.
 */
final class ServedRequest {
    private final RequestHandler handler;
    private final ServedConnection client;
    private final MessageChannel channel;
    private final Message request;
    private final Codec codec;
    private final ServedCall call;
    private final UUID correlationId;
    private final CallContext context = CallContext.current();

    ServedRequest(RequestHandler handler, ServedConnection client, Message request, Codec codec,
            ServedCall call) {
        this.handler = handler;
        this.client = client;
        channel = client.channel();
        this.request = request;
        this.codec = codec;
        this.call = call;
        correlationId = CorrelationIds.of(request);
    }

    /**
     * Decodes the call, performs it and answers it.
     *
     * @return false if another thread continues to read
     */
    boolean serve() {
        if (call.isAwaitedHere()) {
            channel.memory().inChain(true);
        }
        CallContextAccess.serve(context, call, client.first(), client.resources(), correlationId,
                request);
        try {
            ReceivedCall received = decode();
            if (received == null) {
                return true;
            }
            if (handler.holds(request, received.payload())) {
                call.end();
                return false;
            }
            handler.nameClient(request);
            HeldMemory memory = handOver(received);
            client.calls(received.payload());
            return request.has(Flags.ONEWAY)
                    ? handler.oneways().take(received, memory, call, correlationId, request)
                    : performAndAnswer(received, memory);
        } finally {
            CallContextAccess.end(context);
            Thread.interrupted(); // user code that interrupts its own call must not end the connection
        }
    }

    // Returns null if the call cannot be decoded, after that was answered or logged.
    private @Nullable ReceivedCall decode() {
        try {
            // Converters of the user run where calls run.
            CallExecutor converters = handler.runner().converters();
            return converters == null
                    ? decodeHere()
                    : converters.runBetween(call, this::decodeHere);
        } catch (Throwable e) {
            channel.memory().giveMessage();
            call.end();
            if (request.has(Flags.ONEWAY)) {
                handler.oneways().unreadable(e);
            } else {
                handler.replies().failure(e, request, codec, context);
            }
            return null;
        }
    }

    private ReceivedCall decodeHere() {
        if (request.refusal() != null) {
            throw request.refusal();
        }
        CodecContext types = codecContext();
        try {
            DecodeBudget budget = types.budget(request.payload());
            CallPayload payload = request.has(Flags.KEEP_SERIALIZED)
                    ? BlobCall.read(request, codec.serializer(), types, channel.memory()::growing)
                    : codec.readCall(request.payload(), types, budget);
            return new ReceivedCall(payload, request.has(Flags.BATCH), budget);
        } catch (SerializationException e) {
            throw PythonErrors.valueError(RemoteText.message(e));
        }
    }

    private CodecContext codecContext() {
        return handler.codecContext();
    }

    /** Charges the arguments, and the values that they are converted to, to the call. */
    private HeldMemory handOver(ReceivedCall received) {
        HeldMemory taken = channel.memory().handOver();
        received.budget().chargeTo(taken);
        return taken;
    }

    private boolean performAndAnswer(ReceivedCall received, HeldMemory memory) {
        int number = handler.callBegins();
        Object result = null;
        Throwable failure = null;
        try {
            result = handler.runner().perform(received, call, false, number);
        } catch (Throwable e) { // every throwable is passed to the caller
            failure = e;
        }
        if (result instanceof LaterResult later) {
            answerLater(later, memory);
            return handler.callEnds(number) && handler.mayReadOn();
        }
        try {
            boolean readsOn = handler.callEnds(number);
            if (readsOn) {
                answer(handler.replies(), result, failure, context);
            } else {
                answerByItself(codecContext().withOwnNames(), result, failure, context);
            }
            return readsOn;
        } finally {
            memory.release();
            call.end();
        }
    }

    private void answer(ReplyWriter to, @Nullable Object result, @Nullable Throwable failure,
            CallContext around) {
        if (failure == null) {
            to.result(result, request, codec, around);
        } else {
            to.failure(failure, request, codec, around);
        }
    }

    // Answers while another thread reads the connection.
    private void answerByItself(CodecContext own, @Nullable Object result,
            @Nullable Throwable failure, CallContext around) {
        try {
            ReplyWriter replies = handler.repliesOfOvertaken(own);
            answer(replies, result, failure, around);
            replies.flush();
        } catch (RuntimeException | Error e) {
            client.replyIsLost(e);
        }
    }

    // No thread waits for the result. The thread that completes it is the user's, so another one writes.
    private void answerLater(LaterResult later, HeldMemory memory) {
        CallContext then = CallContextAccess.detached(context);
        CodecContext own = codecContext().withOwnNames();
        later.whenDone((result, failure) -> client.startWaiting(() -> {
            try {
                answerByItself(own, result, failure, then);
            } finally {
                memory.release();
                call.end();
                handler.readOn();
            }
        }));
    }
}
