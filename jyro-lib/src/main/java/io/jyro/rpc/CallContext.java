package io.jyro.rpc;

import java.net.SocketAddress;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;

import io.jyro.PyroException;
import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;

/**
 * What surrounds a call, apart from its arguments: the correlation id, annotations, and in a served method the client.
 * Each thread has its own; use it only there. A call that a served method makes carries its correlation id on, and so do
 * calls that are made in a continuation of the future of a call. While a call is served that came with a correlation id,
 * log lines have it in SLF4J's MDC as {@code correlationId}.
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
    private @Nullable UUID logged; // in the MDC of this thread
    private @Nullable Map<String, byte[]> requestAnnotations;
    private @Nullable Map<String, byte[]> responseAnnotations;
    private boolean areOfWelcome; // the response annotations came with a handshake, and no reply since

    private @Nullable ServedCall served;
    private @Nullable Peer client;
    private @Nullable TrackedResources resources;
    private Map<String, byte[]> annotations = Map.of();
    private int sequence;
    private int flags;
    private int serializerId;

    private CallContext() {}

    /** The calling thread's context. */
    public static CallContext current() {
        return CURRENT.get();
    }

    /** The id that travels along a chain of calls; in a served method never null. */
    public @Nullable UUID correlationId() {
        return correlationId;
    }

    /**
     * Sets the id that this thread's next calls carry, and those that continuations of their futures make; null for none.
     */
    public void correlationId(@Nullable UUID id) {
        correlationId = id;
        if (logged != null) {
            log(id);
        }
    }

    /** The client whose call this thread serves, or null if it serves none. */
    public @Nullable Peer client() {
        return client;
    }

    /** The id of the object that serves the call, as the client named it, or null if this thread serves none. */
    public @Nullable String objectId() {
        return client == null || served == null ? null : served.objectId();
    }

    /** The address of that client, or null. */
    public @Nullable SocketAddress clientAddress() {
        return client == null ? null : client.address();
    }

    /** The sequence number of the request that is served, or 0. */
    public int sequence() {
        return sequence;
    }

    /** The flags of the request that is served, as they came on the wire, or 0. */
    public int flags() {
        return flags;
    }

    /** The serializer number of the request that is served, or 0; what it means depends on the client's dialect. */
    public int serializerId() {
        return serializerId;
    }

    /** The annotations that came with the request that is served; unmodifiable; not passed on with calls. */
    public Map<String, byte[]> annotations() {
        return annotations;
    }

    /** Annotations to send with this thread's next call; empty again after it. Keys are four ASCII letters. */
    public Map<String, byte[]> requestAnnotations() {
        if (requestAnnotations == null) {
            requestAnnotations = new LinkedHashMap<>();
        }
        return requestAnnotations;
    }

    /**
     * In a served method: annotations to send with its reply. Elsewhere: the annotations of the last reply that this
     * thread got; if that reply has none, and its call made a connection, those that came with the daemon's answer to the
     * handshake.
     */
    public Map<String, byte[]> responseAnnotations() {
        if (responseAnnotations == null) {
            responseAnnotations = new LinkedHashMap<>();
        }
        return responseAnnotations;
    }

    /**
     * Has a resource closed when the client goes away. Held strongly until then.
     *
     * @throws PyroException if this thread serves no call
     */
    public void trackResource(AutoCloseable resource) {
        served("track").track(resource);
    }

    /**
     * Takes back {@link #trackResource}; nothing happens if it was not tracked.
     *
     * @throws PyroException if this thread serves no call
     */
    public void untrackResource(AutoCloseable resource) {
        served("untrack").untrack(resource);
    }

    /**
     * A task that runs with this thread's correlation id and waiting request annotations, on whatever thread; calls that
     * it makes count as made by the method that this thread serves.
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

    /** What of a context goes on in what depends on a call. */
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

    /** Changes the id that log lines of this thread have. */
    private void log(@Nullable UUID id) {
        logged = id;
        if (id == null) {
            MDC.remove(LOGGED_ID);
        } else {
            MDC.put(LOGGED_ID, id.toString());
        }
    }

    /** The thread goes on with the content of another context: its log lines have that one's id. */
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
        if (client == null && !keep) { // what a served method prepares for its own reply is not overwritten
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
