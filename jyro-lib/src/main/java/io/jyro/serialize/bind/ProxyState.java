package io.jyro.serialize.bind;

import java.nio.ByteBuffer;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.Set;

import io.jyro.PyroUri;
import org.jspecify.annotations.Nullable;

/**
 * The state of a proxy on the wire (docs/protocol.md, 4.1).
 *
 * @param handshake the value that the proxy sends when it connects, by default the text {@code hello}
 * @param serializer Pyro's name of its serializer, or null for the default of the receiver
 * @param hmacKey the key with which messages are signed, or null; sent only in dialect 48, in clear text, as in Pyro
 */
public record ProxyState(PyroUri uri, Set<String> methods, Set<String> oneway,
        Set<String> attributes,
        @Nullable Object handshake, @Nullable String serializer, @Nullable ByteBuffer hmacKey) {

    /** Copies the key and the names, which keep their order. */
    public ProxyState {
        methods = copy(methods);
        oneway = copy(oneway);
        attributes = copy(attributes);
        hmacKey = hmacKey == null ? null : copy(hmacKey);
    }

    /** Creates the state of a proxy without a key. */
    public ProxyState(PyroUri uri, Set<String> methods, Set<String> oneway, Set<String> attributes,
            @Nullable Object handshake, @Nullable String serializer) {
        this(uri, methods, oneway, attributes, handshake, serializer, null);
    }

    /** Returns a view of the key with a position of its own, or null. */
    @Override
    public @Nullable ByteBuffer hmacKey() {
        return hmacKey == null ? null : hmacKey.duplicate();
    }

    /** Returns everything but the key. */
    @Override
    public String toString() {
        return "ProxyState[" + uri + ", methods=" + methods + ", oneway=" + oneway + ", attributes="
                + attributes
                + ", serializer=" + serializer + (hmacKey == null ? "]" : ", signing]");
    }

    private static Set<String> copy(Set<String> names) {
        return Collections.unmodifiableSet(new LinkedHashSet<>(names));
    }

    private static ByteBuffer copy(ByteBuffer key) {
        return ByteBuffer.allocate(key.remaining()).put(key.duplicate()).flip().asReadOnlyBuffer();
    }
}
