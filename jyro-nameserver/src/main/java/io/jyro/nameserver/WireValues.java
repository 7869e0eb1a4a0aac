package io.jyro.nameserver;

import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.jyro.PyroUri;
import io.jyro.RemoteCallException;
import org.jspecify.annotations.Nullable;

/** Interprets the arguments of calls, which may be of any type that a client sent; errors have Pyro's texts. */
final class WireValues {
    private WireValues() {}

    /** Returns whether a value is true in Python. */
    static boolean isTrue(@Nullable Object value) {
        return switch (value) {
            case null -> false;
            case Boolean flag -> flag;
            case Number number -> number.doubleValue() != 0;
            case CharSequence text -> !text.isEmpty();
            case Collection<?> collection -> !collection.isEmpty();
            case Map<?, ?> map -> !map.isEmpty();
            default -> true;
        };
    }

    /** Returns a value that has to be a text. */
    static String text(@Nullable Object value, String what) {
        if (value instanceof String text) {
            return text;
        }
        throw typeError(what + " must be a str");
    }

    /** Returns the text of a uri that was sent as an object or as text; a valid text is returned unchanged. */
    static String uriText(@Nullable Object value) {
        return switch (value) {
            case PyroUri uri -> uri.toString();
            case String text -> {
                PyroUri.parse(text);
                yield text;
            }
            case null, default -> throw typeError("only URIs or strings can be registered");
        };
    }

    /** Returns a collection of tags; None means no tags. */
    static Set<String> tags(@Nullable Object value, String what) {
        Collection<?> tags = switch (value) {
            case null -> Set.of();
            case String text -> throw typeError(
                    what + " should not be a str, but another iterable (set, list, etc)");
            case Collection<?> collection -> collection;
            case Map<?, ?> map -> map.keySet();
            case Boolean flag -> throw notIterable("bool");
            case Double number -> throw notIterable("float");
            case Number number -> throw notIterable("int");
            default -> throw notIterable(value.getClass().getSimpleName());
        };
        Set<String> texts = new LinkedHashSet<>();
        for (Object tag : tags) {
            texts.add(text(tag, "each tag in " + what));
        }
        return texts;
    }

    private static RemoteCallException notIterable(String type) {
        return typeError("'" + type + "' object is not iterable");
    }

    /** Returns an error that arrives in Python as a TypeError. */
    static RemoteCallException typeError(String text) {
        return new RemoteCallException("builtins.TypeError", List.of(text), Map.of());
    }
}
