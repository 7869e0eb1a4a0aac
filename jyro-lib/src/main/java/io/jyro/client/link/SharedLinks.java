package io.jyro.client.link;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;

import io.jyro.Dialect;
import io.jyro.PyroConfig;
import io.jyro.PyroUri;
import io.jyro.rpc.Metadata;
import io.jyro.rpc.WireNames;
import io.jyro.serialize.bind.ProxyState;
import org.jspecify.annotations.Nullable;

/**
 * The connections of the proxies that one daemon or proxy received: one link for each daemon that they lead to.
 * Otherwise a program that receives a proxy with every call would hold a connection for each. A link opens more
 * connections while its first is in use, since a call to a stock daemon may cause another call back to it; it closes
 * them when they are idle. Any thread.
 */
public final class SharedLinks implements ConnectionFactory.Receiver {
    // Long enough for a session to survive a pause between calls.
    private static final Duration IDLE = Duration.ofSeconds(60);

    private final PyroConfig config;
    private final ProxyMaker maker;
    private final Duration idle;
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<Object, Shared> open = new HashMap<>(); // guarded by the lock

    /**
     * Creates an empty set.
     *
     * @param config the configuration of the receiving process
     * @param maker makes the proxies that are received
     */
    public SharedLinks(PyroConfig config, ProxyMaker maker) {
        this(config, maker, IDLE);
    }

    /** Creates an empty set that closes connections after the given idle time. */
    public SharedLinks(PyroConfig config, ProxyMaker maker, Duration idle) {
        this.config = config;
        this.maker = maker;
        this.idle = idle;
    }

    /** Makes proxies whose links share connections. Any thread. */
    public interface ProxyMaker {
        /** Returns the proxy of a state that was received over a connection of a dialect. */
        Object make(ProxyState state, SharedLinks links, Dialect dialect);

        /** Asks a daemon for the metadata of one of its objects. */
        Metadata metadataOf(PyroUri object, DaemonLink daemon);
    }

    /** The key of a shared link: proxies with an equal key send the same handshake to the same location. */
    private record Way(String location, @Nullable Object handshake, @Nullable String serializer,
            @Nullable ByteBuffer hmacKey) {}

    /** A link and the number of proxies that use it. */
    static final class Shared {
        private final Object way;
        private final DaemonLink link;
        private int users; // guarded by the lock

        private Shared(Object way, DaemonLink link) {
            this.way = way;
            this.link = link;
        }

        DaemonLink link() {
            return link;
        }
    }

    @Override
    public Object proxy(ProxyState state, Dialect dialect) {
        return maker.make(state, this, dialect);
    }

    /** Asks the daemon for the metadata of one of its objects. */
    Metadata metadataOf(PyroUri object, Shared shared) {
        return maker.metadataOf(object, shared.link);
    }

    /** Returns the link for a proxy that was received over a connection of a dialect. */
    public ReceivedLink linkTo(ProxyState state, ProxySettings settings, Dialect dialect) {
        return new ReceivedLink(this, state, settings, dialect);
    }

    /** Returns the configuration of the receiving end. */
    public PyroConfig config() {
        return config;
    }

    /** Returns the link to the daemon of an object; one more proxy uses it until it is {@link #leave left}. */
    Shared enter(PyroUri direct, ProxyState state, ProxySettings settings, Dialect likely) {
        Object way = new Way(String.valueOf(direct.location()), state.handshake(),
                state.serializer(), state.hmacKey());
        lock.lock();
        try {
            Shared shared = open.computeIfAbsent(way, key -> new Shared(key, new DaemonLink(
                    daemonOf(direct), Metadata.NONE, settings.shared(idle), likely, this)));
            shared.users++;
            return shared;
        } finally {
            lock.unlock();
        }
    }

    /** Removes a proxy from the users of a link; after the last one its connections are closed. */
    void leave(Shared shared) {
        lock.lock();
        try {
            if (--shared.users > 0) {
                return;
            }
            open.remove(shared.way);
        } finally {
            lock.unlock();
        }
        shared.link.release();
    }

    // Every daemon has this object as long as it runs, while the objects of proxies come and go.
    private static PyroUri daemonOf(PyroUri object) {
        String path = object.socketName();
        String host = object.host();
        if (path != null) {
            return PyroUri.ofUnixSocket(WireNames.DAEMON, path);
        }
        return host == null || host.isEmpty()
                ? object
                : PyroUri.of(WireNames.DAEMON, host, object.port());
    }
}
