package io.jyro.client;

import java.lang.ref.Reference;
import java.lang.reflect.Type;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

import io.jyro.rpc.CallContext;
import io.jyro.serialize.Binding;
import org.jspecify.annotations.Nullable;

/**
 * The calls of a proxy, which everything refers to that needs its connection: waits for replies or leaves them to futures, and reads them as the types that callers declare.
 * Any thread.
 */
record Calls(ObjectLink link) {

    /** Makes a call; its reply as it came. */
    Reply invoke(Call call) {
        try {
            return link.invoke(call);
        } finally {
            Reference.reachabilityFence(this); // else a dropped proxy could be closed during its last call
        }
    }

    /** What the work on the link of a proxy returns, which is not taken for dropped meanwhile. */
    <T> T kept(Supplier<T> work) {
        try {
            return work.get();
        } finally {
            Reference.reachabilityFence(this);
        }
    }

    /** Makes a call that declares no type. */
    @Nullable
    Object untyped(Call call) {
        return read(ReplyReader.UNTYPED, call);
    }

    /** Makes a call; its reply as the type has it. */
    @SuppressWarnings({"unchecked", "NullAway", "TypeParameterUnusedInFormals"}) // the binding gives the type's values, or null
    <T> T typed(Type type, Call call) {
        return (T) read(ReplyReader.of(type), call);
    }

    /** Makes a call; its reply as the reader has it. */
    @Nullable
    Object read(ReplyReader reader, Call call) {
        return reader.read(link.invoke(call), call, this);
    }

    /** Makes a call that returns an iterator. */
    <T> RemoteIterator<T> iterate(Type itemType, Call call) {
        return RemoteIterator.over(this, Binding.of(itemType), call, link.invoke(call));
    }

    /** Makes a call without waiting; the future gets its reply as the type has it. */
    @SuppressWarnings("unchecked") // the binding gives the type's values, or null
    <T> CompletableFuture<T> later(Type type, Call call) {
        return (CompletableFuture<T>) later(ReplyReader.of(type), call);
    }

    /** Makes a call without waiting; the future gets its reply as the reader has it. */
    CompletableFuture<@Nullable Object> later(ReplyReader reader, Call call) {
        try {
            CompletableFuture<@Nullable Object> reply = link.invokeLater(call,
                    came -> reader.read(came, call, this));
            return reply == null ? later(() -> read(reader, call)) : reply;
        } catch (RuntimeException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    /** Has a thread of its own do what waits for replies, in the context of the caller. */
    static <T extends @Nullable Object> CompletableFuture<T> later(Supplier<T> work) {
        CompletableFuture<T> future = new CompletableFuture<>();
        Thread.ofVirtual().name("jyro-async").start(CallContext.current().carriedTo(() -> {
            try {
                future.complete(work.get());
            } catch (Throwable e) { // whatever it is, it belongs to who waits for the future
                future.completeExceptionally(e);
            }
        }));
        return future;
    }

    /** Whether there is a connection to call over now. */
    boolean areConnected() {
        return link.isConnected();
    }
}
