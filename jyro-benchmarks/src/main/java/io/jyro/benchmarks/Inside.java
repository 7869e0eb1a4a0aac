package io.jyro.benchmarks;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.function.IntSupplier;

import io.jyro.Expose;
import io.jyro.client.Proxy;

/** A served object that reports on the process of its daemon. */
@Expose
public final class Inside {
    static final String OBJECT_ID = "bench.inside";
    private static final int COLLECTIONS = 3; // objects found weakly reachable first are freed by later collections

    private final IntSupplier connections;
    private final Departures departures;

    Inside(IntSupplier connections, Departures departures) {
        this.connections = connections;
        this.departures = departures;
    }

    /** Returns memory in kilobytes, threads, descriptors and bytes of heap, without a collection. */
    public List<Long> footprint() throws IOException {
        Footprint now = Footprint.ofThisProcess();
        return List.of(now.residentKilobytes(), now.threads(), now.descriptors(), now.heapBytes());
    }

    /** Collects garbage. */
    public void collect() {
        for (int i = 0; i < COLLECTIONS; i++) {
            System.gc();
        }
    }

    /** Returns how many clients are connected, including the caller. */
    public int connections() {
        return connections.getAsInt();
    }

    /**
     * Waits until at most this many clients are connected, including the caller; returns false after a timeout in
     * seconds.
     */
    public boolean awaitConnections(int atMost, int seconds) throws InterruptedException {
        return departures.await(() -> connections() <= atMost, Duration.ofSeconds(seconds));
    }

    /** Returns the footprint of such an object's process, through a proxy for it. */
    static Footprint ask(Proxy inside) {
        long[] facts = inside.call(long[].class, "footprint");
        return new Footprint(facts[0], facts[1], facts[2], facts[3]);
    }
}
