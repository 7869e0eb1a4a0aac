package io.jyro.rpc;

import java.util.Map;
import java.util.UUID;

import io.jyro.wire.Message;

/** What client and server change in a thread's {@link CallContext}, and users do not. */
public final class CallScope {
    private CallScope() {}

    /** From now on the thread serves a request of a client. */
    public static void serve(CallContext context, Peer client, TrackedResources resources,
            UUID correlationId,
            Message request) {
        context.serving(client, resources, correlationId, request.annotations(), request.sequence(),
                request.wireFlags(), request.serializerId());
    }

    /** What a request brought, kept for a thread that serves it later. */
    public record Origin(Peer client, TrackedResources resources, UUID correlationId,
            Map<String, byte[]> annotations,
            int sequence, int wireFlags, int serializerId) {
        /** From now on the thread serves the request. */
        public void serve(CallContext context) {
            context.serving(client, resources, correlationId, annotations, sequence, wireFlags,
                    serializerId);
        }
    }

    /** What a request brings, independent of the buffer that it was read into. */
    public static Origin origin(Peer client, TrackedResources resources, UUID correlationId,
            Message request) {
        return new Origin(client, resources, correlationId, request.annotations(),
                request.sequence(),
                request.wireFlags(), request.serializerId());
    }

    /** The request is done, or was carried to another thread; nothing of it stays behind. */
    public static void end(CallContext context) {
        context.reset();
    }

    /** What the served method wants sent with its reply; empty from then on. */
    public static Map<String, byte[]> takeResponseAnnotations(CallContext context) {
        return context.takeResponseAnnotations();
    }

    /** What the user wants sent with the next call; it stays so. */
    public static Map<String, byte[]> waitingRequestAnnotations(CallContext context) {
        return context.waitingRequestAnnotations();
    }

    /** What the user wants sent with the next call; empty from then on. */
    public static Map<String, byte[]> takeRequestAnnotations(CallContext context) {
        return context.takeRequestAnnotations();
    }

    /** A reply came, with these annotations. */
    public static void replied(CallContext context, Map<String, byte[]> annotations) {
        context.replied(annotations);
    }
}
