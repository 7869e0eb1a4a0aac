package io.jyro.server;

import java.util.Map;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Supplier;

import io.jyro.PyroConfig;
import io.jyro.ServerType;
import io.jyro.TlsConfig;
import io.jyro.rpc.Peer;
import io.jyro.serialize.TypeRegistry;
import io.jyro.wire.Hmac;
import org.jspecify.annotations.Nullable;

/**
 * How a daemon is to serve, as its builder is told. What it is not told comes from the configuration. For one thread.
 */
final class DaemonSettings {
    private final EntranceSettings entrance = new EntranceSettings();
    private @Nullable PyroConfig config;
    private @Nullable TypeRegistry types;
    private @Nullable TlsConfig tls;
    private @Nullable ServerType serverType;
    private byte @Nullable [] hmacKey;
    private @Nullable HandshakeValidator handshake;
    private @Nullable Consumer<Peer> onDisconnect;
    private @Nullable Supplier<Map<String, byte[]>> annotations;
    private @Nullable Runnable housekeeping;
    private @Nullable CallErrorHandler errorHandler;
    private @Nullable Executor executor;

    /** Where its clients are to come from. */
    EntranceSettings entrance() {
        return entrance;
    }

    void config(PyroConfig newConfig) {
        config = newConfig;
    }

    void types(TypeRegistry registry) {
        types = registry;
    }

    void tls(TlsConfig newTls) {
        tls = newTls;
    }

    void serverType(ServerType type) {
        serverType = type;
    }

    void hmacKey(byte[] key) {
        hmacKey = key.clone();
    }

    void handshake(HandshakeValidator validator) {
        handshake = validator;
    }

    void onDisconnect(Consumer<Peer> hook) {
        onDisconnect = hook;
    }

    void annotations(Supplier<Map<String, byte[]>> supplier) {
        annotations = supplier;
    }

    void housekeeping(Runnable hook) {
        housekeeping = hook;
    }

    void errorHandler(CallErrorHandler handler) {
        errorHandler = handler;
    }

    void executor(Executor newExecutor) {
        executor = newExecutor;
    }

    /** The configuration, by default the environment's, with what was told of types and encryption. */
    PyroConfig config() {
        PyroConfig given = config == null ? PyroConfig.fromEnvironment() : config;
        PyroConfig secured = tls == null ? given : given.toBuilder().tls(tls).build();
        return types == null
                ? secured
                : secured.toBuilder().types(types.before(given.types())).build();
    }

    ServerType serverTypeOr(ServerType configured) {
        return serverType == null ? configured : serverType;
    }

    /** What signs messages of protocol 48; null if nothing does. */
    @Nullable
    Hmac hmacOr(@Nullable String configuredKey) {
        return Hmac.of(hmacKey, configuredKey);
    }

    DaemonHooks hooks() {
        return new DaemonHooks(handshake, onDisconnect, annotations, housekeeping, errorHandler,
                executor);
    }
}
