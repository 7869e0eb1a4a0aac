package io.jyro.pickle;

import java.util.Set;

import io.jyro.RemoteText;
import io.jyro.SerializationException;

/**
 * A Python class or function that a pickle names. Only the name is ever used: to look it up in a table, and in error
 * messages.
 *
 * @param fullName module, dot, name; builtins have their Python 3 names
 */
record Global(String fullName) {
    private static final Set<String> EXCEPTIONS_OF_OTHER_NAMES = Set.of("builtins.StopIteration",
            "builtins.StopAsyncIteration", "builtins.GeneratorExit", "builtins.KeyboardInterrupt",
            "builtins.SystemExit", "builtins.ExceptionGroup", "builtins.BaseExceptionGroup");

    static Global of(String module, String name) {
        return switch (module) {
            case "__builtin__" -> new Global("builtins." + builtin(name));
            case "exceptions" -> new Global("builtins." + name);
            case "copy_reg" -> new Global("copyreg." + name);
            default -> new Global(module + "." + name);
        };
    }

    private static String builtin(String python2) {
        return switch (python2) {
            case "xrange" -> "range";
            case "unicode" -> "str";
            case "long" -> "int";
            default -> python2;
        };
    }

    /** Returns the member that Python's getattr would find, by name only. */
    Global attribute(String name) {
        return new Global(fullName + "." + name);
    }

    /** Returns whether the name is that of a Python exception. */
    boolean isException() {
        return fullName.endsWith("Error") || fullName.endsWith("Exception")
                || fullName.endsWith("Warning") || EXCEPTIONS_OF_OTHER_NAMES.contains(fullName);
    }

    /** Returns the error for a pickle that would have to call it. */
    SerializationException notCalled() {
        return new SerializationException("it wants " + shownName()
                + " to be called; nothing that a pickle names is loaded or called here. "
                + advice());
    }

    /** Returns the error for a pickle that uses it as a value. */
    SerializationException noValue() {
        return new SerializationException("it has the class or function " + shownName()
                + " itself as a value, which means nothing here. " + advice());
    }

    /** Returns its name as messages show it. */
    String shownName() {
        return RemoteText.shown(fullName);
    }

    private String advice() {
        if (fullName.startsWith("dill.") || fullName.startsWith("cloudpickle.")) {
            return "Functions and classes that dill or cloudpickle pickled need Python; send plain data";
        }
        if (fullName.equals("builtins.getattr")) {
            return "If this is a member of an enum, send its name or its value";
        }
        return "Send plain data, or register a converter for it with"
                + " TypeRegistry.registerDictToClass";
    }
}
