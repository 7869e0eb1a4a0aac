package io.jyro.server;

import java.util.Map;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Supplier;

import io.jyro.rpc.Peer;
import io.jyro.rpc.WireNames;
import org.jspecify.annotations.Nullable;

/**
 * The user's hooks of a daemon, each null if there is none. Immutable.
 *
 * @param executor runs calls; null to run them on the threads that read them
 */
record DaemonSettings(@Nullable HandshakeValidator handshake, @Nullable Consumer<Peer> onDisconnect,
        @Nullable Supplier<Map<String, byte[]>> annotations, @Nullable Runnable housekeeping,
        @Nullable CallErrorHandler errorHandler, @Nullable Executor executor) {

    /**
     * Returns the answer to the data of a client's handshake.
     *
     * @throws RuntimeException to refuse the client
     */
    @Nullable
    Object answerTo(Peer client, @Nullable Object data) {
        return handshake == null ? WireNames.HELLO : handshake.validate(client, data);
    }
}
