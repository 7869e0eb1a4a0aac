package io.jyro.serialize;

import java.util.Map;
import java.util.Set;

import io.jyro.PyroType;
import io.jyro.types.ClassDict;
import org.jspecify.annotations.Nullable;

/** Under which names Java types travel, and which name a dict came under. */
final class NamedTypes {
    /** Names in these modules mean something to Pyro on both sides, and must not be given another meaning. */
    private static final Set<String> RESERVED = Set.of("Pyro4", "Pyro5", "builtins", "exceptions");

    private NamedTypes() {}

    /**
     * What {@link PyroType} says of a class; null if it stands there not.
     *
     * @throws IllegalArgumentException if peers would refuse the name, or understand something else
     */
    static @Nullable String nameOf(Class<?> type) {
        PyroType marker = type.getAnnotation(PyroType.class);
        if (marker == null) {
            return null;
        }
        String name = marker.value();
        String wrong = wrongWith(name);
        if (wrong != null) {
            throw new IllegalArgumentException(
                    "@PyroType(\"" + name + "\") on " + type.getName() + ": " + wrong
                            + "; give it a name like house.Reading");
        }
        return name;
    }

    private static @Nullable String wrongWith(String name) {
        if (name.isBlank() || !name.equals(name.strip())) {
            return "a name cannot be empty, nor begin or end with a blank";
        }
        if (name.contains("__")) {
            return "Pyro refuses names with two underscores in a row";
        }
        int dot = name.indexOf('.');
        return RESERVED.contains(dot < 0 ? name : name.substring(0, dot)) || name.equals("float")
                ? "the name means something else to Pyro"
                : null;
    }

    /** The entries of what counts as a dict; null if it does not. A {@code __class__} may be among them. */
    static @Nullable Map<?, ?> entries(Object plain) {
        return plain instanceof Map<?, ?> dict
                ? dict
                : plain instanceof ClassDict named ? named.toDict() : null;
    }

    /** The name of the class that a dict came as; null if it is a plain dict, or none at all. */
    static @Nullable String classOf(@Nullable Object plain) {
        return switch (plain) {
            case ClassDict named -> named.className();
            case Map<?, ?> dict when dict.get(ClassDict.CLASS_KEY) instanceof String name -> name;
            case null, default -> null;
        };
    }

    /** Whether a dict may become the type that travels under a name, if it travels under one. */
    static boolean fits(@Nullable String wanted, Object plain) {
        if (wanted == null) {
            return true;
        }
        String given = classOf(plain);
        return given == null || given.equals(wanted);
    }
}
