package io.jyro.benchmarks;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

import io.jyro.Serializer;

/** A client of Pyro4 or Pyro5 and its daemon, both in Python with default settings. */
record StockPyro(Work work, PythonPeers.Pyro pyro, Serializer serializer) implements Contender {
    /** Python has no JIT compiler to warm up; loading modules and filling caches takes no longer than this. */
    private static final Duration LONGEST_WARM_UP = Duration.ofMillis(300);

    @Override
    public String name() {
        String name = pyro.name().toLowerCase(Locale.ROOT);
        return serializer == Serializer.SERPENT ? name : name + '-' + serializerName();
    }

    private String serializerName() {
        return serializer.name().toLowerCase(Locale.ROOT);
    }

    @Override
    public Optional<String> missing(Programs programs) throws IOException, InterruptedException {
        return programs.python().missing(pyro);
    }

    @Override
    public List<String> serverCommand(Programs programs) {
        return server(programs, pyro, work);
    }

    /** Returns the command of a daemon for the callers of a work. */
    static List<String> server(Programs programs, PythonPeers.Pyro pyro, Work work) {
        return programs.python().command(pyro, "serve", Integer.toString(work.callers()));
    }

    @Override
    public List<String> clientCommand(Programs programs, String endpoint, Timing timing) {
        long warmUp = Math.min(timing.warmUp().toMillis(), LONGEST_WARM_UP.toMillis());
        return programs.python().command(pyro, "call", endpoint, serializerName(), action(),
                Integer.toString(work.callers()), work.isShared() ? "yes" : "no",
                Integer.toString(Work.AHEAD), Integer.toString(work.bytes()),
                Long.toString(warmUp), Long.toString(timing.measured().toMillis()));
    }

    private String action() {
        return switch (work) {
            case ECHO, THREADS_8, THREADS_64, CONNECTIONS_8, CONNECTIONS_64 -> "echo";
            case ONEWAY -> "oneway";
            case BYTES_1, BYTES_100 -> "bytes";
            case GRAPH -> "graph";
            case FUTURES, ANNOTATION_1, ANNOTATION_100, FETCHED_1, FETCHED_100 ->
                throw work.unsupportedBy("Pyro");
        };
    }
}
