package io.jyro.client;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import io.jyro.ProtocolException;
import io.jyro.PyroException;
import io.jyro.client.exchange.Reply;
import io.jyro.client.link.Call;
import io.jyro.rpc.BatchResult;
import io.jyro.serialize.WrappedException;
import io.jyro.serialize.bind.Binding;
import io.jyro.types.Tuple;
import io.jyro.wire.Flags;
import org.jspecify.annotations.Nullable;

/**
 * Several calls to one object that are sent together and executed in order. The first call that fails ends the batch.
 * For one thread; can be filled again after it was invoked.
 *
 * @see "docs/protocol.md, 3.5 Batch"
 */
public final class Batch {
    private final Invoker invoker;
    private List<@Nullable Object> gathered = new ArrayList<>();

    Batch(Invoker invoker) {
        this.invoker = invoker;
    }

    /** Adds a call. Arguments are treated as in {@link Proxy#call(String, Object...)}. */
    public Batch call(String method, @Nullable Object @Nullable... arguments) {
        Call call = Call.of(method, arguments);
        gathered.add(Tuple.of(method, Tuple.of(call.args().toArray()), call.kwargs()));
        return this;
    }

    /**
     * Sends the calls and waits for all results.
     *
     * @return a result for each executed call, in order; if a call failed, the last element is its failure
     */
    public List<BatchResult> invoke() {
        List<@Nullable Object> taken = taken();
        return results(taken, invoker.reply(Call.batch(taken, 0)));
    }

    /** Sends the calls and returns a future of the results that {@link #invoke} would return. */
    public CompletableFuture<List<BatchResult>> invokeAsync() {
        List<@Nullable Object> taken = taken();
        return Invoker.async(() -> results(taken, invoker.reply(Call.batch(taken, 0))));
    }

    /** Sends the calls without waiting for them to end. Their results and failures are lost. */
    public void invokeOneway() {
        invoker.reply(Call.batch(taken(), Flags.ONEWAY));
    }

    private List<@Nullable Object> taken() {
        List<@Nullable Object> taken = gathered;
        gathered = new ArrayList<>();
        return taken;
    }

    private static List<BatchResult> results(List<@Nullable Object> calls, Reply reply) {
        if (!(reply.value() instanceof List<?> values) || values.size() > calls.size()) {
            throw new ProtocolException("the reply to a batch of " + calls.size()
                    + " calls should be a list of at most as many results, got "
                    + Binding.given(reply.value()));
        }
        BatchResult.Conversion conversion = new BatchResult.Conversion(reply.budget());
        List<BatchResult> results = new ArrayList<>(values.size());
        for (Object value : values) {
            results.add(value instanceof WrappedException wrapped
                    ? BatchResult.failed(raised(wrapped))
                    : BatchResult.of(value, conversion, what(calls, results.size())));
        }
        return List.copyOf(results);
    }

    private static String what(List<@Nullable Object> calls, int index) {
        return "batch[" + index + "] "
                + (calls.get(index) instanceof Tuple call ? call.get(0) : "?") + "()";
    }

    private static PyroException raised(WrappedException wrapped) {
        RuntimeException raised = Reply.raised(wrapped.exception(), false);
        return raised instanceof PyroException ours
                ? ours
                : new PyroException("the remote call failed: " + raised, raised);
    }
}
