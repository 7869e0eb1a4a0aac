package io.jyro.client;

import java.lang.ref.Reference;
import java.lang.reflect.Type;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.function.Supplier;

import io.jyro.CallTimeoutException;
import io.jyro.CommunicationException;
import io.jyro.ConnectionClosedException;
import io.jyro.Dialect;
import io.jyro.PyroUri;
import io.jyro.RemoteText;
import io.jyro.client.exchange.LateCall;
import io.jyro.client.exchange.NotSentException;
import io.jyro.client.exchange.Reply;
import io.jyro.client.link.Call;
import io.jyro.client.link.ConnectionFactory;
import io.jyro.client.link.DaemonConnection;
import io.jyro.client.link.DaemonLink;
import io.jyro.client.link.GrowingPause;
import io.jyro.client.link.ObjectLink;
import io.jyro.client.link.ProxySettings;
import io.jyro.rpc.CallContext;
import io.jyro.rpc.CallContextAccess;
import io.jyro.rpc.Metadata;
import io.jyro.rpc.WireNames;
import io.jyro.serialize.bind.Bindings;
import io.jyro.transport.CallDeadline;
import io.jyro.transport.NotConnectedException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes the calls of a proxy: connects, sends the request, waits for the reply, repeats the call if the proxy is set to,
 * and converts the result. {@link #reply(Call, Map)} is the table of contents of a call. Everything that
 * needs the proxy's connection refers to this object. Any thread.
 *
 * @see "docs/architecture.md, The path of a call in the client"
 */
final class Invoker {
    private final ObjectLink link;
    private final ProxySettings settings;

    Invoker(ObjectLink link, ProxySettings settings) {
        this.link = link;
        this.settings = settings;
    }

    /** Makes a call and returns its result without conversion. */
    @Nullable
    Object invoke(Call call) {
        return invoke(call, ReplyReader.UNTYPED);
    }

    /** Makes a call and converts its result to the type. */
    @SuppressWarnings({"unchecked", "NullAway", "TypeParameterUnusedInFormals"}) // the binding returns a T, or null
    <T> T invoke(Call call, Type type) {
        return (T) invoke(call, ReplyReader.of(type));
    }

    /** Makes a call and converts its reply with the reader. */
    @Nullable
    Object invoke(Call call, ReplyReader reader) {
        return reader.read(reply(call), call, this);
    }

    /** Makes a call and returns its unconverted reply. */
    Reply reply(Call call) {
        Map<String, byte[]> own = CallContextAccess.takeRequestAnnotations(CallContext.current());
        return reply(call, settings.annotationsWith(own));
    }

    /** Makes a call that returns an iterator. */
    <T> RemoteIterator<T> iterate(Call call, Type itemType) {
        return RemoteIterator.over(this, Bindings.of(itemType), call, reply(call));
    }

    private Reply reply(Call call, Map<String, byte[]> annotations) {
        ObjectLink.Route route = link.route();
        Call addressed = route.addressed(call);
        DaemonLink daemon = route.daemon();
        CallDeadline deadline = settings.limit().begin();
        GrowingPause pause = null;
        daemon.callBegins();
        try {
            for (int attempt = 0;; attempt++) {
                try {
                    return send(addressed, annotations, daemon, deadline);
                } catch (ConnectionClosedException | CallTimeoutException
                        | NotConnectedException e) {
                    throwUnlessRepeated(e, addressed, attempt, daemon, deadline);
                    pause = pause == null ? new GrowingPause() : pause;
                    pause.await(deadline);
                }
            }
        } finally {
            daemon.callEnds();
            Reference.reachabilityFence(this); // keeps the cleaner from closing a dropped proxy during its last call
        }
    }

    // The call of another thread may close the connection while this one waits for its turn.
    private Reply send(Call call, Map<String, byte[]> annotations, DaemonLink daemon,
            CallDeadline deadline) {
        while (true) {
            DaemonConnection first = daemon.connectedForCall(deadline);
            int flags = daemon.flags(call);
            long posts = daemon.posts();
            DaemonConnection chosen = daemon.choose(first, call, flags, deadline);
            try {
                Reply reply = chosen.call(call.payload(chosen.uri().objectId()), flags,
                        annotations, deadline);
                daemon.sent(flags, chosen == first, posts);
                return reply;
            } catch (NotSentException e) {
                log().trace("opening a new connection to {}", daemon.uri(),
                        RemoteText.loggable(e));
            } finally {
                daemon.leave(chosen);
            }
        }
    }

    private void throwUnlessRepeated(CommunicationException e, Call call, int attempt,
            DaemonLink daemon, CallDeadline deadline) {
        boolean mayBeRepeated = call.mayBeRepeated() || e instanceof NotConnectedException;
        if (attempt >= settings.maxRetries() || !mayBeRepeated || daemon.isShut()
                || deadline.hasPassed()) {
            throw e instanceof CallTimeoutException late ? named(call, daemon, late) : e;
        }
    }

    private static CallTimeoutException named(Call call, DaemonLink daemon,
            CallTimeoutException late) {
        return LateCall.named(call.payload(daemon.uri().objectId()), late);
    }

    /** Makes a call without waiting; the future completes with its reply, converted to the type. */
    @SuppressWarnings("unchecked") // the binding returns values of the type, or null
    <T> CompletableFuture<T> later(Call call, Type type) {
        return (CompletableFuture<T>) later(call, ReplyReader.of(type));
    }

    /** Makes a call without waiting; the future completes with its reply, converted by the reader. */
    CompletableFuture<@Nullable Object> later(Call call, ReplyReader reader) {
        try {
            CompletableFuture<@Nullable Object> reply = withoutThread(call,
                    came -> reader.read(came, call, this));
            return reply == null ? async(() -> invoke(call, reader)) : reply;
        } catch (RuntimeException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    // Returns null if a thread has to wait for the reply.
    private @Nullable CompletableFuture<@Nullable Object> withoutThread(Call call,
            Function<Reply, @Nullable Object> andThen) {
        DaemonLink daemon = link.forFutures();
        DaemonConnection now = daemon == null ? null : daemon.connectionNow();
        if (daemon == null || now == null || !now.canCallLater()
                || settings.maxRetries() > 0 && call.mayBeRepeated()) {
            return null;
        }
        Map<String, byte[]> own = CallContextAccess.takeRequestAnnotations(CallContext.current());
        try {
            CompletableFuture<@Nullable Object> reply = now.callLater(
                    call.payload(now.uri().objectId()), daemon.flags(call),
                    settings.annotationsWith(own), andThen, settings.limit().begin());
            daemon.posted();
            return reply;
        } catch (NotSentException e) {
            CallContext.current().requestAnnotations().putAll(own); // for the thread that retries over a new connection
            return null;
        } catch (CallTimeoutException e) {
            throw named(call, daemon, e);
        }
    }

    /** Runs blocking work on a new virtual thread, in the context of the caller. */
    static <T extends @Nullable Object> CompletableFuture<T> async(Supplier<T> work) {
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

    /**
     * Asks the daemon for the metadata of one of its objects; empty if the protocol does not require it and METADATA is
     * off.
     */
    Metadata metadataOf(PyroUri object) {
        if (link.connectedNow().dialect() == Dialect.V48 && !settings.config().metadata()) {
            return Metadata.NONE;
        }
        Call call = Call.ofDaemon(WireNames.GET_METADATA, object.objectId(), 0);
        return ConnectionFactory.checked(Metadata.fromWire(reply(call, Map.of()).value()), object);
    }

    /** Runs work on the link of a proxy, and keeps the proxy from being closed as unreachable during it. */
    <T> T kept(Supplier<T> work) {
        try {
            return work.get();
        } finally {
            Reference.reachabilityFence(this);
        }
    }

    /** Returns the uri of the object, as the proxy's. */
    PyroUri uri() {
        return link.uri();
    }

    /** Returns whether there is a connection now. */
    boolean isConnected() {
        return link.isConnected();
    }

    private static Logger log() {
        return LoggerFactory.getLogger(Invoker.class);
    }
}
