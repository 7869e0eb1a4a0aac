package io.jyro.server;

import java.util.Map;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Supplier;

import io.jyro.ServerType;
import io.jyro.rpc.Peer;

/**
 * Collects the settings for serving calls, and the user's hooks. For one thread.
 *
 * @param <B> the builder itself
 */
abstract sealed class ServingBuilder<B extends ServingBuilder<B>> extends ListeningBuilder<B>
        permits Daemon.Builder {
    abstract DaemonDraft settings();

    @Override
    EndpointDraft endpoint() {
        return settings().endpoint();
    }

    /**
     * Sets how calls are run: {@code THREAD} runs calls of all clients concurrently, {@code MULTIPLEX} one at a time on
     * one thread ({@code jyro-calls-PORT}), which also creates instances, converts arguments and closes resources of
     * calls. Oneway calls run on other threads.
     */
    public B serverType(ServerType type) {
        settings().serverType(type);
        return self();
    }

    /**
     * Sets the validator that decides which clients may connect, and returns the answer; by default every client may,
     * and the answer is {@code hello}. A proxy of Jyro that many threads use may open further connections, and the
     * validator is called for each; their calls have the {@link Peer} of the first.
     */
    public B handshake(HandshakeValidator validator) {
        settings().handshake(validator);
        return self();
    }

    /** Sets a hook that is called when a connection that completed the handshake has ended. */
    public B onDisconnect(Consumer<Peer> hook) {
        settings().onDisconnect(hook);
        return self();
    }

    /** Sets the supplier of annotations that are sent with every reply. */
    public B annotations(Supplier<Map<String, byte[]>> supplier) {
        settings().annotations(supplier);
        return self();
    }

    /** Sets a hook that is run periodically, on a thread of the daemon. */
    public B housekeeping(Runnable hook) {
        settings().housekeeping(hook);
        return self();
    }

    /**
     * Sets a handler that is called for every call that failed in user code; by default such failures are logged at
     * DEBUG. Unchecked exceptions other than Jyro's own are also logged at WARN, once a minute for each place that
     * throws them.
     */
    public B errorHandler(CallErrorHandler handler) {
        settings().errorHandler(handler);
        return self();
    }

    /**
     * Sets the executor of calls, such as {@code SwingUtilities::invokeLater} or {@code Platform::runLater}; by default
     * calls run on the threads that read them. While a call waits for an outgoing call to return, its thread runs the
     * calls that come back to this daemon because of it, so one thread is enough. Oneway calls run on other threads, as
     * in Pyro, and do not delay the next call: such a method must itself pass updates of a user interface to its
     * thread.
     */
    public B executor(Executor newExecutor) {
        settings().executor(newExecutor);
        return self();
    }
}
