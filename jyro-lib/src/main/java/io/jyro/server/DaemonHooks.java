package io.jyro.server;

import java.util.Map;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Supplier;

import io.jyro.rpc.Peer;
import io.jyro.rpc.WireNames;
import org.jspecify.annotations.Nullable;

/**
 * What a user of a daemon adds to it; null for what is not added. Immutable.
 *
 * @param executor where calls run; null for the threads that read them
 */
record DaemonHooks(@Nullable HandshakeValidator handshake, @Nullable Consumer<Peer> onDisconnect,
        @Nullable Supplier<Map<String, byte[]>> annotations, @Nullable Runnable housekeeping,
        @Nullable CallErrorHandler errorHandler, @Nullable Executor executor) {

    /**
     * The answer to what a client sent in its handshake.
     *
     * @throws RuntimeException to refuse the client
     */
    @Nullable
    Object answerTo(Peer client, @Nullable Object data) {
        return handshake == null ? WireNames.HELLO : handshake.validate(client, data);
    }

    /** The annotations that always go out with replies. */
    Map<String, byte[]> replyAnnotations() {
        return annotations == null ? Map.of() : annotations.get();
    }
}
