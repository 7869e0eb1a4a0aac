package io.jyro.rpc;

import java.net.SocketAddress;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;

import io.jyro.PyroException;
import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;

/**
 * The context of a call, apart from its arguments: the correlation id, annotations, and in a served method the client.
 * Each thread has its own context; use it only on that thread. Calls that a served method makes have the same
 * correlation id, and so do calls made in a continuation of a call's future. While a call with a correlation id is
 * served, SLF4J's MDC contains it as {@code correlationId}.
 *
 * @see "docs/protocol.md, 13 Call context"
 */
public final class CallContext {
    private static final ThreadLocal<CallContext> CURRENT = new ThreadLocal<>() {
        @Override
        protected CallContext initialValue() {
            return new CallContext();
        }
    };

    /** The key of the correlation id in SLF4J's MDC. */
    private static final String LOGGED_ID = "correlationId";

    private @Nullable UUID correlationId;
    private @Nullable UUID logged; // the id in this thread's MDC
    private @Nullable Map<String, byte[]> requestAnnotations;
    private @Nullable Map<String, byte[]> responseAnnotations;
    private boolean areOfWelcome; // responseAnnotations are from a handshake, and no reply has come since

    private @Nullable ServedCall served;
    private @Nullable Peer client;
    private @Nullable TrackedResources resources;
    private Map<String, byte[]> annotations = Map.of();
    private int sequence;
    private int flags;
    private int serializerId;

    private CallContext() {}

    /** Returns the context of the calling thread. */
    public static CallContext current() {
        return CURRENT.get();
    }

    /** Returns the id that is passed along a chain of calls; never null in a served method. */
    public @Nullable UUID correlationId() {
        return correlationId;
    }

    /** Sets the id for the next calls of this thread and of the continuations of their futures; null for none. */
    public void correlationId(@Nullable UUID id) {
        correlationId = id;
        if (logged != null) {
            log(id);
        }
    }

    /** Returns the client whose call this thread serves, or null if it serves none. */
    public @Nullable Peer client() {
        return client;
    }

    /**
     * Returns the id of the object that serves the call, as the client named it, or null if this thread serves none.
     */
    public @Nullable String objectId() {
        return client == null || served == null ? null : served.objectId();
    }

    /** Returns the address of that client, or null. */
    public @Nullable SocketAddress clientAddress() {
        return client == null ? null : client.address();
    }

    /** Returns the sequence number of the request that is served, or 0. */
    public int sequence() {
        return sequence;
    }

    /** Returns the wire flags of the request that is served, or 0. */
    public int flags() {
        return flags;
    }

    /**
     * Returns the serializer number of the request that is served, or 0; its meaning depends on the client's dialect.
     */
    public int serializerId() {
        return serializerId;
    }

    /** Returns the annotations of the request that is served; unmodifiable. They are not passed on with calls. */
    public Map<String, byte[]> annotations() {
        return annotations;
    }

    /**
     * Returns the annotations to send with this thread's next call, to be filled by the caller; the call empties them.
     * Keys are four ASCII letters.
     */
    public Map<String, byte[]> requestAnnotations() {
        if (requestAnnotations == null) {
            requestAnnotations = new LinkedHashMap<>();
        }
        return requestAnnotations;
    }

    /**
     * Returns in a served method the annotations to send with its reply. Elsewhere, returns the annotations of the last
     * reply that this thread received; if that reply has none and its call opened a connection, those of the daemon's
     * answer to the handshake.
     */
    public Map<String, byte[]> responseAnnotations() {
        if (responseAnnotations == null) {
            responseAnnotations = new LinkedHashMap<>();
        }
        return responseAnnotations;
    }

    /**
     * Registers a resource to be closed when the client disconnects. It is strongly referenced until then.
     *
     * @throws PyroException if this thread serves no call
     */
    public void trackResource(AutoCloseable resource) {
        served("track").track(resource);
    }

    /**
     * Undoes {@link #trackResource}; does nothing if the resource was not tracked.
     *
     * @throws PyroException if this thread serves no call
     */
    public void untrackResource(AutoCloseable resource) {
        served("untrack").untrack(resource);
    }

    /**
     * Wraps a task so that it runs on any thread with this thread's correlation id and pending request annotations;
     * calls that it makes count as made by the method that this thread serves.
     */
    public Runnable carriedTo(Runnable task) {
        Map<String, byte[]> toSend = takeRequestAnnotations();
        Carried carried = new Carried(correlationId, logged, served);
        return () -> {
            CallContext there = current();
            carried.enter(there);
            there.requestAnnotations = toSend.isEmpty() ? null : toSend;
            try {
                task.run();
            } finally {
                there.reset();
            }
        };
    }

    /** The part of a context that continuations of a call inherit. */
    record Carried(@Nullable UUID correlationId, @Nullable UUID logged,
            @Nullable ServedCall served) {
        void enter(CallContext there) {
            there.correlationId = correlationId;
            there.served = served;
            if (logged != null) {
                there.log(logged);
            }
        }
    }

    @Nullable
    Carried carried() {
        return correlationId == null && served == null
                ? null
                : new Carried(correlationId, logged, served);
    }

    /** Changes the correlation id in this thread's MDC. */
    private void log(@Nullable UUID id) {
        logged = id;
        if (id == null) {
            MDC.remove(LOGGED_ID);
        } else {
            MDC.put(LOGGED_ID, id.toString());
        }
    }

    /** Updates the MDC after this context took over the content of another one. */
    void logInPlaceOf(@Nullable UUID before) {
        if (logged != null || before != null) {
            log(logged);
        }
    }

    @Nullable
    UUID logged() {
        return logged;
    }

    private TrackedResources served(String what) {
        if (resources == null) {
            throw new PyroException("cannot " + what
                    + " resource on a connectionless call; this works only in a method"
                    + " that a daemon calls for a client");
        }
        return resources;
    }

    Map<String, byte[]> waitingRequestAnnotations() {
        return requestAnnotations == null ? Map.of() : Map.copyOf(requestAnnotations);
    }

    Map<String, byte[]> takeRequestAnnotations() {
        Map<String, byte[]> taken = requestAnnotations;
        if (taken == null || taken.isEmpty()) {
            return Map.of();
        }
        requestAnnotations = null;
        return taken;
    }

    void welcomed(Map<String, byte[]> welcomeAnnotations) {
        if (client == null) {
            responseAnnotations = new LinkedHashMap<>(welcomeAnnotations);
            areOfWelcome = true;
        }
    }

    void replied(Map<String, byte[]> replyAnnotations) {
        boolean keep = areOfWelcome && replyAnnotations.isEmpty();
        areOfWelcome = false;
        if (client == null && !keep) { // keep the annotations that a served method prepares for its own reply
            responseAnnotations = replyAnnotations.isEmpty()
                    ? null
                    : new LinkedHashMap<>(replyAnnotations);
        }
    }

    @Nullable
    ServedCall served() {
        return served;
    }

    void serving(ServedCall call, Peer peer, TrackedResources tracked, UUID id,
            boolean idCame, Map<String, byte[]> came, int requestSequence, int requestFlags,
            int requestSerializer) {
        served = call;
        client = peer;
        resources = tracked;
        correlationId = id;
        if (idCame) {
            log(id);
        }
        annotations = came;
        sequence = requestSequence;
        flags = requestFlags;
        serializerId = requestSerializer;
        requestAnnotations = null;
        responseAnnotations = null;
    }

    Map<String, byte[]> takeResponseAnnotations() {
        Map<String, byte[]> taken = responseAnnotations;
        responseAnnotations = null;
        return taken == null ? Map.of() : taken;
    }

    CallContext copy() {
        CallContext copy = new CallContext();
        copy.become(this);
        return copy;
    }

    void become(CallContext other) {
        correlationId = other.correlationId;
        logged = other.logged;
        requestAnnotations = other.requestAnnotations;
        responseAnnotations = other.responseAnnotations;
        served = other.served;
        client = other.client;
        resources = other.resources;
        annotations = other.annotations;
        sequence = other.sequence;
        flags = other.flags;
        serializerId = other.serializerId;
    }

    void reset() {
        if (logged != null) {
            log(null);
        }
        served = null;
        client = null;
        resources = null;
        correlationId = null;
        annotations = Map.of();
        sequence = 0;
        flags = 0;
        serializerId = 0;
        requestAnnotations = null;
        responseAnnotations = null;
    }
}
