package io.jyro.client;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.ObjIntConsumer;
import java.util.function.Supplier;

import io.jyro.Dialect;
import io.jyro.Protocol;
import io.jyro.PyroConfig;
import io.jyro.Serializer;
import io.jyro.TlsConfig;
import io.jyro.wire.Hmac;
import org.jspecify.annotations.Nullable;

/**
 * How a proxy was built: everything but its uri. Immutable but for the given connection.
 *
 * @param limit when calls have to be complete
 * @param waitForDaemon for how long connecting is tried again; zero for one attempt
 * @param given what to talk over, without connecting or shaking hands; null to connect to the uri's location
 */
record ProxySettings(PyroConfig config, Duration timeout, CallLimit limit, Serializer serializer,
        Protocol protocol,
        @Nullable Hmac hmac, @Nullable TlsConfig tls, @Nullable Object handshake,
        @Nullable Consumer<@Nullable Object> handshakeResponse, int maxRetries,
        @Nullable Supplier<Map<String, byte[]>> annotations, @Nullable GivenConnection given,
        ConnectionLimits connections, @Nullable Duration idle, Duration waitForDaemon,
        @Nullable ObjIntConsumer<Map<String, byte[]>> responseHook) {

    /** For the name server that is asked, and for proxies that come over the connection: they are encrypted as it is. */
    PyroConfig configOfOthers() {
        return tls == config.proxyTls() ? config : config.toBuilder().tls(tls).build();
    }

    /** For the link that received proxies share. */
    ProxySettings shared(Duration idleTime) {
        return new ProxySettings(config, timeout, limit, serializer, protocol, hmac, tls,
                handshake, handshakeResponse, maxRetries, annotations, given,
                ConnectionLimits.ofReceived(), idleTime, waitForDaemon, responseHook);
    }

    /** Those that always go out, and those of one message. */
    Map<String, byte[]> annotationsWith(Map<String, byte[]> once) {
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

    /** The dialects to try, in order. */
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
