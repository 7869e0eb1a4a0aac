package io.jyro.serialize.bind;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

/**
 * Binding of an enum: converts text, which must be the exact name of a constant, and for an enum with a name on the
 * wire also class dicts of that name.
 */
final class EnumBinding extends ObjectBinding {
    private static final int MAX_LISTED = 20;

    private final Map<String, Object> constants = new LinkedHashMap<>();
    private final @Nullable String className;

    EnumBinding(Class<?> type) {
        super(type, type, NamedTypes.nameOf(type));
        className = NamedTypes.nameOf(type);
        for (Object constant : type.getEnumConstants()) {
            constants.put(((Enum<?>) constant).name(), constant);
        }
    }

    /** Returns whether a text is the name of a constant. */
    boolean has(String constant) {
        return constants.containsKey(constant);
    }

    @Override
    @Nullable
    Object convertOther(Object plain, ConversionBudget budget) {
        String name = constantName(plain);
        Object constant = name == null ? null : constants.get(name);
        if (constant == null) {
            throw mismatch(name == null ? PythonNames.of(plain) : "str that is none of " + names(),
                    null);
        }
        return constant;
    }

    private @Nullable String constantName(Object plain) {
        if (plain instanceof CharSequence text) {
            return text.toString();
        }
        Map<?, ?> dict = className != null && className.equals(NamedTypes.classOf(plain))
                ? NamedTypes.entries(plain)
                : null;
        return dict != null && dict.get(NamedTypes.CONSTANT) instanceof String name ? name : null;
    }

    private String names() {
        return constants.keySet().stream().limit(MAX_LISTED).collect(Collectors.joining(", "))
                + (constants.size() > MAX_LISTED ? ", ..." : "");
    }

    @Override
    int fitOther(Object plain, ConversionBudget budget) {
        String name = constantName(plain);
        return name != null && has(name) ? 600 : UNFIT;
    }
}
