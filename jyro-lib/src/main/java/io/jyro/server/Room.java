package io.jyro.server;

import java.util.OptionalInt;

import io.jyro.PyroConfig;
import io.jyro.ServerType;

/**
 * How many clients a daemon takes in at once.
 *
 * @param most how many; as good as no limit if none is set
 * @param refusal what further ones are told
 */
record Room(int most, String refusal) {
    static Room of(PyroConfig config, ServerType type) {
        OptionalInt threads = type == ServerType.MULTIPLEX
                ? OptionalInt.empty()
                : config.threadPoolSize();
        int most = config.maxConnections() == 0 ? Integer.MAX_VALUE : config.maxConnections();
        // The words are Pyro's, which some of its clients wait for to try again later.
        return threads.isPresent() && threads.getAsInt() <= most
                ? new Room(threads.getAsInt(),
                        "no free workers, increase server threadpool size")
                : new Room(most, "too many clients are connected, this daemon takes " + most
                        + " (MAX_CONNECTIONS)");
    }
}
