package io.jyro.nameserver;

import java.util.LinkedHashMap;
import java.util.Map;

import io.jyro.Kwargs;
import io.jyro.RemoteText;
import org.jspecify.annotations.Nullable;

/** Keyword arguments of one call, of which parameters that were not given by position take theirs. */
final class Keywords {
    private final String method;
    private final Map<String, @Nullable Object> left;

    Keywords(String method, Kwargs given) {
        this.method = method;
        left = new LinkedHashMap<>(given.asMap());
    }

    /** What was given by a name, or else a default. */
    @Nullable
    Object take(String name, @Nullable Object otherwise) {
        return left.containsKey(name) ? left.remove(name) : otherwise;
    }

    /** What was given by the name of the last parameter, or else a default; another name is refused. */
    @Nullable
    Object takeLast(String name, @Nullable Object otherwise) {
        Object value = take(name, otherwise);
        if (!left.isEmpty()) {
            throw WireValues.typeError(method + "() got an unexpected keyword argument '"
                    + RemoteText.shown(left.keySet().iterator().next()) + "'");
        }
        return value;
    }

    /** What nothing was taken of yet. */
    Kwargs rest() {
        return Kwargs.of(left);
    }
}
