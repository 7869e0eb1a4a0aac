package io.jyro.interop;

import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

import io.jyro.Dialect;
import io.jyro.PyroConfig;

/** How peers are connected: the same conversations are held over each of these. */
public enum Link {
    /** TCP over IPv4. */
    PLAIN(config -> config, Map.of()),
    /** TCP over IPv6. */
    IPV6(config -> config.host("::1").preferIpVersion(6),
            Map.of("PYRO_HOST", "::1", "PYRO_PREFER_IP_VERSION", "6")),
    /** Both sides compress what is worth it. */
    COMPRESSED(config -> config.compression(true), Map.of("PYRO_COMPRESSION", "true")),
    /** Both sides sign with one key, which only 48 can. */
    SIGNED(config -> config.hmacKey("a key of the tests"),
            Map.of("PEER_HMAC_KEY", "a key of the tests"));

    private final PyroConfig config;
    private final Map<String, String> variables;

    Link(UnaryOperator<PyroConfig.Builder> settings, Map<String, String> variables) {
        config = settings.apply(PyroConfig.defaults().toBuilder()).build();
        this.variables = variables;
    }

    /** What Jyro's daemons and proxies are configured with. */
    public PyroConfig config() {
        return config;
    }

    /** The environment of Python's: settings of Pyro's, and what {@code peer.py} does by itself. */
    Map<String, String> variables() {
        return variables;
    }

    /** Those that a class of tests runs over. */
    static Stream<Link> of(Dialect dialect, boolean all) {
        return all
                ? Stream.of(values()).filter(link -> link != SIGNED || dialect == Dialect.V48)
                : Stream.of(PLAIN);
    }

    /** The name of a run with a peer. */
    String with(String peer) {
        return this == PLAIN ? peer : peer + " " + this;
    }
}
