package io.jyro.client;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

import io.jyro.CallTimeoutException;
import io.jyro.CommunicationException;
import io.jyro.Dialect;
import io.jyro.ProtocolException;
import io.jyro.PyroException;
import io.jyro.PyroSecurityException;
import io.jyro.RemoteCallException;
import io.jyro.SerializationException;
import io.jyro.rpc.BlobCall;
import io.jyro.rpc.CallContext;
import io.jyro.rpc.CallScope;
import io.jyro.rpc.Metadata;
import io.jyro.rpc.WireNames;
import io.jyro.serialize.CallPayload;
import io.jyro.serialize.Codec;
import io.jyro.serialize.CodecContext;
import io.jyro.serialize.Codecs;
import io.jyro.transport.MessageChannel;
import io.jyro.wire.ByteOutput;
import io.jyro.wire.Flags;
import io.jyro.wire.Message;
import io.jyro.wire.MessageType;
import io.jyro.wire.MessageWriter;
import org.jspecify.annotations.Nullable;

/**
 * A proxy's connection to a daemon, past the handshake. Callers build their requests side by side and take turns on the
 * wire: a stock daemon answers one call at a time, in order. Any thread may use it.
 */
final class DaemonConnection {
    /** An item stream that a call returned, by its id; null if the daemon does not allow streams. */
    record StreamReply(@Nullable String id) {}

    private final MessageChannel channel;
    private final Codec codec;
    private final CodecContext context;
    private final Metadata metadata;
    private final Duration timeout;
    private final Supplier<MessageWriter> newWriter;
    private final AtomicReference<@Nullable MessageWriter> spareWriter = new AtomicReference<>();

    // Held from a request's first byte to its reply's last; guards sequence and the names in the context.
    private final ReentrantLock turn = new ReentrantLock();
    private int sequence;
    private volatile boolean closed;

    DaemonConnection(MessageChannel channel, Codec codec, CodecContext context, Metadata metadata,
            Duration timeout,
            Supplier<MessageWriter> newWriter) {
        this.channel = channel;
        this.codec = codec;
        this.context = context;
        this.metadata = metadata;
        this.timeout = timeout;
        this.newWriter = newWriter;
    }

    Dialect dialect() {
        return context.dialect();
    }

    Metadata metadata() {
        return metadata;
    }

    boolean isClosed() {
        return closed;
    }

    void close() {
        closed = true;
        channel.close();
    }

    /**
     * One call, from request to reply.
     *
     * @param flags {@link Flags#ONEWAY} and {@link Flags#BATCH} as they apply
     * @return the result, or a {@link StreamReply}; null for a oneway call
     * @throws PyroException what the remote side raised; the connection lives
     * @throws CommunicationException if connection or peer failed; the connection is closed
     */
    @Nullable
    Object call(CallPayload call, int flags, Map<String, byte[]> annotations) {
        CallContext around = CallContext.current();
        MessageWriter writer = takeWriter();
        try {
            BlobCall blob = BlobCall.of(call);
            if (blob != null) {
                return callWithBlob(writer, blob, flags, annotations, around);
            }
            ByteOutput out = writer.begin(MessageType.INVOKE, 0, idOf(codec),
                    around.correlationId(), annotations);
            codec.writeCall(call, out, context);
            writer.end(flags);
            return exchange(writer, codec, (flags & Flags.ONEWAY) != 0, around);
        } finally {
            giveBack(writer);
        }
    }

    private @Nullable Object callWithBlob(MessageWriter writer, BlobCall call, int flags,
            Map<String, byte[]> annotations, CallContext around) {
        Codec format = Codecs.of(call.serializer(codec.serializer(), context.dialect()));
        ByteOutput out = writer.begin(MessageType.INVOKE, 0,
                idOf(format),
                around.correlationId(), call.annotations(annotations, context));
        call.write(out, format, context);
        writer.end(flags | Flags.KEEP_SERIALIZED);
        return exchange(writer, format, (flags & Flags.ONEWAY) != 0, around);
    }

    private @Nullable Object exchange(MessageWriter writer, Codec format, boolean oneway,
            CallContext around) {
        takeTurn();
        try {
            sequence = sequence + 1 & 0xffff;
            writer.sequence(sequence);
            channel.write(writer.output());
            if (oneway) {
                return null;
            }
            Message reply = readReply(format);
            CallScope.replied(around, reply.annotations());
            return decode(reply, format);
        } catch (CommunicationException e) {
            close(); // a late reply would be taken for the next one's
            throw e;
        } finally {
            turn.unlock();
        }
    }

    private Message readReply(Codec format) {
        Message reply = channel.read();
        if (reply.dialect() != context.dialect()) {
            throw new ProtocolException(
                    "reply of protocol " + reply.dialect().version() + " on a connection of "
                            + context.dialect().version());
        }
        if (reply.type() != MessageType.RESULT) {
            throw new ProtocolException(
                    "invalid msg type " + reply.type().code() + " received (expected: 5)");
        }
        if (reply.sequence() != sequence) {
            throw new ProtocolException(
                    "invoke: reply sequence out of sync, got " + reply.sequence() + " expected "
                            + sequence);
        }
        if (reply.serializerId() != idOf(format)) {
            throw new ProtocolException("invalid serializer in response: " + reply.serializerId());
        }
        return reply;
    }

    private @Nullable Object decode(Message reply, Codec format) {
        if (reply.has(Flags.ITEM_STREAM_RESULT)) {
            byte[] id = reply.annotation(WireNames.STREAM_ANNOTATION);
            return new StreamReply(id == null ? null : new String(id, StandardCharsets.US_ASCII));
        }
        Object value = format.read(reply.payload(), reply.payloadOffset(), reply.payloadLength(),
                context);
        if (!reply.has(Flags.EXCEPTION)) {
            return value;
        }
        if (value instanceof SerializationException || value instanceof PyroSecurityException) {
            close(); // a stock daemon closes its end after these two (PROTOCOL.md 3.8)
        }
        throw raised(value);
    }

    /** What is thrown here for what was raised there; a registered converter may have made anything of it. */
    static RuntimeException raised(@Nullable Object value) {
        return switch (value) {
            case RuntimeException raised -> raised;
            case Throwable checked -> {
                RemoteCallException raised = new RemoteCallException(checked.getClass().getName(),
                        checked.getMessage() == null ? List.of() : List.of(checked.getMessage()),
                        Map.of());
                raised.initCause(checked);
                yield raised;
            }
            case null -> new RemoteCallException("unknown", List.of(), Map.of());
            default -> new RemoteCallException("unknown", List.of(value), Map.of());
        };
    }

    private int idOf(Codec format) {
        return format.serializer().id(context.dialect());
    }

    private void takeTurn() {
        if (Thread.currentThread().isInterrupted()) { // writing would close the connection under other callers
            throw new CommunicationException("the thread is interrupted; the call was not sent");
        }
        if (turn.isHeldByCurrentThread()) {
            throw new IllegalStateException(
                    "a converter of received values called the proxy whose reply it converts;"
                            + " use another proxy there, or call after the result is there");
        }
        try {
            if (timeout.isZero()) {
                turn.lockInterruptibly();
            } else if (!turn.tryLock() && !turn.tryLock(timeout.toNanos(), TimeUnit.NANOSECONDS)) {
                throw new CallTimeoutException(
                        "calls of other threads kept this proxy busy for " + timeout
                                + "; the call was not sent");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CommunicationException(
                    "interrupted while waiting for a turn; the call was not sent", e);
        }
    }

    private MessageWriter takeWriter() {
        MessageWriter spare = spareWriter.getAndSet(null);
        return spare == null ? newWriter.get() : spare;
    }

    private void giveBack(MessageWriter writer) {
        writer.rollback();
        writer.clear();
        spareWriter.set(writer);
    }
}
