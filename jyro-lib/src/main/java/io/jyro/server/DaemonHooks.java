package io.jyro.server;

import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;

import io.jyro.rpc.Peer;

/** What a user of a daemon adds to it. Immutable. */
record DaemonHooks(HandshakeValidator handshake, Consumer<Peer> onDisconnect,
        Supplier<Map<String, byte[]>> annotations, Runnable housekeeping,
        CallErrorHandler errorHandler) {}
