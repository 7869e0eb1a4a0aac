package io.jyro.client.exchange;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

import io.jyro.Caller;
import io.jyro.Dialect;
import io.jyro.Link;
import io.jyro.PyroConfig;
import io.jyro.Serializer;
import io.jyro.serialize.CallPayload;
import io.jyro.serialize.Codec;
import io.jyro.serialize.CodecContext;
import io.jyro.serialize.TypeRegistry;
import io.jyro.serialize.format.Codecs;
import io.jyro.transport.CallDeadline;
import io.jyro.transport.Connection;
import io.jyro.transport.message.ConnectionMemory;
import io.jyro.transport.message.MessageChannel;
import io.jyro.wire.Message;
import io.jyro.wire.MessageType;
import io.jyro.wire.MessageWriter;
import io.jyro.wire.WireLimits;
import org.jspecify.annotations.Nullable;

/** A connection that callers share, without timeouts, whose other end the test holds: it decides what comes when. */
final class SharedConnection implements AutoCloseable {
    private final Link link = Link.inProcess();
    private final Codec codec = Codecs.of(Serializer.SERPENT);
    private final CodecContext context = CodecContext.of(PyroConfig.defaults(), Dialect.V502,
            TypeRegistry.over(PyroConfig.defaults().types()));
    private final ConcurrentExchange exchange = new ConcurrentExchange(channel(link.one()),
            Duration.ZERO,
            Duration.ZERO, writer(), Contention.ignored());
    private final MessageChannel daemon = channel(link.other());

    private static MessageChannel channel(Link.End end) {
        return new MessageChannel(Connection.over(end), WireLimits.NONE, null, false,
                ConnectionMemory.ofProxy(), Codecs::bulkFinder);
    }

    private static MessageWriter writer() {
        return new MessageWriter(Dialect.V502, WireLimits.NONE, null, false);
    }

    ConcurrentExchange exchange() {
        return exchange;
    }

    ReplyDecoder decoder() {
        return Decoders.of(codec, context.withOwnNames());
    }

    /** A request that is complete but for its number. */
    MessageWriter request() {
        MessageWriter request = writer();
        codec.writeCall(new CallPayload("thing", "ask", List.of(), Map.of()),
                request.begin(MessageType.INVOKE, 0, Serializer.SERPENT.id(Dialect.V502), null,
                        Map.of()),
                context.withOwnNames());
        request.end(0);
        return request;
    }

    /** A caller that waits for its reply; its request has arrived when this returns. */
    Awaited<Caller<@Nullable Object>> call() throws InterruptedException {
        Caller<@Nullable Object> caller = Caller.of(
                () -> exchange.call(request(), decoder(), CallDeadline.NONE).value());
        int number = nextRequest();
        return new Awaited<>(caller.parked(), number);
    }

    /** A future whose request has arrived. */
    Awaited<CompletableFuture<@Nullable Object>> callLater() {
        CompletableFuture<@Nullable Object> future = exchange.callLater(request(), decoder(),
                Reply::value, CallDeadline.NONE);
        return new Awaited<>(future, nextRequest());
    }

    /** A call that waits for the reply of a number. */
    record Awaited<T>(T by, int number) {}

    private int nextRequest() {
        Message message = daemon.read();
        while (message.type() != MessageType.INVOKE) {
            message = daemon.read();
        }
        return message.sequence();
    }

    /** Sends replies, all in one write. */
    void answer(Awaited<?>... calls) {
        MessageWriter replies = writer();
        for (Awaited<?> call : calls) {
            codec.write("reply " + call.number(), replies.begin(MessageType.RESULT, call.number(),
                    Serializer.SERPENT.id(Dialect.V502), null, Map.of()), context);
            replies.end(0);
        }
        daemon.output().write(replies.output());
    }

    static String replyTo(Awaited<?> call) {
        return "reply " + call.number();
    }

    /** The daemon closes the connection. */
    void end() {
        link.other().close();
    }

    @Override
    public void close() {
        exchange.close();
        link.other().close();
    }
}
