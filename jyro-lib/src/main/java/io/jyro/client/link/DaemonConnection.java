package io.jyro.client.link;

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
import io.jyro.client.exchange.Exchange;
import io.jyro.client.exchange.LateCall;
import io.jyro.client.exchange.Reply;
import io.jyro.client.exchange.ReplyDecoder;
import io.jyro.rpc.BlobCall;
import io.jyro.rpc.CallContext;
import io.jyro.rpc.CallContextAccess;
import io.jyro.rpc.Capabilities;
import io.jyro.rpc.Metadata;
import io.jyro.rpc.WireNames;
import io.jyro.serialize.CallPayload;
import io.jyro.serialize.Codec;
import io.jyro.serialize.CodecContext;
import io.jyro.serialize.format.Codecs;
import io.jyro.transport.CallDeadline;
import io.jyro.transport.Connection;
import io.jyro.wire.ByteOutput;
import io.jyro.wire.Flags;
import io.jyro.wire.MessageType;
import io.jyro.wire.MessageWriter;
import org.jspecify.annotations.Nullable;

/**
 * A proxy's connection to a daemon, after the handshake. Callers encode their requests concurrently; the {@link
 * Exchange} sends these and receives the replies. Any thread may use it.
 */
public final class DaemonConnection {
    private static final int SPARES = 16;

    /** The writer and the context for encoding a request and decoding its reply; used by one thread at a time. */
    private record Tools(MessageWriter writer, CodecContext context) {}

    private final PyroUri uri;
    private final Exchange exchange;
    private final Codec codec;
    private final CodecContext context;
    private final Metadata metadata;
    private final Capabilities capabilities;
    private final @Nullable ObjIntConsumer<Map<String, byte[]>> hook;
    private final Supplier<MessageWriter> newWriter;
    private final AtomicInteger callers = new AtomicInteger(); // used only if there may be several connections
    private volatile boolean retired;
    private volatile @Nullable UUID nameOfClient; // null until another connection of the client is opened
    private boolean used; // not volatile: a lost update only makes the connection seem unused for a while
    private final AtomicReferenceArray<@Nullable Tools> spares = new AtomicReferenceArray<>(SPARES);

    /**
     * Creates the connection over an exchange, after the handshake.
     *
     * @param uri the uri of the object, with the location that was connected to
     * @param hook called with the annotations of replies; may be null
     */
    DaemonConnection(PyroUri uri, Exchange exchange, Codec codec, CodecContext context,
            Metadata metadata, Capabilities capabilities, Supplier<MessageWriter> newWriter,
            @Nullable ObjIntConsumer<Map<String, byte[]>> hook) {
        this.uri = uri;
        this.exchange = exchange;
        this.codec = codec;
        this.context = context;
        this.metadata = metadata;
        this.capabilities = capabilities;
        this.newWriter = newWriter;
        this.hook = hook;
    }

    /** Returns the uri of the object with the location that was connected to. */
    public PyroUri uri() {
        return uri;
    }

    /** Returns the underlying connection, for inspection. */
    public Connection transport() {
        return exchange.channel().connection();
    }

    /** Returns the dialect of the daemon. */
    public Dialect dialect() {
        return context.dialect();
    }

    Metadata metadata() {
        return metadata;
    }

    boolean isClosed() {
        return exchange.isClosed();
    }

    /** Marks the connection as made for the call that comes next. */
    void madeForCall() {
        exchange.madeForCall();
    }

    /** Returns whether it takes no more calls but still waits for some replies. */
    boolean isDraining() {
        return exchange.isDraining();
    }

    /** Returns whether calls can be made without a thread that waits for their replies. */
    public boolean canCallLater() {
        return exchange.canCallLater();
    }

    /** Returns whether the daemon accepts more connections of this client. */
    public boolean mayHaveFurther() {
        return capabilities.further();
    }

    /** Returns the client whose additional connection this is, or null if it is the first. */
    @Nullable
    UUID client() {
        return capabilities.client();
    }

    /**
     * Returns the id that additional connections use to name this client. The first call sends the id to the daemon.
     * For one thread at a time.
     */
    UUID nameOfClient(CallDeadline deadline) {
        UUID name = nameOfClient;
        if (name == null) {
            name = UUID.randomUUID();
            call(new CallPayload(WireNames.DAEMON, WireNames.PING, List.of(), Map.of()), 0,
                    Capabilities.naming(name), deadline);
            nameOfClient = name;
        }
        return name;
    }

    /** Marks the connection as used. */
    void use() {
        if (!used) {
            used = true;
        }
    }

    /** Returns whether it was {@link #use used} since the last call of this method. */
    boolean wasUsed() {
        boolean was = used;
        used = false;
        return was;
    }

    /** Enters a call if there is none, and returns whether there was none. */
    boolean enterIfFree() {
        return callers.compareAndSet(0, 1);
    }

    /** Counts a call that begins. */
    void enter() {
        callers.incrementAndGet();
    }

    /** Counts a call that has ended, and closes a retired connection after the last one. */
    void leave() {
        if (callers.decrementAndGet() == 0 && retired) {
            close();
        }
    }

    /** Closes the connection now if there are no calls, or else after the last one. No more calls may be entered. */
    void retire() {
        retired = true;
        if (callers.get() == 0) {
            close();
        }
    }

    /** Takes no more calls, and closes when those in flight have been answered. */
    void drain() {
        exchange.drain();
    }

    void close() {
        exchange.close();
    }

    /** Returns a copy with metadata that did not come with the handshake. */
    DaemonConnection with(Metadata found) {
        return new DaemonConnection(uri, exchange, codec, context, found, capabilities,
                newWriter, hook);
    }

    /**
     * Makes one call, from request to reply.
     *
     * @param flags {@link Flags#ONEWAY} and {@link Flags#BATCH} if they apply
     * @throws PyroException as raised by the remote side; the connection stays open
     * @throws CommunicationException if connection or peer failed; the connection is closed
     */
    public Reply call(CallPayload call, int flags, Map<String, byte[]> annotations,
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
     * Makes one call without waiting, if {@link #canCallLater}. The future is completed by a thread that may make
     * calls.
     *
     * @param andThen converts the reply, on that thread
     */
    public CompletableFuture<@Nullable Object> callLater(CallPayload call, int flags,
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

    // Returns the codec of the request, which the reply uses, too.
    private Codec write(CallPayload call, int flags, Map<String, byte[]> given, Tools tools) {
        CallContext around = CallContext.current();
        Map<String, byte[]> annotations = capabilities.chain() && (flags & Flags.ONEWAY) == 0
                ? CallContextAccess.withChain(around, given)
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
