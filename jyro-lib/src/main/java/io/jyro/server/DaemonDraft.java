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

/** The settings that a daemon's builder has been given. Others come from the configuration. For one thread. */
final class DaemonDraft {
    private final EndpointDraft endpoint = new EndpointDraft();
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

    /** Returns the settings for listening or for a given connection. */
    EndpointDraft endpoint() {
        return endpoint;
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

    /** Returns the configuration, by default the environment's, with the given types and encryption. */
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

    /** Returns the signer of protocol 48 messages, or null if there is no key. */
    @Nullable
    Hmac hmacOr(@Nullable String configuredKey) {
        return Hmac.of(hmacKey, configuredKey);
    }

    DaemonSettings hooks() {
        return new DaemonSettings(handshake, onDisconnect, annotations, housekeeping, errorHandler,
                executor);
    }
}
