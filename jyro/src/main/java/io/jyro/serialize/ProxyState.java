package io.jyro.serialize;

import io.jyro.PyroUri;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A proxy as it travels, before anything is made of it (PROTOCOL.md 4.1).
 *
 * @param handshake what it says when it connects, by default the text {@code hello}
 * @param serializer Pyro's name of its serializer, or null for the default of the receiver
 */
public record ProxyState(PyroUri uri, Set<String> methods, Set<String> oneway, Set<String> attributes,
    @Nullable Object handshake, @Nullable String serializer) {}
