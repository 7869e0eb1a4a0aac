package io.jyro.rpc;

import java.net.SocketAddress;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;

import io.jyro.PyroException;
import org.jspecify.annotations.Nullable;

/**
 * What surrounds a call, apart from its arguments: the correlation id, annotations, and in a served method the client.
 * Each thread has its own; use it only there. A call that a served method makes carries its correlation id on.
 *
 * @see <a href="PROTOCOL.md#13-call-context">Call context</a>
 */
public final class CallContext {
    private static final ThreadLocal<CallContext> CURRENT = ThreadLocal
            .withInitial(CallContext::new);

    private @Nullable UUID correlationId;
    private @Nullable Map<String, byte[]> requestAnnotations;
    private @Nullable Map<String, byte[]> responseAnnotations;

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

    /** Sets the id that this thread's next calls carry; null for none. */
    public void correlationId(@Nullable UUID id) {
        correlationId = id;
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
     * thread got.
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
        UUID id = correlationId;
        ServedCall by = served;
        Map<String, byte[]> toSend = takeRequestAnnotations();
        return () -> {
            CallContext there = current();
            there.correlationId = id;
            there.served = by;
            there.requestAnnotations = toSend.isEmpty() ? null : toSend;
            try {
                task.run();
            } finally {
                there.reset();
            }
        };
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

    void replied(Map<String, byte[]> replyAnnotations) {
        if (client == null) { // what a served method prepares for its own reply is not overwritten
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
            Map<String, byte[]> came, int requestSequence, int requestFlags,
            int requestSerializer) {
        served = call;
        client = peer;
        resources = tracked;
        correlationId = id;
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
