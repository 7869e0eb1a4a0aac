package io.jyro.benchmarks;

import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

import io.jyro.client.Proxy;

/**
 * A daemon in a process of its own, and a crowd of clients in another, which connect, are silent, and leave on command.
 */
final class CrowdedDaemon implements AutoCloseable {
    private static final Duration START = Duration.ofSeconds(30);
    private static final Duration CROWD = Duration.ofSeconds(120);
    private static final Duration GONE = Duration.ofSeconds(60);
    /** How many clients connect and leave at a time. */
    static final int AT_ONCE = 500;

    private final ChildJvm jvm;
    private final ChildProcess server;
    private final String location;
    private final Proxy inside;
    private final ChildProcess crowd;
    private final Map<Proxy, CompletableFuture<?>> computing = new HashMap<>();

    /**
     * The memory of each idle connection.
     *
     * @param kilobytes resident memory of the daemon
     * @param uncollected the same before the garbage of the handshakes was collected
     */
    record Growth(double kilobytes, double uncollected) {}

    /**
     * Starts both processes.
     *
     * @param daemonJvm for the daemon
     * @param jvm for its clients
     */
    CrowdedDaemon(ChildJvm daemonJvm, ChildJvm jvm)
            throws IOException, InterruptedException, ExecutionException {
        this.jvm = jvm;
        server = ChildProcess.start(daemonJvm.command(IdleServer.class));
        try {
            location = server.readLine(ServerProcess.READY, START)
                    .substring(ServerProcess.READY.length());
            inside = Proxy.of("PYRO:" + Inside.OBJECT_ID + '@' + location);
            crowd = ChildProcess.start(jvm.command(Crowd.class, location));
        } catch (IOException | InterruptedException | ExecutionException | RuntimeException e) {
            server.close();
            throw e;
        }
    }

    /** Returns a client that is warmed up and calls without a pause on one connection. */
    ChildProcess busyClient(Timing timing)
            throws IOException, InterruptedException, ExecutionException {
        return client(timing, BusyClient.ALL_ON_ONE_CONNECTION);
    }

    private ChildProcess client(Timing timing, String connections)
            throws IOException, InterruptedException, ExecutionException {
        ChildProcess busy = ChildProcess.start(jvm.command(BusyClient.class,
                "PYRO:" + EchoMessages.OBJECT_ID + '@' + location,
                Long.toString(timing.warmUp().toMillis()),
                Long.toString(timing.measured().toMillis()),
                Integer.toString(timing.warmUpCalls()), connections));
        try {
            busy.readLine(BusyClient.WARM, START.plus(timing.longest()));
            return busy;
        } catch (IOException | InterruptedException | ExecutionException | RuntimeException e) {
            busy.close();
            throw e;
        }
    }

    /** Returns a client that is warmed up and connects for each call. */
    ChildProcess newcomer(Timing timing)
            throws IOException, InterruptedException, ExecutionException {
        return client(timing, BusyClient.EACH_CALL_CONNECTS);
    }

    /** Opens more connections, and begins a call on each without finishing it. */
    void beginCalls(int connections)
            throws IOException, InterruptedException, ExecutionException {
        tell(Crowd.OPEN + ' ' + connections);
        tell(Crowd.BEGIN);
    }

    /** Starts calls that compute for a time. */
    void compute(int calls, Duration time) {
        for (int i = 0; i < calls; i++) {
            Proxy caller = Proxy.of("PYRO:" + Computing.OBJECT_ID + '@' + location);
            computing.put(caller, caller.callAsync("compute", (int) time.toSeconds()));
        }
    }

    /** Lets a {@linkplain #busyClient busy client} measure now. */
    static Sample measure(ChildProcess busy, Timing timing)
            throws IOException, InterruptedException, ExecutionException {
        busy.writeLine("measure");
        return Sample.parse(busy.readLine(Sample.MARK, START.plus(timing.measured())));
    }

    /** Opens connections that stay, in addition to those of the busy clients. Returns the memory that each takes. */
    Growth fill(int connections, int busyClients)
            throws IOException, InterruptedException, ExecutionException {
        openAndClose(AT_ONCE, busyClients); // loads classes that would be counted for the connections
        long before = collected().residentKilobytes();
        tell(Crowd.OPEN + ' ' + connections);
        long uncollected = Inside.ask(inside).residentKilobytes();
        long after = collected().residentKilobytes();
        return new Growth((double) (after - before) / connections,
                (double) (uncollected - before) / connections);
    }

    /** Opens and closes connections, and waits until the daemon has forgotten them. */
    void openAndClose(int count, int busyClients)
            throws IOException, InterruptedException, ExecutionException {
        for (int opened = 0; opened < count; opened += AT_ONCE) {
            tell(Crowd.OPEN + ' ' + Math.min(AT_ONCE, count - opened));
            tell(Crowd.CLOSE);
        }
        int staying = busyClients + 1; // and the connection of the proxy "inside"
        if (!inside.call(boolean.class, "awaitConnections", staying, GONE.toSeconds())) {
            throw new IOException("the daemon still has connections " + GONE.toSeconds()
                    + " s after all were closed: "
                    + (inside.call(int.class, "connections") - staying));
        }
    }

    /** Collects the daemon's garbage, and returns its footprint. */
    Footprint collected() {
        inside.call("collect");
        return Inside.ask(inside);
    }

    /**
     * Returns the footprint after a collection once no more threads end: idle serving threads are kept for two seconds.
     */
    Footprint atRest() throws InterruptedException {
        Footprint last = collected();
        while (true) {
            Thread.sleep(3_000);
            Footprint now = collected();
            if (now.threads() >= last.threads()) {
                return now;
            }
            last = now;
        }
    }

    /**
     * Returns the footprint after a collection as soon as there are no more threads and descriptors than before, or
     * after a minute. It polls, since the system does not notify of the end of a thread; idle carriers of virtual
     * threads end after half a minute.
     */
    Footprint settled(Footprint before) throws InterruptedException {
        long end = System.nanoTime() + GONE.toNanos();
        Footprint now = collected();
        while ((now.threads() > before.threads() || now.descriptors() > before.descriptors())
                && System.nanoTime() - end < 0) {
            Thread.sleep(500);
            now = collected();
        }
        return now;
    }

    private void tell(String command)
            throws IOException, InterruptedException, ExecutionException {
        crowd.writeLine(command);
        crowd.readLine(Crowd.DONE, CROWD);
    }

    @Override
    public void close() {
        crowd.close();
        inside.close();
        server.close();
        computing.keySet().forEach(Proxy::close);
    }
}
