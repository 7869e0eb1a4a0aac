package io.jyro.server;

import java.time.Duration;
import java.util.Map;
import java.util.Objects;

import io.jyro.Dialect;
import io.jyro.PyroConfig;
import io.jyro.serialize.CodecContext;
import io.jyro.serialize.CodecLimits;
import io.jyro.serialize.TypeRegistry;
import io.jyro.serialize.format.Codecs;
import io.jyro.transport.Connection;
import io.jyro.transport.OwnLocations;
import io.jyro.transport.WireLog;
import io.jyro.transport.message.BufferPool;
import io.jyro.transport.message.ConnectionMemory;
import io.jyro.transport.message.MemoryBudget;
import io.jyro.transport.message.MessageChannel;
import io.jyro.wire.Hmac;
import io.jyro.wire.MessageWriter;
import io.jyro.wire.WireLimits;
import org.jspecify.annotations.Nullable;

/**
 * Makes the channels of a daemon's connections, and the writers and codec contexts for the messages on them, with the
 * daemon's limits, key and types. Immutable, except for the buffers and the budget that all channels share; any thread.
 */
final class ChannelFactory {
    private final PyroConfig config;
    private final Map<Dialect, TypeRegistry> types;
    private final @Nullable Hmac hmac;
    private final BufferPool buffers;
    private final MemoryBudget memory;
    private final WireLimits limits;

    /** @param types the converters for the connections of each dialect */
    ChannelFactory(PyroConfig config, Map<Dialect, TypeRegistry> types, @Nullable Hmac hmac,
            BufferPool buffers, MemoryBudget memory) {
        this.config = config;
        this.types = types;
        this.hmac = hmac;
        this.buffers = buffers;
        this.memory = memory;
        limits = CodecLimits.ofMessages(config);
    }

    /** Creates the channel over the connection of a client, with the limits for handshakes. */
    MessageChannel channel(Connection connection) {
        MessageChannel channel = new MessageChannel(connection,
                limits.forHandshake(config.maxHandshakeSize()), hmac, config.polling(),
                ConnectionMemory.ofClient(memory, buffers), Codecs.BULK_FINDERS);
        channel.messageLimits(config.headerTimeout(), config.bodyTimeout());
        channel.output().timeout(config.commTimeout());
        channel.wireLog(WireLog.of(config, "daemon"));
        return channel;
    }

    /** Returns the size limits of messages after the handshake. */
    WireLimits limits() {
        return limits;
    }

    /** Returns how long a handshake may take; zero means no limit. */
    Duration handshakeTimeout() {
        return config.handshakeTimeout();
    }

    /** Returns whether messages must be signed, which only protocol 48 supports. */
    boolean requiresKey() {
        return hmac != null;
    }

    /** Returns a new writer of messages. */
    MessageWriter writer(Dialect dialect) {
        return new MessageWriter(dialect, limits, hmac, config.compression());
    }

    /** Returns the context of the values that are sent and received over a channel. */
    CodecContext context(Dialect dialect, MessageChannel channel) {
        return CodecContext.of(config, dialect, Objects.requireNonNull(types.get(dialect)))
                .writingUris(OwnLocations.shared().seenThrough(channel.connection()))
                .countingIn(channel.memory());
    }
}
