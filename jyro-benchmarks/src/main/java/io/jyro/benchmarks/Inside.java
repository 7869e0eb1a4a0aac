package io.jyro.benchmarks;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.function.IntSupplier;

import io.jyro.Expose;
import io.jyro.client.Proxy;

/** Tells, as a served object, how the process it lives in is doing. */
@Expose
public final class Inside {
    static final String OBJECT_ID = "bench.inside";
    private static final int COLLECTIONS = 3; // what the first one finds weakly reachable, the others free

    private final IntSupplier connections;
    private final Departures departures;

    Inside(IntSupplier connections, Departures departures) {
        this.connections = connections;
        this.departures = departures;
    }

    /** Memory in kilobytes, threads, descriptors, bytes of heap; as they are, nothing is collected. */
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

    /** How many clients are connected, the one that asks included. */
    public int connections() {
        return connections.getAsInt();
    }

    /** Waits until no more than so many are connected, the one that asks included; false if they still are after so long. */
    public boolean awaitConnections(int atMost, int seconds) throws InterruptedException {
        return departures.await(() -> connections() <= atMost, Duration.ofSeconds(seconds));
    }

    /** Asks such an object, over a proxy for it. */
    static Footprint ask(Proxy inside) {
        long[] facts = inside.call(long[].class, "footprint");
        return new Footprint(facts[0], facts[1], facts[2], facts[3]);
    }
}
