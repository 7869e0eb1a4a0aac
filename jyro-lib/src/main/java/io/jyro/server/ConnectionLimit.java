package io.jyro.server;

import java.util.OptionalInt;

import io.jyro.PyroConfig;
import io.jyro.ServerType;

/**
 * The maximum number of clients of a daemon.
 *
 * @param most the maximum; Integer.MAX_VALUE if there is no limit
 * @param refusal the text that further clients receive
 */
record ConnectionLimit(int most, String refusal) {
    static ConnectionLimit of(PyroConfig config, ServerType type) {
        OptionalInt threads = type == ServerType.MULTIPLEX
                ? OptionalInt.empty()
                : config.threadPoolSize();
        int most = config.maxConnections() == 0 ? Integer.MAX_VALUE : config.maxConnections();
        // The text is Pyro's; some clients recognize it and try again later.
        return threads.isPresent() && threads.getAsInt() <= most
                ? new ConnectionLimit(threads.getAsInt(),
                        "no free workers, increase server threadpool size")
                : new ConnectionLimit(most,
                        "too many clients are connected, this daemon accepts " + most
                                + " (MAX_CONNECTIONS)");
    }
}
