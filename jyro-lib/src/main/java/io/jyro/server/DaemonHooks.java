package io.jyro.server;

import java.util.Map;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Supplier;

import io.jyro.rpc.Peer;
import org.jspecify.annotations.Nullable;

/**
 * What a user of a daemon adds to it. Immutable.
 *
 * @param executor where calls run; null for the threads that read them
 */
record DaemonHooks(HandshakeValidator handshake, Consumer<Peer> onDisconnect,
        Supplier<Map<String, byte[]>> annotations, Runnable housekeeping,
        CallErrorHandler errorHandler, @Nullable Executor executor) {}
