package io.jyro.client;

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
import io.jyro.serialize.ProxyState;
import org.jspecify.annotations.Nullable;

/**
 * The connections of the proxies that one daemon or proxy received: one link for each daemon that they lead to. A program
 * that receives a proxy with every call would otherwise hold as many connections. A link opens further connections while
 * its first is in use, since a call to a stock daemon may come back as another; it closes them when they are not used. Any thread.
 */
final class SharedLinks {
    // Long enough for a session to survive a pause between calls.
    private static final Duration IDLE = Duration.ofSeconds(60);

    private final PyroConfig config;
    private final Duration idle;
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<Object, Shared> open = new HashMap<>(); // guarded by the lock

    /** @param config what the receiving end uses */
    SharedLinks(PyroConfig config) {
        this(config, IDLE);
    }

    /** The same, with another time after which a connection that is not used is closed. */
    SharedLinks(PyroConfig config, Duration idle) {
        this.config = config;
        this.idle = idle;
    }

    /** Proxies whose connections can be shared: what they say in the handshake is the same. */
    private record Way(String location, @Nullable Object handshake, @Nullable String serializer,
            @Nullable ByteBuffer hmacKey) {}

    /** A link and how many proxies use it. */
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

    /** A proxy for what came over a connection of a dialect. */
    ReceivedLink linkTo(ProxyState state, ProxySettings settings, Dialect dialect) {
        return new ReceivedLink(this, state, settings, dialect);
    }

    PyroConfig config() {
        return config;
    }

    /** The link to the daemon of an object; one more proxy uses it until it is {@link #leave left}. */
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

    /** A proxy does not use a link any more; after the last one its connections are closed. */
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
