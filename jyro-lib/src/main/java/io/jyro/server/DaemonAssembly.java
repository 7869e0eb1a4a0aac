package io.jyro.server;

import io.jyro.PyroConfig;
import io.jyro.ServerType;
import io.jyro.rpc.RunningCalls;
import io.jyro.server.calls.BackgroundThreads;
import io.jyro.server.calls.CallPlace;
import io.jyro.server.calls.CallWatchdog;
import io.jyro.server.calls.Cleanup;
import io.jyro.server.calls.OnewayResults;
import io.jyro.server.calls.ReplyAnnotations;
import io.jyro.server.calls.ResultStreams;
import io.jyro.server.calls.ServingThreads;
import io.jyro.server.calls.StreamTable;
import io.jyro.server.objects.AutoProxy;
import io.jyro.server.objects.Location;
import io.jyro.server.objects.ObjectTable;
import io.jyro.server.objects.UserFailures;
import io.jyro.transport.IdleSelector;
import io.jyro.transport.NanoClock;
import io.jyro.transport.message.BufferPool;
import io.jyro.transport.message.MemoryBudget;

/**
 * Creates the parts of a daemon out of its settings and connects them. No part keeps the assembly: each receives the
 * parts that it uses. For one thread.
 */
final class DaemonAssembly {
    private final DaemonSettings hooks;
    private final PyroConfig config;
    private final Endpoint endpoint;
    private final ObjectTable objects;
    private final ServerType serverType;
    private final ClientWarnings warnings = ClientWarnings.timedBy(NanoClock.SYSTEM);
    private final BufferPool buffers = BufferPool.ofDaemon();
    private final CallPlace calls;
    private final StreamTable streams;
    private final MemoryBudget memory;
    private final ChannelFactory channels;
    private final ServingThreads threads;
    private final IdleSelector idleSelector;
    private final CallWatchdog watchdog;
    private final Cleanup cleanup;

    /** Creates the parts for an open endpoint; threads are named after its location. */
    DaemonAssembly(DaemonDraft settings, PyroConfig config, Endpoint endpoint,
            ObjectTable objects) {
        this.config = config;
        this.endpoint = endpoint;
        this.objects = objects;
        hooks = settings.hooks();
        serverType = settings.serverTypeOr(config.serverType());
        Location location = endpoint.location();
        String name = location.port() == 0 ? location.text() : Integer.toString(location.port());
        calls = new CallPlace(serverType, hooks.executor(), "jyro-calls-" + name);
        streams = new StreamTable(config, calls.cleaner());
        memory = config.memoryBudget().isEmpty()
                ? MemoryBudget.ofHeap()
                : MemoryBudget.of(config.memoryBudget().getAsLong());
        channels = new ChannelFactory(config,
                new AutoProxy(objects, location).typesByDialect(config),
                settings.hmacOr(config.hmacKey()), buffers, memory);
        threads = new ServingThreads("jyro-" + name);
        idleSelector = new IdleSelector("jyro-room-" + name);
        watchdog = new CallWatchdog("jyro-watch-" + name);
        cleanup = new Cleanup(calls, streams, hooks.onDisconnect(), warnings.disconnectHooks(),
                warnings.cleanups());
    }

    /** Returns the place where calls run. */
    CallPlace calls() {
        return calls;
    }

    /** Returns the open item streams. */
    StreamTable streams() {
        return streams;
    }

    /** Returns the budget for the memory of the clients' messages. */
    MemoryBudget memory() {
        return memory;
    }

    /** Returns the watchdog of long calls. */
    CallWatchdog watchdog() {
        return watchdog;
    }

    /** Returns the threads that the daemon starts and ends. */
    BackgroundThreads background() {
        return new BackgroundThreads(idleSelector, watchdog);
    }

    /** Creates the table of connections, which are served from then on. */
    ConnectionTable connections(ConnectionTable.Host host) {
        ReplyAnnotations annotations = new ReplyAnnotations(hooks.annotations());
        AcceptedCodecs codecs = new AcceptedCodecs(config.serializersAccepted());
        RequestHandler.Factory handlers = handlers(annotations, codecs);
        ServerHandshake handshake = new ServerHandshake(channels, codecs,
                new HandshakeAnswers(objects, hooks, annotations, warnings.emptyObjects()),
                new HandshakeRefusals(channels, warnings.handshakes()), handlers);
        Opening opening = endpoint.endsWithItsClient()
                ? new DialectDetection(channels, objects, handlers, warnings.handshakes(),
                        config.commTimeout())
                : handshake;
        ConnectionLimit limit = ConnectionLimit.of(config, serverType);
        return new ConnectionTable(host, limit,
                new ClientConnection.Factory(channels, cleanup,
                        new RequestWait(config, threads, idleSelector), threads,
                        warnings.connections()),
                opening, handshake.turningAway(limit.refusal()));
    }

    private RequestHandler.Factory handlers(ReplyAnnotations annotations, AcceptedCodecs codecs) {
        CallErrorHandler handler = hooks.errorHandler();
        UserFailures failures = new UserFailures(handler == null ? null : handler::failed,
                warnings.callbacks(), warnings.errorHandlers(), NanoClock.SYSTEM);
        ResultStreams results = new ResultStreams(streams, calls, failures,
                config.iterStreaming());
        return new RequestHandler.Factory(codecs,
                new ReplyWriter.Factory(channels, annotations, results, memory),
                new CallRunner.Factory(objects, calls, failures, new RunningCalls(),
                        watchdog),
                new OnewayCalls.Factory(new OnewayResults(results, warnings.oneways()),
                        config.onewayThreaded()));
    }

    /** Creates the daemon's own object. */
    DaemonObject daemonObject(ConnectionTable connections) {
        return new DaemonObject(objects, streams, calls.isOneAtATime(), endpoint, connections);
    }

    /** Creates the code that starts and ends the daemon. */
    DaemonLifecycle lifecycle(ConnectionTable connections) {
        Housekeeper housekeeper = new Housekeeper(streams, buffers, warnings,
                hooks.housekeeping(), config.pollTimeout());
        return new DaemonLifecycle(config, endpoint, objects, connections, housekeeper,
                background(), cleanup);
    }
}
