package io.jyro.server;

import java.util.Map;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Supplier;

import io.jyro.ServerType;
import io.jyro.rpc.Peer;

/**
 * Gathers how a daemon serves calls, and what it calls of its user's. For one thread.
 *
 * @param <B> the builder itself
 */
abstract sealed class ServingBuilder<B extends ServingBuilder<B>> extends ListeningBuilder<B>
        permits Daemon.Builder {
    abstract DaemonSettings settings();

    @Override
    EntranceSettings entrance() {
        return settings().entrance();
    }

    /**
     * How calls are run: {@code THREAD}, calls of all clients at once; {@code MULTIPLEX}, one at a time on one thread
     * ({@code jyro-calls-PORT}), which also makes instances, converts arguments and closes what calls left. Oneway calls
     * run aside.
     */
    public B serverType(ServerType type) {
        settings().serverType(type);
        return self();
    }

    /**
     * Decides who may connect, and what is answered; by default everyone, and {@code hello}. A proxy of Jyro that is used by many threads
     * may open further connections, for each of which this is called; their calls have the {@link Peer} of the first.
     */
    public B handshake(HandshakeValidator validator) {
        settings().handshake(validator);
        return self();
    }

    /** Is told of every connection that was welcomed and has ended. */
    public B onDisconnect(Consumer<Peer> hook) {
        settings().onDisconnect(hook);
        return self();
    }

    /** Gives annotations that go out with every reply. */
    public B annotations(Supplier<Map<String, byte[]>> supplier) {
        settings().annotations(supplier);
        return self();
    }

    /** Runs every so often, on a thread of the daemon's. */
    public B housekeeping(Runnable hook) {
        settings().housekeeping(hook);
        return self();
    }

    /**
     * Called for every call that failed in user code; by default that is logged at DEBUG. Unchecked exceptions other than
     * Jyro's own are logged at WARN besides, once a minute for each place that throws them.
     */
    public B errorHandler(CallErrorHandler handler) {
        settings().errorHandler(handler);
        return self();
    }

    /**
     * Where calls run, such as {@code SwingUtilities::invokeLater} or {@code Platform::runLater}; by default on the
     * threads that read them. While a call waits for a call of its own to return, its thread runs the calls that come
     * back to this daemon because of it, so an executor may have one thread. Oneway calls run aside, on other threads, as
     * in Pyro, and do not hold up the next call: what such a method does to a user interface it has to hand over itself.
     */
    public B executor(Executor newExecutor) {
        settings().executor(newExecutor);
        return self();
    }
}
