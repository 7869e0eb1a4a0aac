package io.jyro.client;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.ObjIntConsumer;
import java.util.function.Supplier;

import io.jyro.Protocol;
import io.jyro.PyroConfig;
import io.jyro.PyroUri;
import io.jyro.Serializer;
import io.jyro.TlsConfig;
import io.jyro.client.link.CallLimit;
import io.jyro.client.link.GivenConnection;
import io.jyro.client.link.MaxConnections;
import io.jyro.client.link.ProxySettings;
import io.jyro.rpc.WireNames;
import io.jyro.serialize.TypeRegistry;
import io.jyro.serialize.bind.ProxyState;
import io.jyro.transport.CallDeadline;
import io.jyro.transport.Connection;
import io.jyro.wire.Hmac;
import org.jspecify.annotations.Nullable;

/** The settings that a proxy's builder has been given. Others come from the configuration. For one thread. */
final class ProxyDraft {
    private final @Nullable PyroUri uri; // null until the text is parsed
    private final String text; // the text of the uri, or the bare object id if a connection is given instead of a uri
    private @Nullable Supplier<Connection> connection;
    private @Nullable PyroConfig config;
    private @Nullable TypeRegistry types;
    private @Nullable Duration timeout;
    private @Nullable Duration deadline;
    private CallDeadline outerDeadline = CallDeadline.NONE;
    private @Nullable Serializer serializer;
    private Protocol protocol = Protocol.AUTO;
    private byte @Nullable [] hmacKey;
    private @Nullable Hmac hmac; // of the proxy that is copied
    private @Nullable TlsConfig tls;
    private @Nullable Object handshake = WireNames.HELLO;
    private @Nullable Consumer<@Nullable Object> handshakeResponse;
    private @Nullable Integer maxRetries;
    private @Nullable Supplier<Map<String, byte[]>> annotations;
    private MaxConnections connections = MaxConnections.unlessTold();
    private @Nullable Duration idle;
    private Duration waitForDaemon = Duration.ZERO;
    private @Nullable ObjIntConsumer<Map<String, byte[]>> responseHook;

    private ProxyDraft(@Nullable PyroUri uri, String text) {
        this.uri = uri;
        this.text = text;
    }

    /**
     * Creates a draft for the object of a uri, which is parsed later, or of a bare object id if a connection is given.
     */
    static ProxyDraft of(String uri) {
        return new ProxyDraft(null, uri);
    }

    static ProxyDraft of(PyroUri uri) {
        return new ProxyDraft(uri, uri.objectId());
    }

    /** Creates a draft for a proxy that was received over a connection. */
    static ProxyDraft ofReceived(ProxyState state, PyroConfig config) {
        ProxyDraft draft = of(state.uri());
        draft.config(config);
        draft.handshake(state.handshake());
        if (state.serializer() != null) {
            draft.serializer(Serializer.ofName(state.serializer()));
        }
        ByteBuffer key = state.hmacKey();
        if (key != null) {
            draft.hmacKey = new byte[key.remaining()];
            key.get(draft.hmacKey);
        }
        return draft;
    }

    /** Creates a draft for the object of another proxy, with its settings except for a given connection. */
    static ProxyDraft copyOf(ProxySettings settings, PyroUri uri) {
        ProxyDraft draft = of(uri);
        draft.config = settings.config();
        draft.timeout = settings.timeout();
        draft.deadline = settings.limit().length();
        draft.outerDeadline = settings.limit().outer();
        draft.serializer = settings.serializer();
        draft.protocol = settings.protocol();
        draft.hmac = settings.hmac();
        draft.tls = settings.tls();
        draft.handshake = settings.handshake();
        draft.handshakeResponse = settings.handshakeResponse();
        draft.maxRetries = settings.maxRetries();
        draft.annotations = settings.annotations();
        draft.connections = settings.connections();
        draft.idle = settings.idle();
        draft.waitForDaemon = settings.waitForDaemon();
        draft.responseHook = settings.responseHook();
        return draft;
    }

    void connection(Supplier<Connection> newConnection) {
        connection = newConnection;
    }

    void config(PyroConfig newConfig) {
        config = newConfig;
    }

    void types(TypeRegistry registry) {
        types = registry;
    }

    void timeout(Duration newTimeout) {
        if (newTimeout.isNegative()) {
            throw new IllegalArgumentException(
                    "timeout " + newTimeout + " is negative; zero means none");
        }
        timeout = newTimeout;
    }

    void deadline(Duration newDeadline) {
        if (newDeadline.isNegative()) {
            throw new IllegalArgumentException(
                    "deadline " + newDeadline + " is negative; zero means none");
        }
        deadline = newDeadline;
    }

    /** Makes all calls part of another call, which has this deadline. */
    void within(CallDeadline outer) {
        outerDeadline = outer;
    }

    void serializer(Serializer newSerializer) {
        serializer = newSerializer;
    }

    void protocol(Protocol newProtocol) {
        protocol = newProtocol;
    }

    void hmacKey(byte[] key) {
        hmacKey = key.clone();
    }

    void tls(TlsConfig newTls) {
        tls = newTls;
    }

    void handshake(@Nullable Object data) {
        handshake = data;
    }

    void handshakeResponse(Consumer<@Nullable Object> validator) {
        handshakeResponse = validator;
    }

    void maxRetries(int retries) {
        if (retries < 0) {
            throw new IllegalArgumentException(
                    "maxRetries " + retries + " is negative; zero means none");
        }
        maxRetries = retries;
    }

    void annotations(Supplier<Map<String, byte[]>> supplier) {
        annotations = supplier;
    }

    void responseHook(ObjIntConsumer<Map<String, byte[]>> hook) {
        responseHook = hook;
    }

    void connections(int most) {
        connections = MaxConnections.of(most);
    }

    void releaseWhenIdle(Duration newIdle) {
        if (newIdle.isNegative() || newIdle.isZero()) {
            throw new IllegalArgumentException(
                    "releaseWhenIdle " + newIdle + " is too short; it has to be positive");
        }
        idle = newIdle;
    }

    void waitForDaemon(Duration patience) {
        if (patience.isNegative()) {
            throw new IllegalArgumentException(
                    "waitForDaemon " + patience + " is negative; zero means one attempt");
        }
        waitForDaemon = patience;
    }

    /**
     * Returns the uri of the object.
     *
     * @throws io.jyro.PyroException if the uri is invalid
     */
    PyroUri target() {
        if (connection != null) {
            return PyroUri.of(text, GivenConnection.HOST, 0);
        }
        return uri == null ? PyroUri.parse(text) : uri;
    }

    /**
     * Returns all settings except the uri.
     *
     * @param resolver finds the objects of names for connections
     * @throws io.jyro.CommunicationException if a given socket is not connected
     */
    ProxySettings settings(ProxySettings.Resolver resolver) {
        PyroConfig given = config == null ? PyroConfig.fromEnvironment() : config;
        PyroConfig base = types == null
                ? given
                : given.toBuilder().types(types.before(given.types())).build();
        return new ProxySettings(base, timeout == null ? base.commTimeout() : timeout,
                new CallLimit(deadline == null ? base.callDeadline() : deadline, outerDeadline),
                serializer == null ? base.serializer() : serializer, protocol,
                hmacKey == null && hmac != null ? hmac : Hmac.of(hmacKey, base.hmacKey()),
                tls == null ? base.proxyTls() : tls,
                handshake, handshakeResponse,
                maxRetries == null ? base.maxRetries() : maxRetries, annotations,
                connection == null ? null : new GivenConnection(connection.get()),
                connections, idle, waitForDaemon, responseHook, resolver);
    }
}
