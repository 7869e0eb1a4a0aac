package io.jyro.rpc;

import java.util.Map;
import java.util.UUID;

import io.jyro.wire.Message;
import org.jspecify.annotations.Nullable;

/** The changes that client and server, but not users, make to a thread's {@link CallContext}. */
public final class CallContextAccess {
    private CallContextAccess() {}

    /** Marks the thread as serving a request of a client. */
    public static void serve(CallContext context, ServedCall call, Peer client,
            TrackedResources resources, UUID correlationId, Message request) {
        context.serving(call, client, resources, correlationId,
                request.correlationId() != null, request.annotations(),
                request.sequence(),
                request.wireFlags(), request.serializerId());
    }

    /** The context of a request, kept for a thread that serves it later. */
    public record Origin(ServedCall call, Peer client, TrackedResources resources,
            UUID correlationId, boolean idCame, Map<String, byte[]> annotations, int sequence,
            int wireFlags, int serializerId) {
        /** Marks the thread as serving the request. */
        public void serve(CallContext context) {
            context.serving(call, client, resources, correlationId, idCame, annotations, sequence,
                    wireFlags, serializerId);
        }
    }

    /** Copies the context of a request, so that it does not depend on the read buffer. */
    public static Origin origin(ServedCall call, Peer client, TrackedResources resources,
            UUID correlationId, Message request) {
        return new Origin(call, client, resources, correlationId,
                request.correlationId() != null, request.annotations(),
                request.sequence(),
                request.wireFlags(), request.serializerId());
    }

    /**
     * Returns the annotations of a call to a daemon that understands chains: the given ones, and the ids of the served
     * calls that wait for it.
     */
    public static Map<String, byte[]> withChain(CallContext context,
            Map<String, byte[]> annotations) {
        ServedCall by = context.served();
        return by == null ? annotations : by.passOn(annotations);
    }

    /**
     * Returns the calling thread if the call that it serves lets other calls run on it while it waits for a reply,
     * otherwise null.
     */
    public static @Nullable WaitingThread waitingThread(CallContext context) {
        ServedCall served = context.served();
        WaitingThread thread = served == null ? null : served.thread();
        return thread != null && thread.isCurrent() ? thread : null;
    }

    /** Copies the context of a call, for use after its thread has finished the call. */
    public static CallContext detached(CallContext context) {
        return context.copy();
    }

    /** Returns the name of the served method, as the client called it; empty if the thread serves none. */
    public static String method(CallContext context) {
        ServedCall served = context.served();
        return served == null ? "" : served.method();
    }

    /** Clears the context after a request was served or handed to another thread. */
    public static void end(CallContext context) {
        context.reset();
    }

    /** A context that another thread uses until it returns it. */
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

        /** Copies the changes back to the lender. */
        public void giveBack() {
            if (own != lender) { // an executor may run a task on the thread that submitted it
                lender.become(own);
                UUID logged = own.logged();
                own.become(before);
                own.logInPlaceOf(logged);
            }
        }
    }

    /** The context that continuations of a call inherit. */
    public static final class Continued {
        private final CallContext.Carried carried;

        private Continued(CallContext.Carried carried) {
            this.carried = carried;
        }

        /** Makes the calling thread run continuations in this context until {@link CallContextAccess#end}. */
        public void enter(CallContext context) {
            carried.enter(context);
        }
    }

    /** Returns the context that continuations of this thread's calls inherit, or null if it is empty. */
    public static @Nullable Continued continued(CallContext context) {
        CallContext.Carried carried = context.carried();
        return carried == null ? null : new Continued(carried);
    }

    /** Makes the calling thread use the context of a thread that waits for it. */
    public static Borrowed borrow(CallContext lender) {
        return new Borrowed(lender);
    }

    /** Returns and clears the annotations that the served method wants sent with its reply. */
    public static Map<String, byte[]> takeResponseAnnotations(CallContext context) {
        return context.takeResponseAnnotations();
    }

    /** Returns the annotations that the user wants sent with the next call, without clearing them. */
    public static Map<String, byte[]> waitingRequestAnnotations(CallContext context) {
        return context.waitingRequestAnnotations();
    }

    /** Returns and clears the annotations that the user wants sent with the next call. */
    public static Map<String, byte[]> takeRequestAnnotations(CallContext context) {
        return context.takeRequestAnnotations();
    }

    /** Sets the annotations of a daemon's answer to the handshake, which remain if the reply to the call has none. */
    public static void welcomed(CallContext context, Map<String, byte[]> annotations) {
        context.welcomed(annotations);
    }

    /** Sets the annotations of a reply. */
    public static void replied(CallContext context, Map<String, byte[]> annotations) {
        context.replied(annotations);
    }
}
