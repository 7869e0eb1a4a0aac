package io.jyro.server.calls;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;

import io.jyro.rpc.CallContext;
import io.jyro.rpc.CallContextAccess;
import org.jspecify.annotations.Nullable;

/** The annotations that a daemon sends with its replies. Any thread. */
public final class ReplyAnnotations {
    private final @Nullable Supplier<Map<String, byte[]>> supplier;

    /** @param supplier the user's annotations for all replies; null for none */
    public ReplyAnnotations(@Nullable Supplier<Map<String, byte[]>> supplier) {
        this.supplier = supplier;
    }

    /** Returns the annotations for all replies. */
    public Map<String, byte[]> always() {
        return supplier == null ? Map.of() : supplier.get();
    }

    /** Returns the annotations for a reply: those for all replies, and those that the served method has set. */
    public Map<String, byte[]> of(CallContext around) {
        Map<String, byte[]> prepared = CallContextAccess.takeResponseAnnotations(around);
        Map<String, byte[]> always = always();
        if (always.isEmpty() || prepared.isEmpty()) {
            return always.isEmpty() ? prepared : always;
        }
        Map<String, byte[]> both = new LinkedHashMap<>(always);
        both.putAll(prepared);
        return both;
    }
}
