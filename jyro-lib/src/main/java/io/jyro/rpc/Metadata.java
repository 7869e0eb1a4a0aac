package io.jyro.rpc;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

import io.jyro.ProtocolException;
import org.jspecify.annotations.Nullable;

/**
 * The members that a remote object offers. Immutable.
 *
 * @param methods names of the methods that can be called
 * @param oneway names of the methods whose callers do not wait for a reply
 * @param attributes names of the attributes that can be read, and perhaps written
 * @see "docs/protocol.md, 2.2 CONNECTOK"
 */
public record Metadata(Set<String> methods, Set<String> oneway, Set<String> attributes) {
    /** Metadata of an object that offers nothing, or is not known yet. */
    public static final Metadata NONE = new Metadata(Set.of(), Set.of(), Set.of());

    /** Copies the sets, keeping their order. */
    public Metadata {
        methods = Collections.unmodifiableSet(new LinkedHashSet<>(methods));
        oneway = Collections.unmodifiableSet(new LinkedHashSet<>(oneway));
        attributes = Collections.unmodifiableSet(new LinkedHashSet<>(attributes));
    }

    /** Returns whether the object offers no members. */
    public boolean isEmpty() {
        return methods.isEmpty() && attributes.isEmpty();
    }

    /** Converts to the dict that is sent, with sets or, where the protocol requires it, lists. */
    public Map<String, Object> toWire(boolean asLists) {
        Map<String, Object> wire = new LinkedHashMap<>();
        wire.put("methods", asLists ? new ArrayList<>(methods) : methods);
        wire.put("oneway", asLists ? new ArrayList<>(oneway) : oneway);
        wire.put("attrs", asLists ? new ArrayList<>(attributes) : attributes);
        return wire;
    }

    /**
     * Converts from the received dict, with lists, tuples or sets of names.
     *
     * @throws ProtocolException if the value has another form
     */
    public static Metadata fromWire(@Nullable Object wire) {
        if (!(wire instanceof Map<?, ?> map)) {
            throw new ProtocolException(
                    "metadata should be a dict with methods, oneway and attrs, got "
                            + (wire == null ? "None" : wire.getClass().getSimpleName()));
        }
        return new Metadata(names(map, "methods"), names(map, "oneway"), names(map, "attrs"));
    }

    private static Set<String> names(Map<?, ?> map, String key) {
        if (!(map.get(key) instanceof Collection<?> names)) {
            throw new ProtocolException("metadata lacks a list of names under '" + key + "'");
        }
        Set<String> texts = new LinkedHashSet<>();
        for (Object name : names) {
            if (!(name instanceof String text)) {
                throw new ProtocolException(
                        "metadata holds something other than a name under '" + key + "'");
            }
            texts.add(text);
        }
        return texts;
    }
}
