package io.jyro.benchmarks;

import java.util.List;

import io.jyro.Dialect;
import io.jyro.Serializer;

import static io.jyro.Serializer.MARSHAL;
import static io.jyro.Serializer.MSGPACK;
import static io.jyro.Serializer.SERPENT;
import static io.jyro.benchmarks.PythonPeers.Pyro.PYRO4;
import static io.jyro.benchmarks.PythonPeers.Pyro.PYRO5;

/** A kind of work that contenders are compared in. */
enum Work {
    ECHO("a synchronous echo of a short text, one after the other", 1, Timing.WARM_UP_CALLS),
    THREADS_8("the echo by 8 threads over one proxy, channel or socket; RMI opens one for each", 8,
            Timing.WARM_UP_CALLS),
    THREADS_64("the echo by 64 threads over one proxy, channel or socket; RMI opens one for each",
            64,
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
    ANNOTATION_1("1 MB there as an annotation, its length back", 1, 1_000),
    ANNOTATION_100("100 MB there as an annotation, its length back", 1, 10),
    FETCHED_1("1 MB back as an annotation", 1, 1_000),
    FETCHED_100("100 MB back as an annotation", 1, 10),
    GRAPH("1,000 records there and back", 1, 2_000);

    /** How many oneway calls are sent before the caller waits for them, and how many futures may be in flight. */
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

    /** Returns how many threads call at the same time. */
    int callers() {
        return callers;
    }

    /** Returns whether all threads use the same connection, if the contender supports that. */
    boolean isShared() {
        return this == THREADS_8 || this == THREADS_64;
    }

    int warmUpCalls() {
        return warmUpCalls;
    }

    /** Returns how many bytes one call transfers; 0 unless the work is about bytes. */
    int bytes() {
        return switch (this) {
            case BYTES_1, ANNOTATION_1, FETCHED_1 -> MEGABYTE;
            case BYTES_100, ANNOTATION_100, FETCHED_100 -> 100 * MEGABYTE;
            case ECHO, THREADS_8, THREADS_64, CONNECTIONS_8, CONNECTIONS_64, ONEWAY, FUTURES,
                    GRAPH ->
                0;
        };
    }

    /** Returns whether the bytes are in the reply, not in the request. */
    boolean isFetched() {
        return this == FETCHED_1 || this == FETCHED_100;
    }

    /** Returns the error for a contender that does not support this work. */
    IllegalStateException unsupportedBy(String contender) {
        return new IllegalStateException(contender + " cannot do " + this + ": " + description);
    }

    /** Returns the work done in a second: calls, or megabytes if the work is about bytes. */
    double rate(double callsPerSecond) {
        return bytes() == 0 ? callsPerSecond : callsPerSecond * bytes() / MEGABYTE;
    }

    /** Returns the contenders; the first is the baseline of the others. */
    List<Contender> contenders() {
        return switch (this) {
            case ECHO, THREADS_8, THREADS_64, CONNECTIONS_8, CONNECTIONS_64 ->
                List.of(raw(), jyro(Dialect.V48, SERPENT), jyro(Dialect.V502, SERPENT), rmi(),
                        grpc(), pyrolite(), pyro(PYRO4, SERPENT), pyro(PYRO5, SERPENT));
            case ONEWAY -> List.of(raw(), jyro(Dialect.V48, SERPENT), jyro(Dialect.V502, SERPENT),
                    grpc(), pyrolite(), pyro(PYRO4, SERPENT), pyro(PYRO5, SERPENT));
            case FUTURES -> List.of(raw(), jyro(Dialect.V48, SERPENT),
                    jyro(Dialect.V502, SERPENT), grpc());
            case BYTES_1, BYTES_100 -> List.of(raw(), jyro(Dialect.V48, MARSHAL),
                    jyro(Dialect.V502, MARSHAL), jyro(Dialect.V502, MSGPACK),
                    jyro(Dialect.V502, SERPENT), rmi(), grpc(), pyrolite(), pyro(PYRO4, SERPENT),
                    pyro(PYRO5, SERPENT), pyro(PYRO4, MARSHAL), pyro(PYRO5, MARSHAL));
            case ANNOTATION_1, ANNOTATION_100, FETCHED_1, FETCHED_100 ->
                List.of(raw(), jyro(Dialect.V502, SERPENT));
            case GRAPH -> List.of(raw(), jyro(Dialect.V48, SERPENT), jyro(Dialect.V502, SERPENT),
                    jyro(Dialect.V502, MARSHAL), jyro(Dialect.V502, MSGPACK), rmi(), grpc(),
                    pyrolite(), pyro(PYRO4, SERPENT), pyro(PYRO5, SERPENT), pyro(PYRO4, MARSHAL),
                    pyro(PYRO5, MARSHAL));
        };
    }

    /** Returns the contender with a name. */
    Contender contender(String name) {
        return contenders().stream().filter(contender -> contender.name().equals(name))
                .findFirst().orElseThrow(() -> new IllegalArgumentException(
                        "no contender of " + this + " is called " + name + "; there are "
                                + contenders().stream().map(Contender::name).toList()));
    }

    private Contender raw() {
        return new RawSocket(this);
    }

    private Contender jyro(Dialect dialect, Serializer serializer) {
        return new JyroWork(this, dialect, serializer);
    }

    private Contender rmi() {
        return new JavaRmi(this);
    }

    private Contender grpc() {
        return new GrpcJava(this);
    }

    private Contender pyrolite() {
        return new Pyrolite(this);
    }

    private Contender pyro(PythonPeers.Pyro pyro, Serializer serializer) {
        return new StockPyro(this, pyro, serializer);
    }
}
