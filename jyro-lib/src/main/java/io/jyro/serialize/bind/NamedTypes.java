package io.jyro.serialize.bind;

import java.util.Map;
import java.util.Set;

import io.jyro.PyroType;
import io.jyro.types.ClassDict;
import org.jspecify.annotations.Nullable;

/** The names of Java types on the wire, and the class names of received dicts. */
public final class NamedTypes {
    /** The key of the constant's name in the class dict of an enum. */
    public static final String CONSTANT = "name";

    /** Modules whose names have a meaning for Pyro in both languages, which must not be changed. */
    private static final Set<String> RESERVED = Set.of("Pyro4", "Pyro5", "builtins", "exceptions");

    private NamedTypes() {}

    /**
     * Returns the name in the {@link PyroType} of a class; null if the class is not annotated.
     *
     * @throws IllegalArgumentException if peers would refuse the name, or give it another meaning
     */
    public static @Nullable String nameOf(Class<?> type) {
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

    /** Returns the entries of a dict or class dict; null if it is neither. A {@code __class__} may be among them. */
    static @Nullable Map<?, ?> entries(Object plain) {
        return plain instanceof Map<?, ?> dict
                ? dict
                : plain instanceof ClassDict named ? named.toDict() : null;
    }

    /** Returns the class name of a class dict; null if the value is a plain dict, or not a dict. */
    static @Nullable String classOf(@Nullable Object plain) {
        return switch (plain) {
            case ClassDict named -> named.className();
            case Map<?, ?> dict when dict.get(ClassDict.CLASS_KEY) instanceof String name -> name;
            case null, default -> null;
        };
    }

    /** Returns whether a dict may become the type with a wire name, or with none. */
    static boolean fits(@Nullable String wanted, Object plain) {
        if (wanted == null) {
            return true;
        }
        String given = classOf(plain);
        return given == null || given.equals(wanted);
    }
}
