package io.jyro.client.exchange;

import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

import io.jyro.ConnectionClosedException;
import io.jyro.transport.CallDeadline;
import io.jyro.transport.message.MessageChannel;
import io.jyro.wire.Flags;
import io.jyro.wire.Message;
import io.jyro.wire.MessageWriter;
import org.jspecify.annotations.Nullable;

/** Sends the requests of callers that share a connection to its daemon, and receives the replies. Any thread. */
public abstract class Exchange {
    private final MessageChannel channel;
    private final Idleness idleness;
    private volatile boolean closed;
    private volatile boolean madeForCall;

    Exchange(MessageChannel channel, Idleness idleness) {
        this.channel = channel;
        this.idleness = idleness;
    }

    /** Returns the channel to the daemon. */
    public MessageChannel channel() {
        return channel;
    }

    /** Returns whether the exchange is closed. */
    public boolean isClosed() {
        return closed;
    }

    /**
     * Returns whether the connection must be replaced before it is used: it was idle for a while, and the daemon has
     * closed it in the meantime. For a thread that may read, while no reply is awaited.
     */
    boolean hasEndedUnnoticed(long now) {
        if (madeForCall) { // a cold JVM is slow to get here after connecting, and even slower to check
            madeForCall = false;
            return false;
        }
        return idleness.isLong(now) && channel.hasEnded();
    }

    /** Marks the connection as made for the call that uses it next. */
    public void madeForCall() {
        madeForCall = true;
    }

    /** Records that the connection is used; guarded by its user. */
    void used(long now) {
        idleness.used(now);
    }

    /** Returns the error of a call that found the connection closed by the daemon. */
    ConnectionClosedException endedUnnoticed() {
        return new ConnectionClosedException("the daemon closed the connection to "
                + channel.connection() + " while it was idle");
    }

    /** Returns the error of a converter that would wait for itself. */
    static IllegalStateException calledWhileReading() {
        return new IllegalStateException(
                "a converter of received values called the proxy whose reply it converts;"
                        + " use another proxy in the converter, or call after it has returned");
    }

    /** Closes the connection; calls that wait for a reply fail. */
    public void close() {
        closeChannel();
    }

    /** Closes the connection under the calls, which have ended or fail because of this. */
    void closeChannel() {
        ends();
        channel.close();
    }

    /**
     * Takes no more calls, and closes the connection when those in flight have been answered, if there can be several.
     */
    public void drain() {
        close();
    }

    /** Returns whether it takes no more calls but still waits for some replies. */
    public boolean isDraining() {
        return false;
    }

    /** Marks the connection as closed: a caller that retries has to connect. */
    void ends() {
        closed = true;
    }

    /**
     * Sends a request and waits for its reply.
     *
     * @param request one complete message, without its number
     * @return the reply; an exception that the remote side raised is thrown
     */
    public abstract Reply call(MessageWriter request, ReplyDecoder decoder,
            CallDeadline deadline);

    /** Sends a request that has no reply. */
    public abstract void post(MessageWriter request, CallDeadline deadline);

    /** Returns whether calls can be made without a thread that waits for their replies. */
    public abstract boolean canCallLater();

    /**
     * Sends a request; the future completes with the converted result of {@link #call}. Only if {@link #canCallLater}.
     */
    public abstract CompletableFuture<@Nullable Object> callLater(MessageWriter request,
            ReplyDecoder decoder, Function<Reply, @Nullable Object> andThen, CallDeadline deadline);

    /** Returns whether the daemon closes the connection after raising this. */
    boolean endsWith(@Nullable Object raised) {
        return false;
    }

    /** Decodes a reply; an exception that it carries is thrown. */
    Reply read(Message reply, ReplyDecoder decoder) {
        Reply read = decoder.decode(reply);
        if (!reply.has(Flags.EXCEPTION) || reply.has(Flags.ITEM_STREAM_RESULT)) {
            return read;
        }
        Object value = read.value();
        if (endsWith(value)) {
            close();
        }
        throw Reply.raised(value, decoder.context().detailedTraceback());
    }
}
