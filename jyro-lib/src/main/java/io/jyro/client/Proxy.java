package io.jyro.client;

import java.net.SocketAddress;
import java.nio.channels.SocketChannel;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.ObjIntConsumer;
import java.util.function.Supplier;

import io.jyro.Dialect;
import io.jyro.Kwargs;
import io.jyro.Link;
import io.jyro.Protocol;
import io.jyro.PyroConfig;
import io.jyro.PyroException;
import io.jyro.PyroUri;
import io.jyro.Serializer;
import io.jyro.TlsConfig;
import io.jyro.TypeRef;
import io.jyro.client.link.Call;
import io.jyro.client.link.DaemonLink;
import io.jyro.client.link.LastResort;
import io.jyro.client.link.ObjectLink;
import io.jyro.client.link.ProxySettings;
import io.jyro.client.link.ReceivedLink;
import io.jyro.client.link.SharedLinks;
import io.jyro.rpc.Metadata;
import io.jyro.rpc.WireNames;
import io.jyro.serialize.TypeRegistry;
import io.jyro.serialize.bind.ProxyState;
import io.jyro.serialize.bind.RemoteReference;
import io.jyro.transport.CallDeadline;
import io.jyro.transport.Connection;
import org.jspecify.annotations.Nullable;

/**
 * Represents an object of a remote daemon. Connects at the first use, and reconnects by itself after the connection was
 * lost. Safe to share between threads: their calls run concurrently if the daemon is one of Jyro's, over several
 * connections if they contend for one. With a stock Pyro daemon, which answers one call at a time on a connection, they
 * take turns (see {@link Builder#connections}).
 *
 * {@snippet :
 * try (Proxy thermostat = Proxy.of("PYRONAME:house.thermostat")) {
 *     double now = thermostat.call(double.class, "warm", 1.5);
 * }
 * }
 *
 * <p>Proxies that were received with a call or its result share one connection to their daemon, as long as one is
 * enough, and close it after a minute without a call. Releasing or closing one of them closes the connection if no
 * other uses it.
 *
 * <p>Arguments of calls: a trailing {@link Kwargs} becomes keyword arguments; an array that is not exactly an
 * {@code Object[]} is one argument. An exception that the remote side raises is thrown as a
 * {@link io.jyro.RemoteCallException}, or as the class that Jyro has for its type; a failure on the way is a
 * {@link io.jyro.CommunicationException}.
 *
 * @see "docs/protocol.md, 6 Proxy"
 */
public final class Proxy implements AutoCloseable, RemoteReference {
    /** Shared by all connections of proxies. */
    static final Services SERVICES = new Services();

    private final ProxySettings settings;
    private final ObjectLink link;
    private final Invoker invoker;
    private final @Nullable LastResort lastResort; // null where the link has its own
    private final @Nullable Function<Class<?>, @Nullable Object> local;

    private Proxy(PyroUri uri, Metadata known, ProxySettings settings, @Nullable Dialect likely) {
        this.settings = settings;
        DaemonLink own = new DaemonLink(uri, known, settings, likely,
                new SharedLinks(settings.configOfOthers(), SERVICES));
        link = own;
        invoker = new Invoker(own, settings);
        lastResort = LastResort.of(invoker, "a proxy", new Closing(own));
        local = null;
    }

    private Proxy(ReceivedLink link, ProxySettings settings,
            Function<Class<?>, @Nullable Object> local) {
        this.settings = settings;
        this.link = link;
        this.local = local;
        invoker = new Invoker(link, settings);
        lastResort = null;
    }

    // Must not refer to the proxy, which could then never be garbage collected.
    private record Closing(DaemonLink link) implements Runnable {
        @Override
        public void run() {
            link.close();
        }
    }

    /** Closes the proxy of a view. */
    private record ClosingProxy(Proxy proxy) implements Runnable {
        @Override
        public void run() {
            proxy.close();
        }
    }

    /** Creates a proxy for the object of a uri, with the configuration of the environment. Does not connect yet. */
    public static Proxy of(String uri) {
        return builder(uri).build();
    }

    /** Creates a proxy for the object of a uri, with the configuration of the environment. Does not connect yet. */
    public static Proxy of(PyroUri uri) {
        return builder(uri).build();
    }

    /** Returns a builder of a proxy with its own settings; the uri is parsed when the proxy is built. */
    public static Builder builder(String uri) {
        return new Builder(ProxyDraft.of(uri));
    }

    /** Returns a builder of a proxy with its own settings. */
    public static Builder builder(PyroUri uri) {
        return new Builder(ProxyDraft.of(uri));
    }

    /**
     * Creates a proxy from a state that was received over a connection. It tries that connection's dialect first. For
     * Jyro's own packages.
     *
     * @param config the configuration of the receiving process, whose timeouts and retries apply, never the sender's
     */
    public static Proxy received(ProxyState state, PyroConfig config, Dialect dialect) {
        Metadata known = new Metadata(state.methods(), state.oneway(), state.attributes());
        return new Proxy(state.uri(), known,
                ProxyDraft.ofReceived(state, config).settings(SERVICES),
                dialect);
    }

    /**
     * Returns the factory of the proxies that one daemon receives. Proxies that lead to the same daemon share its
     * connections, which are closed when no call has been made for a minute. For Jyro's own packages.
     *
     * @param config the configuration of the receiving process, whose timeouts and retries apply, never the sender's
     * @param hosted returns the object of a uri if the receiving daemon hosts it and it may be used as the type, or
     * else null
     */
    public static BiFunction<ProxyState, Dialect, Proxy> receiver(PyroConfig config,
            BiFunction<PyroUri, Class<?>, @Nullable Object> hosted) {
        SharedLinks links = new SharedLinks(config, SERVICES);
        return new BiFunction<>() {
            @Override
            public Proxy apply(ProxyState state, Dialect dialect) {
                return received(state, links, dialect, type -> hosted.apply(state.uri(), type));
            }
        };
    }

    /**
     * Creates a proxy from a state that was received over a connection of the given dialect, for an object of another
     * process.
     */
    static Proxy received(ProxyState state, SharedLinks links, Dialect dialect) {
        return received(state, links, dialect, type -> null);
    }

    private static Proxy received(ProxyState state, SharedLinks links, Dialect dialect,
            Function<Class<?>, @Nullable Object> local) {
        ProxySettings settings = ProxyDraft.ofReceived(state, links.config())
                .settings(SERVICES);
        return new Proxy(links.linkTo(state, settings, dialect), settings, local);
    }

    /** Calls a method and returns its result without conversion. */
    public @Nullable Object call(String method, @Nullable Object @Nullable... arguments) {
        return invoker.invoke(Call.of(method, arguments));
    }

    /**
     * Calls a method and converts its result.
     *
     * @throws PyroException if the result does not fit the type; the message says what was received
     */
    public <T> T call(Class<T> type, String method, @Nullable Object @Nullable... arguments) {
        return invoker.invoke(Call.of(method, arguments), type);
    }

    /** Calls a method and converts its result to a generic type. */
    public <T> T call(TypeRef<T> type, String method, @Nullable Object @Nullable... arguments) {
        return invoker.invoke(Call.of(method, arguments), type.type());
    }

    /** Calls a method without waiting. The future completes with its result, or with the exception that it raised. */
    public CompletableFuture<@Nullable Object> callAsync(String method,
            @Nullable Object @Nullable... arguments) {
        return invoker.later(Call.of(method, arguments), ReplyReader.UNTYPED);
    }

    /** Calls a method without waiting. The future completes with its converted result, or with the failure. */
    public <T> CompletableFuture<T> callAsync(Class<T> type, String method,
            @Nullable Object @Nullable... arguments) {
        return invoker.later(Call.of(method, arguments), type);
    }

    /** Calls a method without waiting. The future completes with its converted result, or with the failure. */
    public <T> CompletableFuture<T> callAsync(TypeRef<T> type, String method,
            @Nullable Object @Nullable... arguments) {
        return invoker.later(Call.of(method, arguments), type.type());
    }

    /**
     * Calls a method without waiting for it to end, whatever the metadata says. Failures of the method are not
     * reported.
     */
    public void callOneway(String method, @Nullable Object @Nullable... arguments) {
        invoker.reply(Call.of(method, arguments).oneway());
    }

    /**
     * Calls a method that returns an iterator, whose items are fetched one by one. Close the iterator when not all
     * items are read.
     */
    public <T> RemoteIterator<T> stream(Class<T> type, String method,
            @Nullable Object @Nullable... arguments) {
        return invoker.iterate(Call.of(method, arguments), type);
    }

    /** Calls a method that returns an iterator of a generic type. */
    public <T> RemoteIterator<T> stream(TypeRef<T> type, String method,
            @Nullable Object @Nullable... arguments) {
        return invoker.iterate(Call.of(method, arguments), type.type());
    }

    /** Reads a remote attribute. */
    public @Nullable Object get(String attribute) {
        return invoker.invoke(Call.attribute(WireNames.GET_ATTRIBUTE, attribute));
    }

    /** Reads a remote attribute and converts it. */
    public <T> T get(Class<T> type, String attribute) {
        return invoker.invoke(Call.attribute(WireNames.GET_ATTRIBUTE, attribute), type);
    }

    /** Reads a remote attribute and converts it to a generic type. */
    public <T> T get(TypeRef<T> type, String attribute) {
        return invoker.invoke(Call.attribute(WireNames.GET_ATTRIBUTE, attribute), type.type());
    }

    /** Reads a remote attribute without waiting. The future completes with its value, or with the failure. */
    public CompletableFuture<@Nullable Object> getAsync(String attribute) {
        return invoker.later(Call.attribute(WireNames.GET_ATTRIBUTE, attribute),
                ReplyReader.UNTYPED);
    }

    /** Reads a remote attribute without waiting. The future completes with its converted value, or with the failure. */
    public <T> CompletableFuture<T> getAsync(Class<T> type, String attribute) {
        return invoker.later(Call.attribute(WireNames.GET_ATTRIBUTE, attribute), type);
    }

    /** Reads a remote attribute without waiting. The future completes with its converted value, or with the failure. */
    public <T> CompletableFuture<T> getAsync(TypeRef<T> type, String attribute) {
        return invoker.later(Call.attribute(WireNames.GET_ATTRIBUTE, attribute), type.type());
    }

    /**
     * Writes a remote attribute without waiting. The future completes when the attribute is written, or with the
     * failure.
     */
    public CompletableFuture<@Nullable Void> setAsync(String attribute, @Nullable Object value) {
        return invoker
                .later(Call.attribute(WireNames.SET_ATTRIBUTE, attribute, value),
                        ReplyReader.UNTYPED)
                .thenApply(nothing -> null);
    }

    /** Writes a remote attribute. */
    public void set(String attribute, @Nullable Object value) {
        invoker.reply(Call.attribute(WireNames.SET_ATTRIBUTE, attribute, value));
    }

    /** Returns a new batch, which sends several calls together. */
    public Batch batch() {
        return new Batch(invoker);
    }

    /**
     * Returns a view of the remote object as a Java interface. Its methods may return a value, an {@code Iterator},
     * {@code Iterable} or {@code Stream}, a {@code CompletableFuture} of any of these, or nothing. The annotations
     * {@link io.jyro.RemoteName}, {@link io.jyro.Attribute} and {@link io.jyro.Oneway} on them apply. The view shares
     * this proxy; if the interface is {@link AutoCloseable}, its {@code close} closes the proxy.
     *
     * @throws IllegalArgumentException if the type is not an interface
     */
    @Override
    public <T> T as(Class<T> view) {
        return RemoteView.of(view, this, invoker, new ClosingProxy(this));
    }

    /**
     * Connects now, if not connected, and fixes the uri: from then on, the name of a {@code PYRONAME} or {@code
     * PYROMETA} uri is not looked up again. Otherwise each new connection asks the name server again.
     *
     * @return whether this call connected; false if there was a connection already
     */
    public boolean bind() {
        return invoker.kept(link::bind);
    }

    /** Returns whether the proxy is connected. */
    public boolean isBound() {
        return link.isConnected();
    }

    /** Closes the connection; the next call connects again. Calls that are waiting for a reply fail. */
    public void release() {
        link.release();
    }

    /**
     * Closes the connection and opens a new one now. A name is looked up again, unless {@link #bind} has fixed the uri.
     */
    public void reconnect() {
        link.release();
        invoker.kept(link::connectedNow);
    }

    /**
     * Closes the connection and opens a new one now, waiting for a daemon that is away: while it cannot be reached, its
     * name is not registered, or the name server is not found, connecting is tried again, with pauses of up to a
     * second.
     *
     * @param patience how long to try; zero means one attempt
     * @throws io.jyro.CommunicationException if the daemon was not reached in that time, or the thread is interrupted
     * @throws io.jyro.NamingException if the name was not found in that time
     */
    public void reconnect(Duration patience) {
        if (patience.isNegative()) {
            throw new IllegalArgumentException(
                    "patience " + patience + " is negative; zero means one attempt");
        }
        link.release();
        invoker.kept(() -> link.connectWithin(patience));
    }

    /**
     * Closes the proxy permanently: later calls fail. Closing twice is harmless. A proxy that is dropped without being
     * closed is closed some time after it becomes unreachable, when the garbage collector notices.
     */
    @Override
    public void close() {
        if (lastResort != null) {
            lastResort.cancel();
        }
        link.close();
    }

    /** Returns the names of the remote object's exposed members; connects if they are not known yet. */
    public Metadata metadata() {
        return invoker.kept(link::metadata);
    }

    /**
     * Returns the given uri or, after {@link #bind}, the uri that was found. Connecting for a call does not change it.
     */
    public PyroUri uri() {
        return link.uri();
    }

    /** Returns the protocol dialect of the daemon; connects if necessary. */
    public Dialect dialect() {
        return invoker.kept(link::connectedNow).dialect();
    }

    /** Returns the local address of the connection; connects if necessary. */
    public SocketAddress localAddress() {
        return invoker.kept(link::connectedNow).transport().localAddress();
    }

    /**
     * Returns the certificates that the daemon presented and this proxy accepted: the daemon's own, followed by those
     * of its issuers. The list is empty without TLS, and unmodifiable. Connects if necessary.
     */
    public List<X509Certificate> daemonCertificates() {
        return invoker.kept(link::connectedNow).transport().peerCertificates();
    }

    /**
     * Returns a builder of a proxy for the same object, with the settings of this one. The new proxy has its own
     * connection, even if this one was received with a call. There can be no second proxy over a given socket or link.
     */
    public Builder toBuilder() {
        return new Builder(ProxyDraft.copyOf(settings, uri()));
    }

    /** Returns the state that represents this proxy in messages, as an argument or a result. */
    @Override
    public ProxyState proxyState() {
        Metadata known = link.knownMetadata();
        String serializer = settings.serializer() == settings.config().serializer()
                ? null
                : settings.serializer().pyroName();
        return new ProxyState(link.uri(), known.methods(), known.oneway(), known.attributes(),
                settings.handshake(),
                serializer);
    }

    @Override
    public <T> @Nullable T local(Class<T> type) {
        Object object = local == null ? null : local.apply(type);
        return object == null ? null : type.cast(object);
    }

    /** Compares the uris. {@link #bind} is the only method that changes the uri, unless it is direct already. */
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Proxy proxy && proxy.uri().equals(uri());
    }

    @Override
    public int hashCode() {
        return uri().hashCode();
    }

    @Override
    public String toString() {
        return "Proxy[" + uri() + (isBound() ? ", connected]" : ", not connected]");
    }

    /** Finds objects and makes received proxies for connections, which do not depend on this class. */
    static final class Services implements ProxySettings.Resolver, SharedLinks.ProxyMaker {
        @Override
        public PyroUri resolve(PyroUri uri, PyroConfig config, CallDeadline deadline) {
            return new UriResolver(config, deadline).resolve(uri);
        }

        @Override
        public Proxy make(ProxyState state, SharedLinks links, Dialect dialect) {
            return received(state, links, dialect);
        }

        @Override
        public Metadata metadataOf(PyroUri object, DaemonLink daemon) {
            return new Invoker(daemon, daemon.settings()).metadataOf(object);
        }
    }

    /** Collects the settings of a proxy. Settings that are not made come from the configuration. For one thread. */
    public static final class Builder {
        private final ProxyDraft draft;

        private Builder(ProxyDraft draft) {
            this.draft = draft;
        }

        /** Sets the configuration for all settings that are not made here; by default that of the environment. */
        public Builder config(PyroConfig newConfig) {
            draft.config(newConfig);
            return this;
        }

        /**
         * Limits connecting, waiting for a turn, waiting for a reply, and each pause within a reply; zero means no
         * limit.
         */
        public Builder timeout(Duration newTimeout) {
            draft.timeout(newTimeout);
            return this;
        }

        /**
         * Limits a whole call: looking up the name, connecting, waiting for a turn, sending, receiving the whole reply
         * however slowly the daemon sends it, and all retries. Zero, the default, means no limit. A call that is not
         * complete by then ends with a {@link io.jyro.CallTimeoutException} and may still run. Fetching the next item
         * of a stream is a call of its own.
         */
        public Builder deadline(Duration newDeadline) {
            draft.deadline(newDeadline);
            return this;
        }

        /** Makes all calls part of another proxy's call, with its deadline. */
        Builder within(CallDeadline outer) {
            draft.within(outer);
            return this;
        }

        /** Sets the format of arguments; results come in the same format. */
        public Builder serializer(Serializer newSerializer) {
            draft.serializer(newSerializer);
            return this;
        }

        /** Sets the format of arguments by its name in Pyro, such as {@code serpent}. */
        public Builder serializer(String name) {
            return serializer(Serializer.ofName(name));
        }

        /** Sets the protocol; by default it is detected. */
        public Builder protocol(Protocol newProtocol) {
            draft.protocol(newProtocol);
            return this;
        }

        /** Sets a shared key that signs all messages; implies protocol 48. */
        public Builder hmacKey(byte[] key) {
            draft.hmacKey(key);
            return this;
        }

        /**
         * Encrypts the connection to the daemon, the connection to the name server for looking up names, and the
         * connections of proxies that are received over this one. A name server without TLS is not asked: look the name
         * up with a {@link NameServer} of another configuration, and build the proxy with the uri.
         */
        public Builder tls(TlsConfig newTls) {
            draft.tls(newTls);
            return this;
        }

        /** Sets the data that is sent in the handshake; by default the text {@code hello}. */
        public Builder handshake(@Nullable Object data) {
            draft.handshake(data);
            return this;
        }

        /** Checks the daemon's answer to the handshake; a validator that throws refuses the connection. */
        public Builder handshakeResponse(Consumer<@Nullable Object> validator) {
            draft.handshakeResponse(validator);
            return this;
        }

        /**
         * Sets how often a method call is sent again after the connection closed or timed out, or could not be made. A
         * pause comes before each attempt, of 10 ms at first and later up to a second.
         */
        public Builder maxRetries(int retries) {
            draft.maxRetries(retries);
            return this;
        }

        /**
         * Uses a connected socket, of TCP or a Unix domain socket; the proxy is then built with the bare id of an
         * object in place of a uri. There is no handshake, so the peer's protocol cannot be detected: it is assumed to
         * be 502 unless set. Neither closing the proxy nor a failure closes the channel, and after either the proxy
         * cannot connect again. Until then nothing else may use the channel.
         */
        public Builder connectedSocket(SocketChannel channel) {
            draft.connection(() -> Connection.over(channel));
            return this;
        }

        /** Uses one end of a link within this process, like a connected socket. Closing the proxy closes it. */
        public Builder link(Link.End end) {
            draft.connection(() -> Connection.over(end));
            return this;
        }

        /**
         * Sets how many connections the proxy may have at once, for threads that call at the same time.
         *
         * <p>A daemon of Jyro serves many threads over one connection. If they contend for it repeatedly, more
         * connections are opened, by default up to the smaller of 4 and the number of cores, and closed when they have
         * not been used for some seconds. A thread keeps using the same one of them. To the daemon all of them are
         * one client, with the same tracked resources and item streams, though each has its own handshake. Objects of
         * mode {@code SESSION} are called over one connection; oneway calls, futures and batches use the first.
         * Concurrent calls of different threads start in any order if they use different connections; a call that was
         * answered, and a oneway call, start before any later call. With 1 all calls use one connection, as received
         * proxies, sockets and links always do.
         *
         * <p>A stock daemon answers one call at a time on a connection. If allowed here, another connection is opened
         * for a caller that would have to wait, and is a separate session in that daemon; by default none is.
         */
        public Builder connections(int most) {
            draft.connections(most);
            return this;
        }

        /**
         * Sets the time without a call after which the proxy closes its connections by itself; the next call connects
         * again. By default they stay open.
         */
        public Builder releaseWhenIdle(Duration newIdle) {
            draft.releaseWhenIdle(newIdle);
            return this;
        }

        /**
         * Sets for how long connecting is tried again, with pauses of up to a second, while nothing listens at the
         * daemon's location, its name is not registered, or the name server is not found. By default, and with zero,
         * there is one attempt. A deadline of the call ends it earlier.
         */
        public Builder waitForDaemon(Duration patience) {
            draft.waitForDaemon(patience);
            return this;
        }

        /** Sets the supplier of annotations that are sent with the handshake and every call. */
        public Builder annotations(Supplier<Map<String, byte[]>> supplier) {
            draft.annotations(supplier);
            return this;
        }

        /**
         * Sets a hook that is called with the annotations, if any, of each reply and of the daemon's answer to the
         * handshake, and with the number of the message's type: 2 is a handshake (CONNECTOK), 5 a reply (RESULT). It
         * runs on the thread that receives the reply and must not call this proxy. An exception from it ends the call.
         */
        public Builder responseAnnotations(ObjIntConsumer<Map<String, byte[]>> hook) {
            draft.responseHook(hook);
            return this;
        }

        /**
         * Sets class converters for sent and received values, which take precedence over those of the configuration.
         */
        public Builder types(TypeRegistry registry) {
            draft.types(registry);
            return this;
        }

        /**
         * Creates the proxy. Does not connect yet.
         *
         * @throws PyroException if the uri is invalid
         * @throws io.jyro.CommunicationException if a given socket is not connected
         */
        public Proxy build() {
            return new Proxy(draft.target(), Metadata.NONE, draft.settings(SERVICES), null);
        }
    }
}
