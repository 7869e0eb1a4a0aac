package io.jyro.server.objects;

import java.lang.reflect.Method;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.jyro.Behavior;
import io.jyro.RemoteText;
import io.jyro.rpc.Metadata;
import io.jyro.text.Spelling;
import org.jspecify.annotations.Nullable;

/**
 * The exposed members of a class, determined once by {@link ExposureReader}. Immutable.
 *
 * @param behavior how instances are created; null if neither the class nor a supertype declares it
 * @param methods the overloads of each name
 * @param attributes the accessors of each name
 */
public record ExposedClass(Class<?> type, Metadata metadata, @Nullable Behavior behavior,
        Map<String, List<ExposedMember>> methods, Map<String, ExposedAttribute> attributes) {

    /** The accessors of an attribute; at most one is missing. */
    record ExposedAttribute(@Nullable ExposedMember getter, @Nullable ExposedMember setter) {}

    /** Returns the overload of a remote name that fits the arguments best, or throws Python's error if none fits. */
    ExposedMember method(String name, Arguments arguments) {
        return choose(requireMethod(name), name, arguments);
    }

    /** Returns the overloads of a remote name, or throws Python's error if there are none. */
    List<ExposedMember> requireMethod(String name) {
        List<ExposedMember> overloads = methods.get(name);
        if (overloads == null) {
            throw unreachable(name);
        }
        return overloads;
    }

    /** Returns the getter of an attribute, or throws Python's error if there is none. */
    ExposedMember getter(String name) {
        ExposedMember getter = attribute(name).getter();
        if (getter == null) {
            throw PythonErrors.attributeError(
                    "remote attribute '" + RemoteText.shown(name)
                            + "' cannot be read: its class has only a setter for it");
        }
        return getter;
    }

    /** Returns the setter of an attribute, or throws Python's error if there is none. */
    ExposedMember setter(String name) {
        ExposedMember setter = attribute(name).setter();
        if (setter == null) {
            throw PythonErrors.attributeError(
                    "can't set attribute '" + RemoteText.shown(name)
                            + "': its class has no setter for it");
        }
        return setter;
    }

    private ExposedAttribute attribute(String name) {
        ExposedAttribute attribute = attributes.get(name);
        if (attribute == null) {
            throw unknownAttribute(name);
        }
        return attribute;
    }

    private static ExposedMember choose(List<ExposedMember> overloads, String name,
            Arguments arguments) {
        if (overloads.size() == 1) {
            return overloads.getFirst();
        }
        ExposedMember best = null;
        int bestFit = 0;
        for (ExposedMember overload : overloads) {
            int fit = overload.fit(arguments);
            if (fit > bestFit) {
                best = overload;
                bestFit = fit;
            }
        }
        if (best == null) {
            throw ExposedMember.noneFits(name, arguments, overloads);
        }
        return best;
    }

    private RuntimeException unreachable(String name) {
        if (attributes.containsKey(name)) {
            return PythonErrors.attributeError("'" + RemoteText.shown(name)
                    + "' is a remote attribute, not a method: read it (in Java with Proxy.get)");
        }
        if (PrivateNames.contains(name)) {
            return PythonErrors
                    .attributeError(
                            "attempt to access private attribute '" + RemoteText.shown(name) + "'");
        }
        for (Method method : type.getMethods()) {
            if (method.getName().equals(name)) {
                return PythonErrors
                        .attributeError("attempt to access unexposed attribute '"
                                + RemoteText.shown(name) + "'"
                                + suggestion(name, methods.keySet()));
            }
        }
        return PythonErrors.attributeError(
                "'" + type.getSimpleName() + "' object has no attribute '" + RemoteText.shown(name)
                        + "'" + suggestion(name, methods.keySet()));
    }

    private RuntimeException unknownAttribute(String name) {
        return PythonErrors.attributeError(
                "attempt to access unexposed or unknown remote attribute '" + RemoteText.shown(name)
                        + "'" + (methods.containsKey(name)
                                ? ": it is a method, call it"
                                : suggestion(name, attributes.keySet())));
    }

    // The same text as in Python since 3.10.
    private static String suggestion(String name, Set<String> known) {
        List<String> near = Spelling.near(name, known);
        return near.isEmpty() ? "" : ". Did you mean: '" + near.getFirst() + "'?";
    }
}
