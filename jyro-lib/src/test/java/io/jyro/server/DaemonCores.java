package io.jyro.server;

import java.util.Map;
import java.util.function.LongSupplier;

import io.jyro.PyroConfig;
import io.jyro.ServerType;
import io.jyro.rpc.RunningCalls;
import io.jyro.server.calls.CallPlace;
import io.jyro.server.calls.CallWatchdog;
import io.jyro.server.calls.ServingThreads;
import io.jyro.server.calls.StreamTable;
import io.jyro.server.objects.ObjectTable;
import io.jyro.server.objects.UserFailures;
import io.jyro.transport.IdleSelector;
import io.jyro.transport.message.BufferPool;
import io.jyro.transport.message.MemoryBudget;

/** What the connections of a daemon share, without the daemon. */
final class DaemonCores {
    private DaemonCores() {}

    /** With nothing registered. */
    static DaemonCore timedBy(LongSupplier nanoTime, Runnable housekeeping) {
        PyroConfig config = PyroConfig.defaults();
        DaemonSettings hooks = new DaemonSettings((client, data) -> "hello", client -> {}, Map::of,
                housekeeping, (client, objectId, method, failure) -> {}, null);
        ClientWarnings warnings = ClientWarnings.timedBy(nanoTime);
        return new DaemonCore(config, hooks, new ObjectTable(),
                new StreamTable(config, Runnable::run),
                new AcceptedCodecs(config.serializersAccepted()), Map.of(),
                new CallPlace(ServerType.THREAD, null, "test"), new ServingThreads("test"),
                new IdleSelector("test"), new CallWatchdog("test"), null, BufferPool.ofDaemon(),
                warnings, MemoryBudget.ofHeap(), new RunningCalls(),
                new UserFailures((client, objectId, method, failure) -> {}, warnings.callbacks(),
                        warnings.errorHandlers(), nanoTime),
                null);
    }
}
