package io.jyro.client;

import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

import io.jyro.CommunicationException;
import io.jyro.ProtocolException;
import io.jyro.RemoteCallException;
import io.jyro.TypeMismatchException;
import io.jyro.client.exchange.Reply;
import io.jyro.client.link.Call;
import io.jyro.client.link.LastResort;
import io.jyro.rpc.WireNames;
import io.jyro.serialize.DecodeBudget;
import io.jyro.serialize.bind.Binding;
import io.jyro.wire.Flags;
import org.jspecify.annotations.Nullable;

/**
 * The items of an iterator on the remote side, fetched one by one. It ends by itself at the last item; close it when
 * not all items are read, so that the daemon can forget it. An iterator that is dropped without being closed is closed
 * some time after it becomes unreachable. For one thread at a time.
 *
 * @param <T> the type of the items
 * @see "docs/protocol.md, 3.7 Item streaming"
 */
public final class RemoteIterator<T> implements Iterator<T>, AutoCloseable {
    private static final String END = "builtins.StopIteration";
    private static final String CLOSED_GENERATOR = "builtins.GeneratorExit";

    private final Invoker invoker;
    private final String streamId;
    private final Binding item;
    private final Call call;
    private final LastResort lastResort;
    private int count;
    private boolean fetched;
    private boolean ended;
    private @Nullable T next;

    private RemoteIterator(Invoker invoker, String streamId, Binding item, Call call) {
        this.invoker = invoker;
        this.streamId = streamId;
        this.item = item;
        this.call = call;
        lastResort = LastResort.of(this, "a remote iterator", () -> close(invoker, streamId));
    }

    /**
     * Creates an iterator over the result of a call, which must be an item stream.
     *
     * @param call the call that returned it, for messages
     */
    static <T> RemoteIterator<T> over(Invoker invoker, Binding item, Call call,
            Reply reply) {
        if (!(reply instanceof Reply.Stream stream)) {
            throw new ProtocolException("the result of " + call.what() + " is not an iterator but "
                    + Binding.given(reply.value()) + "; use call instead of stream");
        }
        if (stream.id() == null) {
            throw new ProtocolException(
                    "result of call is an iterator, but the server is not configured to allow"
                            + " streaming; set ITER_STREAMING there");
        }
        return new RemoteIterator<>(invoker, stream.id(), item, call);
    }

    @Override
    public boolean hasNext() {
        if (!fetched && !ended) {
            fetch();
        }
        return !ended;
    }

    @Override
    @SuppressWarnings("NullAway") // an item may be None, whatever T is
    public T next() {
        if (!hasNext()) {
            throw new NoSuchElementException("the remote iterator has no more items");
        }
        fetched = false;
        T item = next;
        next = null;
        return item;
    }

    /** Returns the remaining items as a stream. Closing the stream closes this iterator. */
    public Stream<T> stream() {
        return StreamSupport
                .stream(Spliterators.spliteratorUnknownSize(this, Spliterator.ORDERED), false)
                .onClose(this::close);
    }

    /** Lets the daemon forget the iterator, if it has not ended. Failures are ignored; closing twice is harmless. */
    @Override
    public void close() {
        if (ended) {
            return;
        }
        ends();
        close(invoker, streamId);
    }

    private void ends() {
        ended = true;
        lastResort.cancel();
    }

    private static void close(Invoker invoker, String streamId) {
        if (!invoker.isConnected()) { // the daemon forgets its streams when a connection ends
            return;
        }
        boolean interrupted = Thread.interrupted(); // an interrupt would keep the call from being sent
        try {
            invoker.reply(Call.ofDaemon(WireNames.CLOSE_STREAM, streamId, Flags.ONEWAY));
        } catch (CommunicationException e) {
            // the daemon forgets the iterator when the connection ends
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** Converts an item to the declared type. If it does not fit, the message has its index. */
    static @Nullable Object item(Binding binding, @Nullable Object came, DecodeBudget budget,
            Call call, int index) {
        try {
            return binding.bind(came, budget);
        } catch (TypeMismatchException e) {
            throw e.withContext(call.what() + " item[" + index + "]");
        }
    }

    @SuppressWarnings("unchecked") // the binding returns values of the type, or null
    private void fetch() {
        try {
            Reply came = invoker.reply(Call.ofDaemon(WireNames.NEXT_STREAM_ITEM, streamId, 0));
            next = (T) item(item, came.value(), came.budget(), call, count++);
            fetched = true;
        } catch (RemoteCallException e) {
            ends();
            if (!e.pythonType().equals(END) && !e.pythonType().equals(CLOSED_GENERATOR)) {
                throw e;
            }
        }
    }
}
