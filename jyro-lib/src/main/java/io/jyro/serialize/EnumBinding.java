package io.jyro.serialize;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

/** Of an enum, by the exact names of its constants. */
final class EnumBinding extends Binding {
    private static final int MAX_LISTED = 20;

    private final Map<String, Object> constants = new LinkedHashMap<>();

    EnumBinding(Class<?> type) {
        super(type, type);
        for (Object constant : type.getEnumConstants()) {
            constants.put(((Enum<?>) constant).name(), constant);
        }
    }

    @Override
    public @Nullable Object bind(@Nullable Object plain) {
        if (plain == null || type().isInstance(plain)) {
            return plain;
        }
        Object constant = plain instanceof CharSequence text
                ? constants.get(text.toString())
                : null;
        if (constant == null) {
            throw mismatch(plain instanceof CharSequence
                    ? "str that is none of " + names()
                    : PythonNames.of(plain), null);
        }
        return constant;
    }

    private String names() {
        return constants.keySet().stream().limit(MAX_LISTED).collect(Collectors.joining(", "))
                + (constants.size() > MAX_LISTED ? ", ..." : "");
    }

    @Override
    public int score(@Nullable Object plain) {
        if (plain == null) {
            return NONE;
        }
        return type().isInstance(plain)
                ? EXACT
                : plain instanceof CharSequence text && constants.containsKey(text.toString())
                        ? 600
                        : UNFIT;
    }
}
