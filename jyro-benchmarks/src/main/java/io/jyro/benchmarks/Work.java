package io.jyro.benchmarks;

import java.util.List;

import io.jyro.Dialect;
import io.jyro.Serializer;

/** A kind of work that contenders are compared in. */
enum Work {
    ECHO("a synchronous echo of a short text, one after the other", 1, Timing.WARM_UP_CALLS),
    THREADS_8("the echo by 8 threads over one proxy or socket; RMI opens one for each", 8,
            Timing.WARM_UP_CALLS),
    THREADS_64("the echo by 64 threads over one proxy or socket; RMI opens one for each", 64,
            Timing.WARM_UP_CALLS),
    CONNECTIONS_8("the echo by 8 threads, each over a connection of its own", 8,
            Timing.WARM_UP_CALLS),
    CONNECTIONS_64("the echo by 64 threads, each over a connection of its own", 64,
            Timing.WARM_UP_CALLS),
    ONEWAY("oneway calls with a short text; after each 1,000 the caller waits until all have run",
            1,
            Timing.WARM_UP_CALLS),
    FUTURES("the echo asynchronously, 1,000 in flight on one connection", 1,
            Timing.WARM_UP_CALLS),
    BYTES_1("1 MB of bytes there, their number back", 1, 1_000),
    BYTES_100("100 MB of bytes there, their number back", 1, 10),
    GRAPH("1,000 records there and back", 1, 2_000);

    /** How many oneway calls go out before the caller waits for them, and how many futures may be in flight. */
    static final int AHEAD = 1_000;
    private static final int MEGABYTE = 1_000_000;

    private final String description;
    private final int callers;
    private final int warmUpCalls;

    Work(String description, int callers, int warmUpCalls) {
        this.description = description;
        this.callers = callers;
        this.warmUpCalls = warmUpCalls;
    }

    String description() {
        return description;
    }

    /** How many threads call at the same time. */
    int callers() {
        return callers;
    }

    /** Whether all of them use the same connection, if the contender can do that. */
    boolean isShared() {
        return this == THREADS_8 || this == THREADS_64;
    }

    int warmUpCalls() {
        return warmUpCalls;
    }

    /** How many bytes one call carries; 0 unless bytes are the work. */
    int bytes() {
        return switch (this) {
            case BYTES_1 -> MEGABYTE;
            case BYTES_100 -> 100 * MEGABYTE;
            case ECHO, THREADS_8, THREADS_64, CONNECTIONS_8, CONNECTIONS_64, ONEWAY, FUTURES,
                    GRAPH ->
                0;
        };
    }

    /** Who does it; the first is what the others are compared with. */
    List<Contender> contenders() {
        return switch (this) {
            case ECHO -> Contenders.ECHO;
            case ONEWAY, FUTURES ->
                List.of(new RawSocket(this), jyro(Dialect.V48, Serializer.SERPENT),
                        jyro(Dialect.V502, Serializer.SERPENT));
            case THREADS_8, THREADS_64, CONNECTIONS_8, CONNECTIONS_64 -> List.of(
                    new RawSocket(this), jyro(Dialect.V48, Serializer.SERPENT),
                    jyro(Dialect.V502, Serializer.SERPENT), new JavaRmi(this));
            case BYTES_1, BYTES_100 -> List.of(new RawSocket(this),
                    jyro(Dialect.V48, Serializer.MARSHAL), jyro(Dialect.V502, Serializer.MARSHAL),
                    jyro(Dialect.V502, Serializer.MSGPACK), new JavaRmi(this));
            case GRAPH -> List.of(new RawSocket(this), jyro(Dialect.V48, Serializer.SERPENT),
                    jyro(Dialect.V502, Serializer.SERPENT), jyro(Dialect.V502, Serializer.MSGPACK),
                    new JavaRmi(this));
        };
    }

    private JyroWork jyro(Dialect dialect, Serializer serializer) {
        return new JyroWork(this, dialect, serializer);
    }
}
