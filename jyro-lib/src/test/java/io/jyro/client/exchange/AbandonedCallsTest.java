package io.jyro.client.exchange;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import io.jyro.CallTimeoutException;
import io.jyro.ConnectionClosedException;
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
import io.jyro.wire.MessageType;
import io.jyro.wire.MessageWriter;
import io.jyro.wire.WireLimits;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** A connection to a daemon that is there and never answers some calls does not run out of numbers. */
@Timeout(60)
class AbandonedCallsTest {
    private static final int BOUND = 1024;

    private final Link link = Link.inProcess();
    private final Codec codec = Codecs.of(Serializer.SERPENT);
    private final CodecContext context = CodecContext.of(PyroConfig.defaults(), Dialect.V502,
            TypeRegistry.over(PyroConfig.defaults().types()));
    private final ConcurrentExchange calls = new ConcurrentExchange(channel(link.one()),
            Duration.ZERO,
            Duration.ofSeconds(1), writer(), Contention.ignored());
    private final MessageChannel daemon = channel(link.other());

    private static MessageChannel channel(Link.End end) {
        return new MessageChannel(Connection.over(end), WireLimits.NONE, null, false,
                ConnectionMemory.ofProxy(), Codecs::bulkFinder);
    }

    private static MessageWriter writer() {
        return new MessageWriter(Dialect.V502, WireLimits.NONE, null, false);
    }

    @AfterEach
    void close() {
        calls.close();
        link.other().close();
    }

    private CompletableFuture<@Nullable Object> call(CallDeadline deadline) {
        MessageWriter request = writer();
        codec.writeCall(new CallPayload("thing", "ask", List.of(), Map.of()),
                request.begin(MessageType.INVOKE, 0, Serializer.SERPENT.id(Dialect.V502), null,
                        Map.of()),
                context);
        request.end(0);
        return calls.callLater(request, Decoders.of(codec, context.withOwnNames()),
                Reply::value, deadline);
    }

    private int nextRequest() {
        while (true) {
            var message = daemon.read();
            if (message.type() == MessageType.INVOKE) {
                return message.sequence();
            }
        }
    }

    private void answer(int sequence, String text) {
        MessageWriter reply = writer();
        codec.write(text, reply.begin(MessageType.RESULT, sequence,
                Serializer.SERPENT.id(Dialect.V502), null, Map.of()), context);
        reply.end(0);
        daemon.output().write(reply.output());
    }

    private List<Integer> abandon(int count) {
        List<Integer> numbers = new ArrayList<>();
        List<CompletableFuture<@Nullable Object>> late = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            late.add(call(CallDeadline.in(Duration.ofMillis(300))));
            numbers.add(nextRequest());
        }
        for (CompletableFuture<@Nullable Object> each : late) {
            assertThatThrownBy(() -> each.get(20, TimeUnit.SECONDS))
                    .hasCauseInstanceOf(CallTimeoutException.class);
        }
        return numbers;
    }

    @Test
    void aConnectionWithManyTakesNoMoreCallsAndEndsAfterItsLastReply() throws Exception {
        CompletableFuture<@Nullable Object> kept = call(CallDeadline.NONE);
        int number = nextRequest();

        List<Integer> abandoned = abandon(BOUND + 1);

        assertThat(calls.isClosed()).isTrue();
        assertThat(calls.isDraining()).isTrue();
        assertThat(abandoned).doesNotHaveDuplicates().doesNotContain(number);
        answer(abandoned.getFirst(), "too late");
        answer(number, "in time");
        assertThat(kept.get(20, TimeUnit.SECONDS)).isEqualTo("in time");
        assertThatThrownBy(this::nextRequest).isInstanceOf(ConnectionClosedException.class);
        assertThat(calls.isDraining()).isFalse();
    }

    @Test
    void lateRepliesFreeTheirNumbers() {
        List<Integer> abandoned = abandon(BOUND);
        CompletableFuture<@Nullable Object> next = call(CallDeadline.NONE); // has the replies read
        int number = nextRequest();
        abandoned.forEach(each -> answer(each, "too late"));
        answer(number, "in time");

        assertThat(next.orTimeout(20, TimeUnit.SECONDS).join()).isEqualTo("in time");
        abandon(2);
        assertThat(calls.isClosed()).isFalse();
    }
}
