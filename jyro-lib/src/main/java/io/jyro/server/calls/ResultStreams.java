package io.jyro.server.calls;

import io.jyro.rpc.CallContext;
import io.jyro.rpc.CallContextAccess;
import io.jyro.serialize.TypeRegistry;
import io.jyro.server.objects.UserFailures;
import org.jspecify.annotations.Nullable;

/** Makes item streams of the iterators that calls return (docs/protocol.md, 3.7). Any thread. */
public final class ResultStreams {
    private final StreamTable table;
    private final CallPlace calls;
    private final UserFailures failures;
    private final boolean enabled;

    /** @param enabled whether clients receive streams; if not, iterators are closed unread */
    public ResultStreams(StreamTable table, CallPlace calls, UserFailures failures,
            boolean enabled) {
        this.table = table;
        this.calls = calls;
        this.failures = failures;
        this.enabled = enabled;
    }

    /**
     * Returns the items of a call's result, or null if it is no iterator.
     *
     * @throws RuntimeException if an Iterable of the user fails to return an iterator; it has been reported
     */
    public @Nullable ItemSource items(@Nullable Object result, TypeRegistry types,
            CallContext around) {
        try {
            return ItemSource.of(result, types);
        } catch (RuntimeException | Error e) {
            failures.report(CallContextAccess.method(around), false, e);
            throw e;
        }
    }

    /**
     * Opens a stream. If this fails, the items are closed.
     *
     * @return the id of the stream, or null if streams are disabled, after closing the items
     */
    public @Nullable String open(ItemSource items, ClientStreams owner, CallContext around) {
        if (!enabled) {
            discard(items);
            return null;
        }
        try {
            return table.add(reporting(items, around), owner);
        } catch (RuntimeException | Error e) {
            discard(items);
            throw e;
        }
    }

    /** Closes a stream whose id could not be sent. */
    public void close(String id) {
        table.close(id);
    }

    /** Closes items that no client can ask for. */
    public void discard(ItemSource items) {
        calls.cleanUp(items::close);
    }

    // A failure of the iterator belongs to the call that returned it.
    private ItemSource reporting(ItemSource items, CallContext around) {
        UserFailures.Origin origin = UserFailures.Origin.of(around,
                CallContextAccess.method(around));
        return origin == null
                ? items
                : items.reporting(e -> failures.report(origin, false, e));
    }
}
