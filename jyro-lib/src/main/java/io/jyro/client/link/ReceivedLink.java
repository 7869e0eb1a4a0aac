package io.jyro.client.link;

import java.time.Duration;
import java.util.concurrent.locks.ReentrantLock;

import io.jyro.Dialect;
import io.jyro.PyroException;
import io.jyro.PyroUri;
import io.jyro.RemoteText;
import io.jyro.rpc.Metadata;
import io.jyro.serialize.bind.ProxyState;
import org.jspecify.annotations.Nullable;

/**
 * The link of a received proxy: it uses the link that all received proxies of a daemon share, from the first use until
 * the proxy is released, closed, or unreachable. Any thread.
 */
public final class ReceivedLink implements ObjectLink {
    private final SharedLinks links;
    private final ProxyState state;
    private final ProxySettings settings;
    private final Dialect likely;
    private final ReentrantLock entering = new ReentrantLock(); // held while a name is looked up
    private volatile PyroUri uri;
    private volatile Metadata metadata;
    private volatile @Nullable Use use;
    private volatile boolean closed;

    /** This proxy's share in a link. */
    private final class Use implements Route {
        private final PyroUri object;
        private final SharedLinks.Shared shared;
        private final LastResort lastResort;

        Use(PyroUri object, SharedLinks.Shared shared, LastResort lastResort) {
            this.object = object;
            this.shared = shared;
            this.lastResort = lastResort;
        }

        @Override
        public DaemonLink daemon() {
            return shared.link();
        }

        @Override
        public Call addressed(Call call) {
            if (call.objectId() != null) {
                return call;
            }
            boolean oneway = call.isPlainMethodCall()
                    && metadata(this).oneway().contains(call.method());
            return (oneway ? call.oneway() : call).to(object.objectId());
        }
    }

    /** @param likely the dialect to try first */
    ReceivedLink(SharedLinks links, ProxyState state, ProxySettings settings, Dialect likely) {
        this.links = links;
        this.state = state;
        this.settings = settings;
        this.likely = likely;
        uri = state.uri();
        metadata = new Metadata(state.methods(), state.oneway(), state.attributes());
    }

    @Override
    public Route route() {
        return use();
    }

    /** Returns null: the end of each call must be known, so that the shared connection does not seem idle before. */
    @Override
    public @Nullable DaemonLink forFutures() {
        return null;
    }

    @Override
    public DaemonConnection connectedNow() {
        return use().shared.link().connectedNow();
    }

    @Override
    public DaemonConnection connectWithin(Duration patience) {
        return use().shared.link().connectWithin(patience);
    }

    @Override
    public boolean bind() {
        Use now = use();
        boolean here = now.shared.link().bind();
        uri = now.object;
        return here;
    }

    @Override
    public boolean isConnected() {
        Use now = use;
        return now != null && now.shared.link().isConnected();
    }

    @Override
    public void release() {
        entering.lock();
        try {
            leave();
        } finally {
            entering.unlock();
        }
    }

    @Override
    public void close() {
        closed = true;
        release();
    }

    @Override
    public Metadata metadata() {
        return metadata.isEmpty() ? metadata(use()) : metadata;
    }

    @Override
    public Metadata knownMetadata() {
        return metadata;
    }

    @Override
    public PyroUri uri() {
        return uri;
    }

    // Trusts the sender's metadata, if it has any; a proxy that was never used there has none.
    private Metadata metadata(Use now) {
        Metadata known = metadata;
        if (known.isEmpty()) {
            known = links.metadataOf(now.object, now.shared);
            metadata = known;
        }
        return known;
    }

    private Use use() {
        Use now = use;
        return now != null && isGood(now) ? now : enter();
    }

    // A name is looked up again after the connection was lost.
    private boolean isGood(Use now) {
        return uri.isDirect() || now.shared.link().isConnected();
    }

    private Use enter() {
        entering.lock();
        try {
            Use now = use;
            if (now != null && isGood(now)) {
                return now;
            }
            if (closed) {
                throw new PyroException("the proxy for " + RemoteText.shown(uri.toString())
                        + " is closed; make a new one");
            }
            PyroUri asked = uri;
            PyroUri object = asked.isDirect()
                    ? asked
                    : settings.resolver().resolve(asked, settings.configOfOthers(),
                            settings.limit().begin());
            leave();
            SharedLinks.Shared shared = links.enter(object, state, settings, likely);
            SharedLinks from = links;
            Use made = new Use(object, shared, LastResort.of(this,
                    "a received proxy for " + RemoteText.shown(object.toString()),
                    () -> from.leave(shared)));
            use = made;
            return made;
        } finally {
            entering.unlock();
        }
    }

    private void leave() {
        Use before = use;
        if (before != null) {
            use = null;
            before.lastResort.cancel();
            links.leave(before.shared);
        }
    }
}
