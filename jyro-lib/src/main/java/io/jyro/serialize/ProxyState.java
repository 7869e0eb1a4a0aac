package io.jyro.serialize;

import java.nio.ByteBuffer;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.Set;

import io.jyro.PyroUri;
import org.jspecify.annotations.Nullable;

/**
 * A proxy as it travels, before anything is made of it (docs/protocol.md, 4.1).
 *
 * @param handshake what it says when it connects, by default the text {@code hello}
 * @param serializer Pyro's name of its serializer, or null for the default of the receiver
 * @param hmacKey the key that messages are signed with, or null; travels in dialect 48 only, readable by everyone
 *        on the way, as in Pyro
 */
public record ProxyState(PyroUri uri, Set<String> methods, Set<String> oneway,
        Set<String> attributes,
        @Nullable Object handshake, @Nullable String serializer, @Nullable ByteBuffer hmacKey) {

    /** Copies the names, which keep their order, and the key. */
    public ProxyState {
        methods = copy(methods);
        oneway = copy(oneway);
        attributes = copy(attributes);
        hmacKey = hmacKey == null ? null : copy(hmacKey);
    }

    /** Of a proxy that signs nothing. */
    public ProxyState(PyroUri uri, Set<String> methods, Set<String> oneway, Set<String> attributes,
            @Nullable Object handshake, @Nullable String serializer) {
        this(uri, methods, oneway, attributes, handshake, serializer, null);
    }

    /** A view of the key with a position of its own, or null. */
    @Override
    public @Nullable ByteBuffer hmacKey() {
        return hmacKey == null ? null : hmacKey.duplicate();
    }

    /** Everything but the key. */
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
