package io.jyro.client;

import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Function;
import java.util.function.ObjIntConsumer;
import java.util.function.Supplier;

import io.jyro.CommunicationException;
import io.jyro.ConnectionClosedException;
import io.jyro.Dialect;
import io.jyro.PyroException;
import io.jyro.PyroUri;
import io.jyro.rpc.Agreement;
import io.jyro.rpc.BlobCall;
import io.jyro.rpc.CallContext;
import io.jyro.rpc.CallScope;
import io.jyro.rpc.Metadata;
import io.jyro.rpc.WireNames;
import io.jyro.serialize.CallPayload;
import io.jyro.serialize.Codec;
import io.jyro.serialize.CodecContext;
import io.jyro.serialize.Codecs;
import io.jyro.transport.CallDeadline;
import io.jyro.transport.Connection;
import io.jyro.wire.ByteOutput;
import io.jyro.wire.Flags;
import io.jyro.wire.MessageType;
import io.jyro.wire.MessageWriter;
import org.jspecify.annotations.Nullable;

/**
 * A proxy's connection to a daemon, past the handshake. Callers build their requests side by side; how these get to the
 * daemon is a matter of the {@link Exchange}. Any thread may use it.
 */
final class DaemonConnection {
    private static final int SPARES = 16;

    /** What one thread at a time needs to build a request and read its reply. */
    private record Tools(MessageWriter writer, CodecContext context) {}

    private final PyroUri uri;
    private final Exchange exchange;
    private final Codec codec;
    private final CodecContext context;
    private final Metadata metadata;
    private final Agreement agreement;
    private final @Nullable ObjIntConsumer<Map<String, byte[]>> hook;
    private final Supplier<MessageWriter> newWriter;
    private final AtomicInteger callers = new AtomicInteger(); // only where there are several connections
    private volatile boolean retired;
    private volatile @Nullable UUID nameOfClient; // null until a further connection is wanted
    private boolean used; // a lost update lets the connection seem unused for a while, and costs nothing more
    private final AtomicReferenceArray<@Nullable Tools> spares = new AtomicReferenceArray<>(SPARES);

    /**
     * Over a connection past the handshake.
     *
     * @param uri of the object, with the location that was connected to
     * @param hook is told of the annotations of replies; null for nothing
     */
    DaemonConnection(PyroUri uri, Exchange exchange, Codec codec, CodecContext context,
            Metadata metadata, Agreement agreement, Supplier<MessageWriter> newWriter,
            @Nullable ObjIntConsumer<Map<String, byte[]>> hook) {
        this.uri = uri;
        this.exchange = exchange;
        this.codec = codec;
        this.context = context;
        this.metadata = metadata;
        this.agreement = agreement;
        this.newWriter = newWriter;
        this.hook = hook;
    }

    /** The object that was connected to, at its location. */
    PyroUri uri() {
        return uri;
    }

    /** The connection below, for looking at. */
    Connection transport() {
        return exchange.channel().connection();
    }

    Dialect dialect() {
        return context.dialect();
    }

    Metadata metadata() {
        return metadata;
    }

    boolean isClosed() {
        return exchange.isClosed();
    }

    /** It was made for the call that comes next. */
    void madeForCall() {
        exchange.madeForCall();
    }

    /** Whether it takes no more calls but still waits for the replies of some. */
    boolean isDraining() {
        return exchange.isDraining();
    }

    /** Whether calls can be made without a thread that waits for their replies. */
    boolean canCallLater() {
        return exchange.canCallLater();
    }

    /** Whether the daemon takes further connections of this client. */
    boolean mayHaveFurther() {
        return agreement.further();
    }

    /** The client whose further connection this is; null if it is the first. */
    @Nullable
    UUID client() {
        return agreement.client();
    }

    /** By which id further connections name this client; the daemon is told it when this is first asked. For one thread at a time. */
    UUID nameOfClient(CallDeadline deadline) {
        UUID name = nameOfClient;
        if (name == null) {
            name = UUID.randomUUID();
            call(new CallPayload(WireNames.DAEMON, WireNames.PING, List.of(), Map.of()), 0,
                    Agreement.naming(name), deadline);
            nameOfClient = name;
        }
        return name;
    }

    /** A call is made over it. */
    void use() {
        if (!used) {
            used = true;
        }
    }

    /** Whether it was {@link #use used} since this was last asked. */
    boolean wasUsed() {
        boolean was = used;
        used = false;
        return was;
    }

    /** Counts a call in, if there is none. */
    boolean enterIfFree() {
        return callers.compareAndSet(0, 1);
    }

    /** Counts a call in. */
    void enter() {
        callers.incrementAndGet();
    }

    /** Counts a call out. */
    void leave() {
        if (callers.decrementAndGet() == 0 && retired) {
            close();
        }
    }

    /** Closes when no call is counted in: at once, or after the last. No more are to be counted in. */
    void retire() {
        retired = true;
        if (callers.get() == 0) {
            close();
        }
    }

    /** Takes no more calls, and closes when those under way have been answered. */
    void drain() {
        exchange.drain();
    }

    void close() {
        exchange.close();
    }

    /** The same with what the daemon says of its object, where it did not in the handshake. */
    DaemonConnection with(Metadata found) {
        return new DaemonConnection(uri, exchange, codec, context, found, agreement,
                newWriter, hook);
    }

    /**
     * One call, from request to reply.
     *
     * @param flags {@link Flags#ONEWAY} and {@link Flags#BATCH} as they apply
     * @throws PyroException what the remote side raised; the connection lives
     * @throws CommunicationException if connection or peer failed; the connection is closed
     */
    Reply call(CallPayload call, int flags, Map<String, byte[]> annotations,
            CallDeadline deadline) {
        Tools tools = take();
        try {
            Codec format = write(call, flags, annotations, tools);
            if ((flags & Flags.ONEWAY) != 0) {
                exchange.post(tools.writer, deadline);
                return Reply.NONE;
            }
            return exchange.call(tools.writer, new ReplyDecoder(call, format, tools.context, hook),
                    deadline);
        } catch (ConnectionClosedException e) {
            throw LateCall.unanswered(call, (flags & Flags.ONEWAY) != 0, e);
        } finally {
            giveBack(tools);
        }
    }

    /**
     * The same without waiting, where {@link #canCallLater}. The future is completed by a thread on which calls may be
     * made.
     *
     * @param andThen what is made of the reply there
     */
    CompletableFuture<@Nullable Object> callLater(CallPayload call, int flags,
            Map<String, byte[]> annotations, Function<Reply, @Nullable Object> andThen,
            CallDeadline deadline) {
        Tools tools = take();
        try {
            Codec format = write(call, flags, annotations, tools);
            if ((flags & Flags.ONEWAY) != 0) {
                exchange.post(tools.writer, deadline);
                return CompletableFuture.completedFuture(andThen.apply(Reply.NONE));
            }
            return exchange.callLater(tools.writer,
                    new ReplyDecoder(call, format, context.withOwnNames(), hook), andThen,
                    deadline);
        } catch (ConnectionClosedException e) {
            throw LateCall.unanswered(call, (flags & Flags.ONEWAY) != 0, e);
        } finally {
            giveBack(tools);
        }
    }

    // Gives what it was written in, in which the reply comes.
    private Codec write(CallPayload call, int flags, Map<String, byte[]> given, Tools tools) {
        CallContext around = CallContext.current();
        Map<String, byte[]> annotations = agreement.chain() && (flags & Flags.ONEWAY) == 0
                ? CallScope.withChain(around, given)
                : given;
        BlobCall blob = BlobCall.of(call);
        if (blob == null) {
            ByteOutput out = tools.writer.begin(MessageType.INVOKE, 0, idOf(codec),
                    around.correlationId(), annotations);
            codec.writeCall(call, out, tools.context);
            tools.writer.end(flags);
            return codec;
        }
        Codec format = Codecs.of(blob.serializer(codec.serializer(), context.dialect()));
        ByteOutput out = tools.writer.begin(MessageType.INVOKE, 0, idOf(format),
                around.correlationId(), blob.annotations(annotations, tools.context));
        blob.write(out, format, tools.context);
        tools.writer.end(flags | Flags.KEEP_SERIALIZED);
        return format;
    }

    private int idOf(Codec format) {
        return format.serializer().id(context.dialect());
    }

    private Tools take() {
        Tools spare = spares.getAndSet(place(), null);
        return spare == null ? new Tools(newWriter.get(), context.withOwnNames()) : spare;
    }

    private void giveBack(Tools tools) {
        tools.writer.rollback();
        tools.writer.clear();
        spares.set(place(), tools);
    }

    private static int place() {
        return (int) Thread.currentThread().threadId() & SPARES - 1;
    }
}
