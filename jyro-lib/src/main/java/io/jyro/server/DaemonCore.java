package io.jyro.server;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;

import io.jyro.Dialect;
import io.jyro.PyroConfig;
import io.jyro.rpc.CallContext;
import io.jyro.rpc.CallContextAccess;
import io.jyro.rpc.RunningCalls;
import io.jyro.serialize.CodecContext;
import io.jyro.serialize.CodecLimits;
import io.jyro.serialize.TypeRegistry;
import io.jyro.serialize.format.Codecs;
import io.jyro.server.calls.CallPlace;
import io.jyro.server.calls.CallWatchdog;
import io.jyro.server.calls.ServingThreads;
import io.jyro.server.calls.StreamTable;
import io.jyro.server.objects.ObjectTable;
import io.jyro.server.objects.UserFailures;
import io.jyro.transport.Connection;
import io.jyro.transport.IdleSelector;
import io.jyro.transport.OwnLocations;
import io.jyro.transport.WireLog;
import io.jyro.transport.message.BufferPool;
import io.jyro.transport.message.ConnectionMemory;
import io.jyro.transport.message.MemoryBudget;
import io.jyro.transport.message.MessageChannel;
import io.jyro.wire.Hmac;
import io.jyro.wire.Message;
import io.jyro.wire.MessageWriter;
import io.jyro.wire.WireLimits;
import org.jspecify.annotations.Nullable;

/**
 * The parts that all connections of a daemon share. The record is immutable, its parts are not; any thread.
 *
 * @param daemon the daemon for users; null in unit tests
 */
record DaemonCore(PyroConfig config, DaemonSettings hooks, ObjectTable objects, StreamTable streams,
        AcceptedCodecs codecs,
        Map<Dialect, TypeRegistry> types, CallPlace calls, ServingThreads threads,
        IdleSelector idleSelector, CallWatchdog watchdog,
        @Nullable Hmac hmac, BufferPool buffers, ClientWarnings warnings, MemoryBudget memory,
        RunningCalls running, UserFailures failures, @Nullable Object daemon) {

    /** Creates the channel over the connection of a client, with the limits for handshakes. */
    MessageChannel messageChannel(Connection connection) {
        MessageChannel channel = new MessageChannel(connection,
                limits().forHandshake(config.maxHandshakeSize()), hmac, config.polling(),
                ConnectionMemory.ofClient(memory, buffers), Codecs.BULK_FINDERS);
        channel.messageLimits(config.headerTimeout(), config.bodyTimeout());
        channel.output().timeout(config.commTimeout());
        channel.wireLog(WireLog.of(config, "daemon"));
        return channel;
    }

    MessageWriter messageWriter(Dialect dialect) {
        return new MessageWriter(dialect, limits(), hmac, config.compression());
    }

    /** Returns the converters for connections of a dialect. */
    TypeRegistry types(Dialect dialect) {
        return Objects.requireNonNull(types.get(dialect));
    }

    CodecContext codecContext(Dialect dialect, MessageChannel channel) {
        return CodecContext.of(config, dialect, types(dialect))
                .writingUris(OwnLocations.shared().seenThrough(channel.connection()))
                .countingIn(channel.memory());
    }

    /** Returns how long a client may be silent between two calls; zero means no limit. */
    Duration idleTimeout() {
        Duration comm = config.commTimeout();
        Duration idle = config.idleTimeout();
        return comm.isZero() || !idle.isZero() && idle.compareTo(comm) < 0 ? idle : comm;
    }

    /** Returns the correlation id of a request, or a new one. */
    UUID correlationId(Message request) {
        UUID id = request.correlationId();
        return id == null ? randomId() : id;
    }

    /** Returns the annotations for a reply: the daemon's, and those that the served method has set. */
    Map<String, byte[]> replyAnnotations(CallContext around) {
        Map<String, byte[]> prepared = CallContextAccess.takeResponseAnnotations(around);
        Map<String, byte[]> always = hooks.replyAnnotations();
        if (always.isEmpty() || prepared.isEmpty()) {
            return always.isEmpty() ? prepared : always;
        }
        Map<String, byte[]> both = new LinkedHashMap<>(always);
        both.putAll(prepared);
        return both;
    }

    /** Returns the size limits of messages after the handshake. */
    WireLimits limits() {
        return CodecLimits.ofMessages(config);
    }

    // The id only distinguishes calls, so it need not be secure, which would cost a tenth of a small call.
    private static UUID randomId() {
        ThreadLocalRandom random = ThreadLocalRandom.current();
        return new UUID(random.nextLong() & ~0xf000L | 0x4000L, random.nextLong() >>> 2 | 1L << 63);
    }
}
