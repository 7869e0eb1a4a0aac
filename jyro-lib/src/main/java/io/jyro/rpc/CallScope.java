package io.jyro.rpc;

import java.util.Map;
import java.util.UUID;

import io.jyro.wire.Message;
import org.jspecify.annotations.Nullable;

/** What client and server change in a thread's {@link CallContext}, and users do not. */
public final class CallScope {
    private CallScope() {}

    /** From now on the thread serves a request of a client. */
    public static void serve(CallContext context, ServedCall call, Peer client,
            TrackedResources resources, UUID correlationId, Message request) {
        context.serving(call, client, resources, correlationId,
                request.correlationId() != null, request.annotations(),
                request.sequence(),
                request.wireFlags(), request.serializerId());
    }

    /** What a request brought, kept for a thread that serves it later. */
    public record Origin(ServedCall call, Peer client, TrackedResources resources,
            UUID correlationId, boolean idCame, Map<String, byte[]> annotations, int sequence,
            int wireFlags, int serializerId) {
        /** From now on the thread serves the request. */
        public void serve(CallContext context) {
            context.serving(call, client, resources, correlationId, idCame, annotations, sequence,
                    wireFlags, serializerId);
        }
    }

    /** What a request brings, independent of the buffer that it was read into. */
    public static Origin origin(ServedCall call, Peer client, TrackedResources resources,
            UUID correlationId, Message request) {
        return new Origin(call, client, resources, correlationId,
                request.correlationId() != null, request.annotations(),
                request.sequence(),
                request.wireFlags(), request.serializerId());
    }

    /**
     * The annotations of a call that the thread makes to a daemon that understands chains: those given, and which served
     * calls wait for it.
     */
    public static Map<String, byte[]> withChain(CallContext context,
            Map<String, byte[]> annotations) {
        ServedCall by = context.served();
        return by == null ? annotations : by.passOn(annotations);
    }

    /** The calling thread, if the call that it serves lets others run on it while it waits for a reply; null if not. */
    public static @Nullable WaitingThread waitingThread(CallContext context) {
        ServedCall served = context.served();
        WaitingThread thread = served == null ? null : served.thread();
        return thread != null && thread.isCurrent() ? thread : null;
    }

    /** What belongs to a call, for the time after its thread has ended with it. */
    public static CallContext detached(CallContext context) {
        return context.copy();
    }

    /** The name of the served method, as the client called it; empty if the thread serves none. */
    public static String method(CallContext context) {
        ServedCall served = context.served();
        return served == null ? "" : served.method();
    }

    /** The request is done, or was carried to another thread; nothing of it stays behind. */
    public static void end(CallContext context) {
        context.reset();
    }

    /** A context that another thread has taken over until it gives it back. */
    public static final class Borrowed {
        private final CallContext lender;
        private final CallContext own;
        private final CallContext before;

        private Borrowed(CallContext lender) {
            this.lender = lender;
            own = CallContext.current();
            before = own.copy();
            own.become(lender);
            own.logInPlaceOf(before.logged());
        }

        /** What was changed goes back to the lender. */
        public void giveBack() {
            if (own != lender) { // an executor may run its tasks where they are given to it
                lender.become(own);
                UUID logged = own.logged();
                own.become(before);
                own.logInPlaceOf(logged);
            }
        }
    }

    /** What continuations of a call that the thread makes go on with. */
    public static final class Continued {
        private final CallContext.Carried carried;

        private Continued(CallContext.Carried carried) {
            this.carried = carried;
        }

        /** The calling thread runs continuations, until it is told that the call {@link CallScope#end ends}. */
        public void enter(CallContext context) {
            carried.enter(context);
        }
    }

    /** What continuations of a call that the thread makes go on with; null if that is nothing. */
    public static @Nullable Continued continued(CallContext context) {
        CallContext.Carried carried = context.carried();
        return carried == null ? null : new Continued(carried);
    }

    /** The calling thread goes on in the context of a thread that waits for it. */
    public static Borrowed borrow(CallContext lender) {
        return new Borrowed(lender);
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

    /** A daemon has answered the handshake with these annotations, which stay there if the reply to the call has none. */
    public static void welcomed(CallContext context, Map<String, byte[]> annotations) {
        context.welcomed(annotations);
    }

    /** A reply came, with these annotations. */
    public static void replied(CallContext context, Map<String, byte[]> annotations) {
        context.replied(annotations);
    }
}
