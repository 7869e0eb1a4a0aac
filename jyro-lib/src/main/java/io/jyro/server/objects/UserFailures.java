package io.jyro.server.objects;

import java.util.function.Consumer;
import java.util.function.LongSupplier;

import io.jyro.PyroException;
import io.jyro.RateLimitedLog;
import io.jyro.RemoteText;
import io.jyro.rpc.CallContext;
import io.jyro.rpc.Peer;
import io.jyro.rpc.WireNames;
import io.jyro.wire.Flags;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;

/**
 * Reports exceptions of user code that serves calls: methods, accessors, constructors, creators and iterators. Each
 * failure is reported once, wherever in a batch or stream it occurred. Refused calls are not failures of user code. Any
 * thread.
 */
public final class UserFailures {
    // Logged under the class that users know, whose level they set.
    private static final Logger log = DaemonLog.logger();

    private final @Nullable Listener listener;
    private final RateLimitedLog callbacks;
    private final RateLimitedLog listeners;
    private final FailedPlaces places;

    /**
     * Creates an object that has seen no failures.
     *
     * @param listener code of the user that is called for each failure; null for none
     * @param callbacks logs failed callbacks
     * @param listeners logs failures of the listener
     */
    public UserFailures(@Nullable Listener listener, RateLimitedLog callbacks,
            RateLimitedLog listeners,
            LongSupplier nanoTime) {
        this.listener = listener;
        this.callbacks = callbacks;
        this.listeners = listeners;
        places = new FailedPlaces(nanoTime);
    }

    /** Code of the user that is called for each failure. Any thread. */
    public interface Listener {
        /**
         * Called after a call of a client has failed.
         *
         * @param method the name that the client called
         */
        void failed(Peer client, String objectId, String method, Throwable failure);
    }

    /** The call that the failed code belongs to. */
    public record Origin(Peer client, String objectId, String method, boolean oneway) {
        /** Returns the call that the calling thread serves, or null if it serves none. */
        public static @Nullable Origin of(CallContext context, String method) {
            Peer client = context.client();
            String objectId = context.objectId();
            return client == null || objectId == null
                    ? null
                    : new Origin(client, objectId, method,
                            (context.flags() & Flags.ONEWAY) != 0);
        }
    }

    /**
     * Reports an exception of user code in the call that the calling thread serves.
     *
     * @param method the name of the method for clients
     * @param callback whether the method is marked as a callback
     */
    public void report(String method, boolean callback, Throwable failure) {
        Origin origin = Origin.of(CallContext.current(), method);
        if (origin != null && !origin.objectId().equals(WireNames.DAEMON)) { // its code is not the user's
            report(origin, callback, failure);
        }
    }

    /**
     * Returns a consumer for the exception of a future that a method returned, in the call that the calling thread
     * serves.
     */
    Consumer<Throwable> later(String method, boolean callback) {
        Origin origin = Origin.of(CallContext.current(), method);
        return origin == null ? failure -> {} : failure -> report(origin, callback, failure);
    }

    /** Reports an exception of user code in a call, possibly after the call or on another thread. */
    public void report(Origin origin, boolean callback, Throwable failure) {
        if (callback) {
            callbacks.warn("callback {} of {} failed for {}",
                    RemoteText.shown(origin.method()), RemoteText.shown(origin.objectId()),
                    origin.client(), failure);
        } else if (!origin.oneway() && isUnexpected(failure) && log.isWarnEnabled()
                && places.isDue(failure)) { // oneway calls are logged where they end
            log.warn(
                    "{} of {} failed for {}; for a minute, further failures at this place are"
                            + " not logged as warnings",
                    RemoteText.shown(origin.method()), RemoteText.shown(origin.objectId()),
                    origin.client(), RemoteText.loggable(failure));
        }
        if (listener == null) {
            if (log.isDebugEnabled()) { // even the normal end of an item stream is a failed call
                log.debug("{} of {} failed for {}", RemoteText.shown(origin.method()),
                        RemoteText.shown(origin.objectId()), origin.client(),
                        RemoteText.loggable(failure));
            }
            return;
        }
        try {
            listener.failed(origin.client(), origin.objectId(), origin.method(), failure);
        } catch (RuntimeException | Error e) { // user code; the caller still gets a reply
            listeners.error("the daemon's error handler failed", e);
        }
    }

    // Jyro's own exceptions are meant for the caller, as checked ones are.
    private static boolean isUnexpected(Throwable failure) {
        return (failure instanceof RuntimeException || failure instanceof Error)
                && !(failure instanceof PyroException);
    }
}
