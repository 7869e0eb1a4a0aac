package io.jyro.server;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;

import io.jyro.Dialect;
import io.jyro.PyroException;
import io.jyro.RemoteText;
import io.jyro.rpc.CallContext;
import io.jyro.rpc.WireNames;
import io.jyro.serialize.Codec;
import io.jyro.serialize.CodecContext;
import io.jyro.serialize.ExceptionMapping;
import io.jyro.server.calls.CorrelationIds;
import io.jyro.server.calls.ItemSource;
import io.jyro.server.calls.ReplyAnnotations;
import io.jyro.server.calls.ResultStreams;
import io.jyro.transport.message.MemoryBudget;
import io.jyro.wire.ByteOutput;
import io.jyro.wire.Flags;
import io.jyro.wire.Message;
import io.jyro.wire.MessageType;
import io.jyro.wire.MessageWriter;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes the replies to a client's requests: results, streams, failures, pongs. They are buffered until they are
 * flushed, so that those that are ready together are sent together. One thread at a time, except for {@link
 * #areWaiting}.
 */
final class ReplyWriter {
    private static final Logger log = LoggerFactory.getLogger(ReplyWriter.class);
    private static final int MOST_WAITING_BYTES = 64 * 1024;
    private static final int OVERTAKEN_NOT_COUNTED = 1024;
    private static final byte[] PONG = "pong".getBytes(StandardCharsets.US_ASCII);

    private final ServedConnection client;
    private final CodecContext context;
    private final MessageWriter writer;
    private final ReplyAnnotations annotations;
    private final ResultStreams streams;
    private final MemoryBudget memory;
    private final int notCounted;
    // Written without a fence, which would slow down each call twice: other threads may see it slightly later.
    private final AtomicInteger waiting = new AtomicInteger();

    private ReplyWriter(Factory daemon, ServedConnection client, CodecContext context,
            int notCounted) {
        this.client = client;
        this.context = context;
        this.notCounted = notCounted;
        writer = daemon.channels.writer(context.dialect());
        annotations = daemon.annotations;
        streams = daemon.streams;
        memory = daemon.memory;
    }

    /** Creates the writers of a daemon. Immutable; any thread. */
    static final class Factory {
        private final ChannelFactory channels;
        private final ReplyAnnotations annotations;
        private final ResultStreams streams;
        private final MemoryBudget memory;

        Factory(ChannelFactory channels, ReplyAnnotations annotations, ResultStreams streams,
                MemoryBudget memory) {
            this.channels = channels;
            this.annotations = annotations;
            this.streams = streams;
            this.memory = memory;
        }

        /** Creates the writer for the replies of the thread that reads a connection. */
        ReplyWriter writer(ServedConnection client, CodecContext context) {
            return new ReplyWriter(this, client, context, MOST_WAITING_BYTES);
        }

        /**
         * Creates the writer for one call that was overtaken. Its buffer counts as memory from a smaller size on, since
         * a client that does not read can cause many of them.
         */
        ReplyWriter writerOfOvertaken(ServedConnection client, CodecContext context) {
            return new ReplyWriter(this, client, context, OVERTAKEN_NOT_COUNTED);
        }
    }

    /** Returns whether there are buffered replies. Any thread. */
    boolean areWaiting() {
        return waiting.get() > 0;
    }

    void pong(Message ping) {
        writer.begin(MessageType.PING, ping.sequence(), ping.serializerId(),
                CorrelationIds.of(ping),
                annotations.always()).put(PONG);
        writer.end(0);
        send();
    }

    /** Sends the result of a call; an iterator becomes a stream. A result that cannot be encoded becomes a failure. */
    void result(@Nullable Object result, Message request, Codec codec, CallContext around) {
        try {
            ItemSource items = streams.items(result, context.types(), around);
            if (items != null) {
                stream(items, request, codec, around);
            } else {
                ByteOutput out = begin(request, request.serializerId(), around.correlationId(),
                        annotations.of(around));
                codec.write(result, out, context);
                writer.end(request.flags() & Flags.BATCH);
            }
        } catch (RuntimeException | Error e) { // the caller must learn of it
            writer.rollback();
            failure(e, request, codec, around);
            return;
        }
        send();
    }

    /** Sends the exception that a call raised. */
    void failure(Throwable failure, Message request, Codec codec, CallContext around) {
        // Pyro4 sends no correlation id with failures and streams.
        UUID correlationId = context.dialect() == Dialect.V48 ? null : around.correlationId();
        int serializerId = codec.serializer().id(context.dialect());
        try {
            codec.write(failure, begin(request, serializerId, correlationId,
                    annotations.of(around)), context);
            writer.end(Flags.EXCEPTION);
        } catch (RuntimeException | Error e) {
            writer.rollback();
            PyroException instead = new PyroException("Error serializing exception: "
                    + RemoteText.message(e)
                    + ". Original exception: " + failure.getClass().getName() + ": "
                    + RemoteText.message(failure));
            codec.write(instead, begin(request, serializerId, correlationId, Map.of()), context);
            writer.end(Flags.EXCEPTION);
        }
        send();
    }

    private void stream(ItemSource items, Message request, Codec codec, CallContext around) {
        UUID correlationId = context.dialect() == Dialect.V48 ? null : around.correlationId();
        String id = streams.open(items, client.streams(), around);
        try {
            Map<String, byte[]> all = new LinkedHashMap<>(annotations.of(around));
            if (id != null) {
                all.put(WireNames.STREAM_ANNOTATION, id.getBytes(StandardCharsets.US_ASCII));
            }
            // A client too old for streams only sees this exception.
            ByteOutput out = begin(request, request.serializerId(), correlationId, all);
            codec.write(ExceptionMapping.streamOpened(context.dialect()), out, context);
            writer.end(Flags.EXCEPTION | Flags.ITEM_STREAM_RESULT);
        } catch (RuntimeException | Error e) { // the client can never ask for the items
            if (id != null) {
                streams.close(id);
            }
            throw e;
        }
    }

    private ByteOutput begin(Message request, int serializerId, @Nullable UUID correlationId,
            Map<String, byte[]> all) {
        return writer.begin(MessageType.RESULT, request.sequence(), serializerId, correlationId,
                all);
    }

    private void send() {
        waiting.setRelease(waiting.getPlain() + 1);
        if (writer.output().size() > MOST_WAITING_BYTES) {
            flush();
        }
    }

    /** Flushes buffered replies. */
    void flush() {
        int replies = waiting.getPlain();
        if (replies == 0) {
            return;
        }
        // User code may have interrupted the thread; the write would then close the connection.
        boolean interrupted = Thread.interrupted();
        if (interrupted) {
            log.debug("a served call left its thread interrupted");
        }
        // Replies are always written, but until the client reads them, their memory is not available for requests.
        int size = writer.output().position();
        int counted = size > notCounted ? size : 0;
        if (counted > 0) {
            memory.force(counted);
        }
        try {
            client.write(writer.output());
        } finally {
            writer.clear();
            if (counted > 0) {
                memory.giveBack(counted);
            }
            waiting.setRelease(0);
            client.callsEnd(replies);
        }
    }
}
