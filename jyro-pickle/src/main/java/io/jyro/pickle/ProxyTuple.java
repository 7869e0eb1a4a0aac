package io.jyro.pickle;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Collection;
import java.util.LinkedHashSet;

import io.jyro.PyroUri;
import io.jyro.types.Tuple;
import org.jspecify.annotations.Nullable;

/**
 * Converts the state of a Pyro4 proxy between pickles and class dicts. The other serializers have text for the uri and
 * the key, and tuples for the names.
 *
 * @see "docs/protocol.md, C Pickle (v48, opt-in)"
 */
final class ProxyTuple {
    private static final int URI = 0;
    private static final int FIRST_NAMES = 1;
    private static final int LAST_NAMES = 3;
    private static final int HMAC = 5;
    private static final String HMAC_PREFIX = "b64:";

    private ProxyTuple() {}

    /** Converts the state in a proxy's class dict to that in a pickle. */
    static @Nullable Object of(@Nullable Object state) {
        if (!(state instanceof Tuple tuple) || tuple.size() <= HMAC) {
            return state;
        }
        @Nullable
        Object[] items = tuple.toArray();
        if (items[URI] instanceof String text) {
            items[URI] = PyroUri.parse(text);
        }
        for (int i = FIRST_NAMES; i <= LAST_NAMES; i++) {
            if (items[i] instanceof Collection<?> names) {
                items[i] = new LinkedHashSet<>(names);
            }
        }
        if (items[HMAC] instanceof String text && text.startsWith(HMAC_PREFIX)) {
            items[HMAC] = Base64.getDecoder().decode(text.substring(HMAC_PREFIX.length()));
        }
        return Tuple.of(items);
    }

    /** Converts the state in a pickle to that in a class dict; the uri and the names may stay unchanged. */
    static Tuple forClassDict(Tuple state) {
        if (state.size() <= HMAC) {
            return state;
        }
        byte[] key = switch (state.get(HMAC)) {
            case byte[] bytes -> bytes;
            // from Python 2, whose bytes are text
            case String text -> text.getBytes(StandardCharsets.ISO_8859_1);
            case null, default -> null;
        };
        if (key == null) {
            return state;
        }
        @Nullable
        Object[] items = state.toArray();
        items[HMAC] = HMAC_PREFIX + Base64.getEncoder().encodeToString(key);
        return Tuple.of(items);
    }
}
