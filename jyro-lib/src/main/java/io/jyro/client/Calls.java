package io.jyro.client;

import java.lang.ref.Reference;
import java.lang.reflect.Type;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

import io.jyro.rpc.CallContext;
import io.jyro.serialize.Bindings;
import org.jspecify.annotations.Nullable;

/**
 * The calls of a proxy: waits for replies or leaves them to futures, and converts them to the types that callers
 * declare. Everything that needs the proxy's connection refers to this. Any thread.
 */
record Calls(ObjectLink link) {

    /** Makes a call and returns its unconverted reply. */
    Reply invoke(Call call) {
        try {
            return link.invoke(call);
        } finally {
            Reference.reachabilityFence(this); // keeps the cleaner from closing a dropped proxy during its last call
        }
    }

    /** Runs work on the link of a proxy, and keeps the proxy from being closed as unreachable during it. */
    <T> T kept(Supplier<T> work) {
        try {
            return work.get();
        } finally {
            Reference.reachabilityFence(this);
        }
    }

    /** Makes a call and returns its result without conversion. */
    @Nullable
    Object untyped(Call call) {
        return read(ReplyReader.UNTYPED, call);
    }

    /** Makes a call and converts its reply to the type. */
    @SuppressWarnings({"unchecked", "NullAway", "TypeParameterUnusedInFormals"}) // the binding returns a T, or null
    <T> T typed(Type type, Call call) {
        return (T) read(ReplyReader.of(type), call);
    }

    /** Makes a call and converts its reply with the reader. */
    @Nullable
    Object read(ReplyReader reader, Call call) {
        return reader.read(link.invoke(call), call, this);
    }

    /** Makes a call that returns an iterator. */
    <T> RemoteIterator<T> iterate(Type itemType, Call call) {
        return RemoteIterator.over(this, Bindings.of(itemType), call, link.invoke(call));
    }

    /** Makes a call without waiting; the future completes with its reply, converted to the type. */
    @SuppressWarnings("unchecked") // the binding returns values of the type, or null
    <T> CompletableFuture<T> later(Type type, Call call) {
        return (CompletableFuture<T>) later(ReplyReader.of(type), call);
    }

    /** Makes a call without waiting; the future completes with its reply, converted by the reader. */
    CompletableFuture<@Nullable Object> later(ReplyReader reader, Call call) {
        try {
            CompletableFuture<@Nullable Object> reply = link.invokeLater(call,
                    came -> reader.read(came, call, this));
            return reply == null ? later(() -> read(reader, call)) : reply;
        } catch (RuntimeException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    /** Runs blocking work on a new virtual thread, in the context of the caller. */
    static <T extends @Nullable Object> CompletableFuture<T> later(Supplier<T> work) {
        CompletableFuture<T> future = new CompletableFuture<>();
        Thread.ofVirtual().name("jyro-async").start(CallContext.current().carriedTo(() -> {
            try {
                future.complete(work.get());
            } catch (Throwable e) { // every throwable belongs to the user of the future
                future.completeExceptionally(e);
            }
        }));
        return future;
    }

    /** Returns whether there is a connection now. */
    boolean areConnected() {
        return link.isConnected();
    }
}
