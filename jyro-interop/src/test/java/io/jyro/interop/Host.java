package io.jyro.interop;

import io.jyro.Dialect;
import io.jyro.Protocol;
import io.jyro.PyroUri;
import io.jyro.client.Proxy;
import org.jspecify.annotations.Nullable;

/** A process, Python's or this one, whose daemon serves a thing, and how Jyro's proxies shall speak to it. */
public final class Host implements AutoCloseable {
    /** The kinds of hosts. */
    public enum Kind {
        PYRO4(Protocol.V48), PYRO5(Protocol.V502), JYRO_48(Protocol.V48), JYRO_502(Protocol.V502);

        private final Protocol protocol;

        Kind(Protocol protocol) {
            this.protocol = protocol;
        }

        Dialect dialect() {
            return protocol == Protocol.V48 ? Dialect.V48 : Dialect.V502;
        }
    }

    private final Kind kind;
    private final Link link;
    private final @Nullable Python python;
    private final @Nullable ThingDaemon jyro;
    private final String location;

    private Host(Kind kind, Link link) {
        this.kind = kind;
        this.link = link;
        if (kind == Kind.PYRO4 || kind == Kind.PYRO5) {
            jyro = null;
            python = Python.start(kind == Kind.PYRO4 ? Pyro.PYRO4 : Pyro.PYRO5,
                    link.variables());
            python.run(kind == Kind.PYRO4
                    ? "config.SERIALIZERS_ACCEPTED.add('msgpack')\ns = Served()"
                    : "s = Served()");
            location = python.eval("s.location").replace("'", "");
        } else {
            python = null;
            jyro = ThingDaemon.start(link);
            location = jyro.daemon().location();
        }
    }

    /** Starts one that is reached over a link. */
    public static Host start(Kind kind, Link link) {
        return new Host(kind, link);
    }

    /** A proxy for one of its objects. */
    public Proxy proxy(String objectId) {
        return builder(objectId).build();
    }

    /** A proxy for one of its objects, to be given more settings. */
    public Proxy.Builder builder(String objectId) {
        return Proxy.builder(uri(objectId)).config(link.config()).protocol(kind.protocol);
    }

    public PyroUri uri(String objectId) {
        return PyroUri.parse("PYRO:" + objectId + "@" + location);
    }

    public Dialect dialect() {
        return kind.dialect();
    }

    /** How it is reached. */
    public Link link() {
        return link;
    }

    public boolean isPython() {
        return python != null;
    }

    @Override
    public void close() {
        if (python != null) {
            python.close();
        }
        if (jyro != null) {
            jyro.close();
        }
    }
}
