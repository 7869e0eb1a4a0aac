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
import io.jyro.rpc.Metadata;
import io.jyro.rpc.WireNames;
import io.jyro.serialize.ProxyState;
import io.jyro.serialize.RemoteReference;
import io.jyro.serialize.TypeRegistry;
import io.jyro.transport.CallDeadline;
import io.jyro.transport.Connection;
import org.jspecify.annotations.Nullable;

/**
 * Stands here for an object that lives in a daemon elsewhere. Connects at the first use, and again by itself after the
 * connection was lost. Safe to share between threads: their calls run side by side if the daemon is one of Jyro's, over several
 * connections if they contend for one, and take turns if it is a stock Pyro, which answers one call at a time on a connection (see
 * {@link Builder#connections}).
 *
 * {@snippet :
 * try (Proxy thermostat = Proxy.of("PYRONAME:house.thermostat")) {
 *     double now = thermostat.call(double.class, "warm", 1.5);
 * }
 * }
 *
 * <p>Proxies that came with a call or its result share one connection to their daemon, as long as one is enough, and close
 * it after a minute without a call. Releasing or closing one of them closes the connection if no other uses it.
 *
 * <p>Arguments of calls: a trailing {@link Kwargs} becomes keyword arguments; an array that is not exactly an
 * {@code Object[]} is one argument. What the remote side raises arrives as {@link io.jyro.RemoteCallException}, or as
 * the class of its own that Jyro has for it; what fails on the way is a {@link io.jyro.CommunicationException}.
 *
 * @see "docs/protocol.md, 6 Proxy"
 */
public final class Proxy implements AutoCloseable, RemoteReference {
    private final ProxySettings settings;
    private final ObjectLink link;
    private final Calls calls;
    private final @Nullable LastResort lastResort; // null where the link has its own
    private final @Nullable Function<Class<?>, @Nullable Object> local;

    private Proxy(PyroUri uri, Metadata known, ProxySettings settings, @Nullable Dialect likely) {
        this.settings = settings;
        DaemonLink own = new DaemonLink(uri, known, settings, likely, null);
        link = own;
        calls = new Calls(own);
        lastResort = LastResort.of(calls, "a proxy", new Closing(own));
        local = null;
    }

    private Proxy(ReceivedLink link, ProxySettings settings,
            Function<Class<?>, @Nullable Object> local) {
        this.settings = settings;
        this.link = link;
        this.local = local;
        calls = new Calls(link);
        lastResort = null;
    }

    // It does not refer to the proxy, which could never be collected then.
    private record Closing(DaemonLink link) implements Runnable {
        @Override
        public void run() {
            link.close();
        }
    }

    /** For the object of a uri, with the settings of the environment. Nothing is connected yet. */
    public static Proxy of(String uri) {
        return builder(uri).build();
    }

    /** For the object of a uri, with the settings of the environment. Nothing is connected yet. */
    public static Proxy of(PyroUri uri) {
        return builder(uri).build();
    }

    /** Begins a proxy with settings of its own; the uri is read when it is built. */
    public static Builder builder(String uri) {
        return new Builder(ProxyDraft.of(uri));
    }

    /** Begins a proxy with settings of its own. */
    public static Builder builder(PyroUri uri) {
        return new Builder(ProxyDraft.of(uri));
    }

    /**
     * For one that came over a connection: it speaks that connection's dialect first. For the packages of Jyro.
     *
     * @param config what the receiving end uses; timeouts and retries are its own, never the sender's
     */
    public static Proxy received(ProxyState state, PyroConfig config, Dialect dialect) {
        Metadata known = new Metadata(state.methods(), state.oneway(), state.attributes());
        return new Proxy(state.uri(), known, ProxyDraft.ofReceived(state, config).settings(),
                dialect);
    }

    /**
     * Returns the factory of proxies that one daemon receives. Those that lead to the same daemon share its connections,
     * which are closed when no call has been made for a minute. For the packages of Jyro.
     *
     * @param config what the receiving end uses; timeouts and retries are its own, never the sender's
     * @param hosted gives the object of a uri where the daemon hosts it itself and it may be had as a type, else null
     */
    public static BiFunction<ProxyState, Dialect, Proxy> receiver(PyroConfig config,
            BiFunction<PyroUri, Class<?>, @Nullable Object> hosted) {
        SharedLinks links = new SharedLinks(config);
        return new BiFunction<>() {
            @Override
            public Proxy apply(ProxyState state, Dialect dialect) {
                return received(state, links, dialect, type -> hosted.apply(state.uri(), type));
            }
        };
    }

    /** One that came over a connection of a dialect to another process. */
    static Proxy received(ProxyState state, SharedLinks links, Dialect dialect) {
        return received(state, links, dialect, type -> null);
    }

    private static Proxy received(ProxyState state, SharedLinks links, Dialect dialect,
            Function<Class<?>, @Nullable Object> local) {
        ProxySettings settings = ProxyDraft.ofReceived(state, links.config()).settings();
        return new Proxy(links.linkTo(state, settings, dialect), settings, local);
    }

    /** Calls a method and gives its result as it came. */
    public @Nullable Object call(String method, @Nullable Object @Nullable... arguments) {
        return calls.untyped(Call.of(method, arguments));
    }

    /**
     * Calls a method and converts its result.
     *
     * @throws PyroException if the result does not fit the type, saying what came
     */
    public <T> T call(Class<T> type, String method, @Nullable Object @Nullable... arguments) {
        return calls.typed(type, Call.of(method, arguments));
    }

    /** Calls a method and converts its result to a generic type. */
    public <T> T call(TypeRef<T> type, String method, @Nullable Object @Nullable... arguments) {
        return calls.typed(type.type(), Call.of(method, arguments));
    }

    /** Calls a method without waiting: the future gets its result, or what it raised. */
    public CompletableFuture<@Nullable Object> callAsync(String method,
            @Nullable Object @Nullable... arguments) {
        return calls.later(ReplyReader.UNTYPED, Call.of(method, arguments));
    }

    /** Calls a method without waiting; the future gets its converted result, or what went wrong. */
    public <T> CompletableFuture<T> callAsync(Class<T> type, String method,
            @Nullable Object @Nullable... arguments) {
        return calls.later(type, Call.of(method, arguments));
    }

    /** Calls a method without waiting; the future gets its converted result, or what went wrong. */
    public <T> CompletableFuture<T> callAsync(TypeRef<T> type, String method,
            @Nullable Object @Nullable... arguments) {
        return calls.later(type.type(), Call.of(method, arguments));
    }

    /** Calls a method and does not wait for its end, whatever the metadata says; failures stay unknown. */
    public void callOneway(String method, @Nullable Object @Nullable... arguments) {
        calls.invoke(Call.of(method, arguments).oneway());
    }

    /** Calls a method that returns an iterator, whose items are fetched one by one; close it when done early. */
    public <T> RemoteIterator<T> stream(Class<T> type, String method,
            @Nullable Object @Nullable... arguments) {
        return calls.iterate(type, Call.of(method, arguments));
    }

    /** Calls a method that returns an iterator of a generic type. */
    public <T> RemoteIterator<T> stream(TypeRef<T> type, String method,
            @Nullable Object @Nullable... arguments) {
        return calls.iterate(type.type(), Call.of(method, arguments));
    }

    /** Reads a remote attribute. */
    public @Nullable Object get(String attribute) {
        return calls.untyped(Call.attribute(WireNames.GET_ATTRIBUTE, attribute));
    }

    /** Reads a remote attribute and converts it. */
    public <T> T get(Class<T> type, String attribute) {
        return calls.typed(type, Call.attribute(WireNames.GET_ATTRIBUTE, attribute));
    }

    /** Reads a remote attribute and converts it to a generic type. */
    public <T> T get(TypeRef<T> type, String attribute) {
        return calls.typed(type.type(), Call.attribute(WireNames.GET_ATTRIBUTE, attribute));
    }

    /** Reads a remote attribute without waiting: the future gets its value, or what went wrong. */
    public CompletableFuture<@Nullable Object> getAsync(String attribute) {
        return calls.later(ReplyReader.UNTYPED,
                Call.attribute(WireNames.GET_ATTRIBUTE, attribute));
    }

    /** Reads a remote attribute without waiting; the future gets its converted value, or what went wrong. */
    public <T> CompletableFuture<T> getAsync(Class<T> type, String attribute) {
        return calls.later(type, Call.attribute(WireNames.GET_ATTRIBUTE, attribute));
    }

    /** Reads a remote attribute without waiting; the future gets its converted value, or what went wrong. */
    public <T> CompletableFuture<T> getAsync(TypeRef<T> type, String attribute) {
        return calls.later(type.type(), Call.attribute(WireNames.GET_ATTRIBUTE, attribute));
    }

    /** Writes a remote attribute without waiting; the future is completed when it is written, or with what went wrong. */
    public CompletableFuture<@Nullable Void> setAsync(String attribute, @Nullable Object value) {
        return calls.later(ReplyReader.UNTYPED,
                Call.attribute(WireNames.SET_ATTRIBUTE, attribute, value))
                .thenApply(nothing -> null);
    }

    /** Writes a remote attribute. */
    public void set(String attribute, @Nullable Object value) {
        calls.invoke(Call.attribute(WireNames.SET_ATTRIBUTE, attribute, value));
    }

    /** Begins a batch: several calls that travel together. */
    public Batch batch() {
        return new Batch(calls);
    }

    /**
     * A view of the remote object as a Java interface. Its methods may return a value, an {@code Iterator},
     * {@code Iterable} or {@code Stream}, a {@code CompletableFuture} of any of these, or nothing. {@link io.jyro.RemoteName}, {@link io.jyro.Attribute} and
     * {@link io.jyro.Oneway} on them mean what they say. The view shares this proxy; if the interface is
     * {@link AutoCloseable}, its {@code close} closes the proxy.
     *
     * @throws IllegalArgumentException if the type is no interface
     */
    @Override
    public <T> T as(Class<T> view) {
        return RemoteView.of(view, this, calls);
    }

    /**
     * Connects now, if not connected, and fixes the uri: the name of a {@code PYRONAME} or {@code PYROMETA} uri is not
     * looked up again from then on. Without it, each new connection asks the name server again.
     *
     * @return whether a connection was made; false if there was one
     */
    public boolean bind() {
        return calls.kept(link::bind);
    }

    /** Whether there is a connection. */
    public boolean isBound() {
        return link.isConnected();
    }

    /** Closes the connection; the next call connects again. Calls that wait for a reply fail. */
    public void release() {
        link.release();
    }

    /** Closes the connection and makes a new one now; a name is looked up again, unless {@link #bind} has fixed it. */
    public void reconnect() {
        link.release();
        calls.kept(link::connectedNow);
    }

    /**
     * Closes the connection and makes a new one now, however long the daemon is away: while it cannot be reached, its name is
     * not registered, or the name server is not found, it is tried again, with pauses of up to a second.
     *
     * @param patience for how long; zero tries once
     * @throws io.jyro.CommunicationException if the daemon was not reached in that time, or the thread is interrupted
     * @throws io.jyro.NamingException if the name was not found in that time
     */
    public void reconnect(Duration patience) {
        if (patience.isNegative()) {
            throw new IllegalArgumentException(
                    "patience " + patience + " is negative; zero means one attempt");
        }
        link.release();
        calls.kept(() -> link.connectWithin(patience));
    }

    /**
     * Closes for good: later calls fail. Closing twice is fine. A proxy that is dropped instead is closed when its memory is
     * collected, at a time that nobody knows.
     */
    @Override
    public void close() {
        if (lastResort != null) {
            lastResort.cancel();
        }
        link.close();
    }

    /** What the remote object offers; connects if that is not known yet. */
    public Metadata metadata() {
        return calls.kept(link::metadata);
    }

    /** The uri: the one given, and after {@link #bind} the one that was found. Connecting for a call leaves it as it is. */
    public PyroUri uri() {
        return link.uri();
    }

    /** What the daemon speaks; connects if need be. */
    public Dialect dialect() {
        return calls.kept(link::connectedNow).dialect();
    }

    /** The address of this end of the connection; connects if need be. */
    public SocketAddress localAddress() {
        return calls.kept(link::connectedNow).transport().localAddress();
    }

    /**
     * The certificates that the daemon has shown and this proxy has found good, its own first, those of its issuers after
     * it; empty without TLS. Unmodifiable. Connects if need be.
     */
    public List<X509Certificate> daemonCertificates() {
        return calls.kept(link::connectedNow).transport().peerCertificates();
    }

    /**
     * Begins a proxy for the same object with the settings of this one, to change some of them. It will have a connection
     * of its own, also if this one came with a call. Over a given socket or link there can be no second proxy.
     */
    public Builder toBuilder() {
        return new Builder(ProxyDraft.copyOf(settings, uri()));
    }

    /** How this proxy travels when it is an argument or a result. */
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

    /** Proxies are equal if their uris are. Of all methods only {@link #bind} changes the uri, if it is not direct. */
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

    /** Gathers the settings of a proxy. What is not set comes from the configuration. For one thread. */
    public static final class Builder {
        private final ProxyDraft draft;

        private Builder(ProxyDraft draft) {
            this.draft = draft;
        }

        /** Where everything that is not set here comes from; by default the environment. */
        public Builder config(PyroConfig newConfig) {
            draft.config(newConfig);
            return this;
        }

        /** Bounds connecting, waiting for a turn, for a reply, and each pause within it; zero waits for ever. */
        public Builder timeout(Duration newTimeout) {
            draft.timeout(newTimeout);
            return this;
        }

        /**
         * Bounds a whole call: looking up the name, connecting, waiting for a turn, sending and all of the reply, however
         * slowly the daemon sends it, and retries with it; zero, as by default, does not. A call that is not complete
         * by then ends with a {@link io.jyro.CallTimeoutException} and may still run. The next item of a stream is a call of
         * its own.
         */
        public Builder deadline(Duration newDeadline) {
            draft.deadline(newDeadline);
            return this;
        }

        /** Makes all calls a part of another proxy's call. */
        Builder within(CallDeadline outer) {
            draft.within(outer);
            return this;
        }

        /** In which format arguments travel; results come in the same. */
        public Builder serializer(Serializer newSerializer) {
            draft.serializer(newSerializer);
            return this;
        }

        /** In which format arguments travel, by Pyro's name of it, such as {@code serpent}. */
        public Builder serializer(String name) {
            return serializer(Serializer.ofName(name));
        }

        /** Which protocol to speak; by default that is found out. */
        public Builder protocol(Protocol newProtocol) {
            draft.protocol(newProtocol);
            return this;
        }

        /** A shared key that signs all messages; means protocol 48. */
        public Builder hmacKey(byte[] key) {
            draft.hmacKey(key);
            return this;
        }

        /**
         * Encrypts the connection to the daemon, to the name server that a name is looked up with, and those of proxies
         * that come over it. A name server without TLS is not asked: look the name up with a
         * {@link NameServer} of another configuration, and build the proxy with the uri.
         */
        public Builder tls(TlsConfig newTls) {
            draft.tls(newTls);
            return this;
        }

        /** What to say in the handshake; by default the text {@code hello}. */
        public Builder handshake(@Nullable Object data) {
            draft.handshake(data);
            return this;
        }

        /** Looks at the daemon's answer to the handshake; throwing refuses the connection. */
        public Builder handshakeResponse(Consumer<@Nullable Object> validator) {
            draft.handshakeResponse(validator);
            return this;
        }

        /**
         * How often a method call is sent again after the connection closed or timed out, or could not be made. There is a
         * pause before each attempt, of 10 ms at first and up to a second later.
         */
        public Builder maxRetries(int retries) {
            draft.maxRetries(retries);
            return this;
        }

        /**
         * A connected socket to call over, of TCP or a Unix domain socket; the proxy is then built with the bare id of an
         * object in place of a uri. There is no handshake, so that the other end's protocol cannot be found out: it is
         * taken to be 502 unless told. Neither closing nor a failure closes the channel, and after either the
         * proxy cannot connect again. Until then nobody else may use it.
         */
        public Builder connectedSocket(SocketChannel channel) {
            draft.connection(() -> Connection.over(channel));
            return this;
        }

        /**
         * An end of a link within this process to call over, as over a connected socket. Closing the proxy closes it.
         */
        public Builder link(Link.End end) {
            draft.connection(() -> Connection.over(end));
            return this;
        }

        /**
         * How many connections the proxy may have at once, for threads that call at the same time.
         *
         * <p>A daemon of Jyro serves many threads over one connection. If they contend for it again and again, further ones
         * are opened, by default up to the smaller of 4 and twice the number of cores, and closed when they have not been
         * used for some seconds. A thread keeps to one of them. To the daemon all are one client, with the same tracked
         * resources and item streams, though each shakes hands for itself. Objects of mode {@code SESSION} are called over
         * one connection; oneway calls, futures and batches go over the first. Calls of different threads that are in flight
         * at the same time are started in any order if they go over different connections; a call that was answered, and a
         * oneway call, come before what is called after them. With 1 all calls go over one connection, as they always do
         * with received proxies, sockets and links.
         *
         * <p>A stock daemon answers one call at a time on a connection. A further one is opened for a caller that would have to wait,
         * and is a session of its own there; by default none is.
         */
        public Builder connections(int most) {
            draft.connections(most);
            return this;
        }

        /**
         * After how long without a call the proxy closes its connections by itself; the next call connects again. By
         * default they stay open.
         */
        public Builder releaseWhenIdle(Duration newIdle) {
            draft.releaseWhenIdle(newIdle);
            return this;
        }

        /**
         * For how long connecting is tried again while nothing listens where the daemon should be, its name is not
         * registered, or the name server is not found; with pauses of up to a second. By default, and with zero, it is
         * tried once. A deadline of the call ends it earlier.
         */
        public Builder waitForDaemon(Duration patience) {
            draft.waitForDaemon(patience);
            return this;
        }

        /** Gives annotations that go out with the handshake and every call. */
        public Builder annotations(Supplier<Map<String, byte[]>> supplier) {
            draft.annotations(supplier);
            return this;
        }

        /**
         * Is told of the annotations of each reply that has some, and of the daemon's answer to the handshake, with the number
         * of the message's type: 2 is a handshake (CONNECTOK), 5 a reply (RESULT). Runs on the thread that gets the reply,
         * which must not call this proxy then; what it throws ends the call.
         */
        public Builder responseAnnotations(ObjIntConsumer<Map<String, byte[]>> hook) {
            draft.responseHook(hook);
            return this;
        }

        /** Class converters for what goes out and comes in, before those of the configuration. */
        public Builder types(TypeRegistry registry) {
            draft.types(registry);
            return this;
        }

        /**
         * Makes the proxy. Nothing is connected yet.
         *
         * @throws PyroException if the uri cannot be read
         * @throws io.jyro.CommunicationException if a given socket is not connected
         */
        public Proxy build() {
            return new Proxy(draft.target(), Metadata.NONE, draft.settings(), null);
        }
    }
}
