package io.jyro.nameserver;

import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.jyro.PyroUri;
import io.jyro.RemoteCallException;
import org.jspecify.annotations.Nullable;

/** What the arguments of calls mean, which arrive as whatever the client sent; refusals are in Pyro's words. */
final class WireValues {
    private WireValues() {}

    /** Whether Python counts a value as true. */
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

    /** A value that has to be a text. */
    static String text(@Nullable Object value, String what) {
        if (value instanceof String text) {
            return text;
        }
        throw typeError(what + " must be a str");
    }

    /** The text of a uri that was sent as an object or as text; the latter stays as it is if it is a uri. */
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

    /** A collection of tags; None is none at all. */
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

    /** A refusal that Python knows as its TypeError. */
    static RemoteCallException typeError(String text) {
        return new RemoteCallException("builtins.TypeError", List.of(text), Map.of());
    }
}
