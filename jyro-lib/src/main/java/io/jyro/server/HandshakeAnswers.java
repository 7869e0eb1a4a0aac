package io.jyro.server;

import java.util.Map;

import io.jyro.Dialect;
import io.jyro.RateLimitedLog;
import io.jyro.rpc.CallContext;
import io.jyro.rpc.Capabilities;
import io.jyro.rpc.Handshake;
import io.jyro.rpc.Metadata;
import io.jyro.server.calls.ReplyAnnotations;
import io.jyro.server.objects.ObjectTable;
import io.jyro.server.objects.Registered;

/**
 * Determines the answers to handshakes: the user's validator accepts the client, and the object that the client asks
 * for has metadata. Any thread.
 */
final class HandshakeAnswers {
    private final ObjectTable objects;
    private final DaemonSettings hooks;
    private final ReplyAnnotations annotations;
    private final RateLimitedLog emptyObjects;

    /** @param emptyObjects logs objects that expose nothing */
    HandshakeAnswers(ObjectTable objects, DaemonSettings hooks, ReplyAnnotations annotations,
            RateLimitedLog emptyObjects) {
        this.objects = objects;
        this.hooks = hooks;
        this.annotations = annotations;
        this.emptyObjects = emptyObjects;
    }

    /**
     * The answer to a client that is accepted.
     *
     * @param annotations those of the message, including the capabilities
     */
    record Answer(Handshake.Welcome welcome, Capabilities capabilities,
            Map<String, byte[]> annotations) {}

    /** Returns whether the object of a request may still be registered, because the program is starting. */
    boolean mayStillCome(Handshake.Request request) {
        return objects.mayStillCome(request.objectId());
    }

    /** Holds a handshake until objects have been registered; returns false if it can be answered now. */
    boolean hold(Runnable resume) {
        return objects.hold().hold(resume);
    }

    /**
     * Returns the answer to a client.
     *
     * @param offered the capabilities of the client
     * @throws RuntimeException if the object is unknown, or the user's validator refuses the client
     */
    Answer answerTo(ServedConnection client, Handshake.Request request, Capabilities offered,
            CallContext around) {
        Dialect dialect = client.dialect();
        Object answer = hooks.answerTo(client, request.handshake());
        Registered registered = request.objectId() == null
                ? null
                : registered(request.objectId()).in(dialect);
        Metadata metadata = registered == null ? null : metadata(registered);
        Capabilities capabilities = client.agree(offered,
                registered != null && !registered.isOfSession());
        return new Answer(new Handshake.Welcome(answer, metadata), capabilities,
                capabilities.with(annotations.of(around)));
    }

    private Registered registered(String objectId) {
        Registered registered = objects.find(objectId);
        if (registered == null) {
            throw objects.unknown(objectId);
        }
        return registered;
    }

    private Metadata metadata(Registered registered) {
        Metadata metadata = registered.exposed().metadata();
        if (metadata.isEmpty()) {
            emptyObjects.warn(
                    "{} doesn't expose any methods or attributes. Did you forget setting @Expose on them?",
                    registered.exposed().type());
        }
        return metadata;
    }
}
