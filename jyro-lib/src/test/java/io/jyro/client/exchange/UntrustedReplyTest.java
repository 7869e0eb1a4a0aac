package io.jyro.client.exchange;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import io.jyro.Dialect;
import io.jyro.Link;
import io.jyro.PyroConfig;
import io.jyro.Serializer;
import io.jyro.rpc.WireNames;
import io.jyro.serialize.CallPayload;
import io.jyro.serialize.Codec;
import io.jyro.serialize.CodecContext;
import io.jyro.serialize.TypeRegistry;
import io.jyro.serialize.format.Codecs;
import io.jyro.transport.CallDeadline;
import io.jyro.transport.Connection;
import io.jyro.transport.message.ConnectionMemory;
import io.jyro.transport.message.MessageChannel;
import io.jyro.wire.Hmac;
import io.jyro.wire.MessageType;
import io.jyro.wire.MessageWriter;
import io.jyro.wire.WireLimits;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** What happens to callers side by side when a reply comes that somebody on the way may have made. */
@Timeout(60)
class UntrustedReplyTest {
    private static final Hmac KEY = new Hmac(new byte[]{1, 2, 3});
    private static final Hmac ANOTHER = new Hmac(new byte[]{4, 5, 6});

    private final Codec codec = Codecs.of(Serializer.SERPENT);
    private final CodecContext context = CodecContext.of(PyroConfig.defaults(), Dialect.V48,
            TypeRegistry.over(PyroConfig.defaults().types()));
    private final Link link = Link.inProcess();
    private final ConcurrentExchange calls = new ConcurrentExchange(channel(link.one()),
            Duration.ZERO,
            Duration.ZERO,
            writer(KEY), Contention.ignored());

    private static MessageChannel channel(Link.End end) {
        return new MessageChannel(Connection.over(end), WireLimits.NONE, KEY, false,
                ConnectionMemory.ofProxy(), Codecs::bulkFinder);
    }

    private static MessageWriter writer(Hmac key) {
        return new MessageWriter(Dialect.V48, WireLimits.NONE, key, false);
    }

    private MessageWriter request() {
        MessageWriter request = writer(KEY);
        codec.writeCall(new CallPayload("thing", "ask", List.of(), Map.of()),
                request.begin(MessageType.INVOKE, 0, Serializer.SERPENT.id(Dialect.V48), null,
                        Map.of()),
                context);
        request.end(0);
        return request;
    }

    private void answerWithAnotherKey() {
        Thread.ofVirtual().start(() -> {
            MessageChannel daemon = channel(link.other());
            MessageWriter reply = writer(ANOTHER);
            codec.write(WireNames.HELLO, reply.begin(MessageType.RESULT,
                    daemon.read().sequence(), Serializer.SERPENT.id(Dialect.V48), null, Map.of()),
                    context);
            reply.end(0);
            daemon.output().write(reply.output());
        });
    }

    @AfterEach
    void close() {
        calls.close();
        link.other().close();
    }

    @Test
    void aFutureFailsWhoseReplyIsSignedWithAnotherKey() {
        answerWithAnotherKey();
        CompletableFuture<@Nullable Object> future = calls.callLater(request(),
                Decoders.of(codec, context), Reply::value, CallDeadline.NONE);

        assertThatThrownBy(() -> future.get(10, TimeUnit.SECONDS)).rootCause()
                .hasMessageStartingWith("message hmac mismatch: ");
    }

    @Test
    void aCallFailsWhoseReplyIsSignedWithAnotherKeyAndSoDoTheOthersThatWait() throws Exception {
        CompletableFuture<@Nullable Object> other = new CompletableFuture<>();
        Thread caller = Thread.ofVirtual().start(() -> {
            try {
                other.complete(calls.call(request(), Decoders.of(codec, context),
                        CallDeadline.NONE));
            } catch (Throwable e) {
                other.completeExceptionally(e);
            }
        });
        MessageChannel daemon = channel(link.other());
        daemon.detach(daemon.read()); // whoever reads is this caller
        CompletableFuture<@Nullable Object> second = calls.callLater(request(),
                Decoders.of(codec, context), Reply::value, CallDeadline.NONE);
        MessageWriter reply = writer(ANOTHER);
        codec.write("forged", reply.begin(MessageType.RESULT, daemon.read().sequence(),
                Serializer.SERPENT.id(Dialect.V48), null, Map.of()), context);
        reply.end(0);
        daemon.output().write(reply.output());

        assertThatThrownBy(() -> other.get(10, TimeUnit.SECONDS)).rootCause()
                .hasMessageStartingWith("message hmac mismatch: ");
        assertThatThrownBy(() -> second.get(10, TimeUnit.SECONDS)).rootCause()
                .hasMessageStartingWith("message hmac mismatch: ");
        caller.join();
    }
}
