package io.jyro.client;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

import io.jyro.ConnectionClosedException;
import io.jyro.PyroException;
import io.jyro.RemoteCallException;
import io.jyro.transport.CallDeadline;
import io.jyro.transport.MessageChannel;
import io.jyro.wire.Flags;
import io.jyro.wire.Message;
import io.jyro.wire.MessageWriter;
import org.jspecify.annotations.Nullable;

/** How the requests of callers that share a connection get to its daemon, and the replies back. Any thread. */
abstract sealed class Exchange permits TurnTaking, SideBySide {
    private final MessageChannel channel;
    private final Idleness idleness;
    private volatile boolean closed;
    private volatile boolean madeForCall;

    Exchange(MessageChannel channel, Idleness idleness) {
        this.channel = channel;
        this.idleness = idleness;
    }

    MessageChannel channel() {
        return channel;
    }

    boolean isClosed() {
        return closed;
    }

    /**
     * Whether the connection is to be replaced before anything is sent over it: it was silent for a while, and the daemon
     * has closed it meanwhile. For a thread that may read, while no reply is awaited.
     */
    boolean hasEndedUnnoticed(long now) {
        if (madeForCall) { // in a program that has just begun, the call takes long to get here, and a look even longer
            madeForCall = false;
            return false;
        }
        return idleness.isLong(now) && channel.hasEnded();
    }

    /** The connection was made for the call that uses it next. */
    void madeForCall() {
        madeForCall = true;
    }

    /** The connection is used; guarded by its user. */
    void used(long now) {
        idleness.used(now);
    }

    /** The error of a call that found the connection closed by the daemon. */
    ConnectionClosedException endedUnnoticed() {
        return new ConnectionClosedException("the daemon closed the connection to "
                + channel.connection() + " while it was not used");
    }

    /** The error of a converter that would wait for itself. */
    static IllegalStateException calledWhileReading() {
        return new IllegalStateException(
                "a converter of received values called the proxy whose reply it converts;"
                        + " use another proxy there, or call after the result is there");
    }

    /** Closes the connection; calls that wait for a reply fail. */
    void close() {
        ends();
        channel.close();
    }

    /** Takes no more calls, and closes the connection when those under way have been answered, where these can be several. */
    void drain() {
        close();
    }

    /** Whether it takes no more calls but still waits for the replies of some. */
    boolean isDraining() {
        return false;
    }

    /** No call can be made from now on: a caller that tries again has to connect. */
    void ends() {
        closed = true;
    }

    /**
     * Sends a request and waits for its reply.
     *
     * @param request one message, ended, whose number is yet to be given
     * @return the reply; what the remote side raised is thrown
     */
    abstract Reply call(MessageWriter request, ReplyDecoder decoder,
            CallDeadline deadline);

    /** Sends a request that has no reply. */
    abstract void post(MessageWriter request, CallDeadline deadline);

    /** Whether calls can be made without a thread that waits for their replies. */
    abstract boolean canCallLater();

    /**
     * Sends a request; the future gets what is made of what {@link #call} would give. Only where {@link #canCallLater}.
     */
    abstract CompletableFuture<@Nullable Object> callLater(MessageWriter request,
            ReplyDecoder decoder, Function<Reply, @Nullable Object> andThen, CallDeadline deadline);

    /** Whether the daemon closes the connection after it has raised this. */
    boolean endsWith(@Nullable Object raised) {
        return false;
    }

    /** What a reply says; what it raises is thrown. */
    Reply read(Message reply, ReplyDecoder decoder) {
        Reply read = decoder.decode(reply);
        if (!reply.has(Flags.EXCEPTION) || reply.has(Flags.ITEM_STREAM_RESULT)) {
            return read;
        }
        Object value = read.value();
        if (endsWith(value)) {
            close();
        }
        throw raised(value, decoder.context().detailedTraceback());
    }

    /**
     * What is thrown here for what was raised there; a registered converter may have made anything of it.
     *
     * @param detailed whether its stack trace has the frames of Jyro itself
     */
    static RuntimeException raised(@Nullable Object value, boolean detailed) {
        return switch (value) {
            case PyroException received -> received.raisedHere(detailed);
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
}
