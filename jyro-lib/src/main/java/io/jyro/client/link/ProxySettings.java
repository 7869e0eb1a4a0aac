package io.jyro.client.link;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.ObjIntConsumer;
import java.util.function.Supplier;

import io.jyro.Dialect;
import io.jyro.Protocol;
import io.jyro.PyroConfig;
import io.jyro.PyroUri;
import io.jyro.Serializer;
import io.jyro.TlsConfig;
import io.jyro.transport.CallDeadline;
import io.jyro.wire.Hmac;
import org.jspecify.annotations.Nullable;

/**
 * The settings of a proxy, except its uri. Immutable except for the given connection.
 *
 * @param limit when calls have to be complete
 * @param waitForDaemon for how long connecting is retried; zero means one attempt
 * @param given the connection to use without connecting or a handshake; null to connect to the uri's location
 * @param resolver finds the objects of names
 */
public record ProxySettings(PyroConfig config, Duration timeout, CallLimit limit,
        Serializer serializer,
        Protocol protocol,
        @Nullable Hmac hmac, @Nullable TlsConfig tls, @Nullable Object handshake,
        @Nullable Consumer<@Nullable Object> handshakeResponse, int maxRetries,
        @Nullable Supplier<Map<String, byte[]>> annotations, @Nullable GivenConnection given,
        MaxConnections connections, @Nullable Duration idle, Duration waitForDaemon,
        @Nullable ObjIntConsumer<Map<String, byte[]>> responseHook, Resolver resolver) {
    /** Finds the objects of names and tags. Any thread. */
    public interface Resolver {
        /**
         * Returns the uri of the object, with its location.
         *
         * @param config the configuration for calling the name server
         * @param deadline the deadline of the call that needs the uri
         * @throws io.jyro.NamingException if the object is not found
         */
        PyroUri resolve(PyroUri uri, PyroConfig config, CallDeadline deadline);
    }

    /**
     * Returns the configuration for looking up names, and for proxies that are received over the connection: they use
     * its encryption.
     */
    public PyroConfig configOfOthers() {
        return tls == config.proxyTls() ? config : config.toBuilder().tls(tls).build();
    }

    /** Returns the settings for the link that received proxies share. */
    ProxySettings shared(Duration idleTime) {
        return new ProxySettings(config, timeout, limit, serializer, protocol, hmac, tls,
                handshake, handshakeResponse, maxRetries, annotations, given,
                MaxConnections.ofReceived(), idleTime, waitForDaemon, responseHook, resolver);
    }

    /** Returns the annotations of every message together with those of one message. */
    public Map<String, byte[]> annotationsWith(Map<String, byte[]> once) {
        if (annotations == null) {
            return once;
        }
        Map<String, byte[]> always = annotations.get();
        if (always.isEmpty() || once.isEmpty()) {
            return always.isEmpty() ? once : always;
        }
        Map<String, byte[]> both = new LinkedHashMap<>(always);
        both.putAll(once);
        return both;
    }

    /** Returns the dialects to try, in order. */
    Dialect[] dialects(@Nullable Dialect likely) {
        if (protocol == Protocol.V48
                || (protocol == Protocol.AUTO
                        && (hmac != null || serializer.isPickleFamily()))) {
            return new Dialect[]{Dialect.V48};
        }
        if (protocol == Protocol.V502) {
            return new Dialect[]{Dialect.V502};
        }
        return likely == Dialect.V48
                ? new Dialect[]{Dialect.V48, Dialect.V502}
                : new Dialect[]{Dialect.V502, Dialect.V48};
    }
}
