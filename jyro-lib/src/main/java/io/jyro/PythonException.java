package io.jyro;

import java.io.Serial;
import java.util.Arrays;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * An exception of Python that Java code raises: a Python caller catches it as what it is, a Java caller as a
 * {@link RemoteCallException} of that type.
 *
 * {@snippet :
 * public Reading reading(String room) {
 *     if (!readings.containsKey(room)) {
 *         throw PythonException.keyError(room);
 *     }
 *     return readings.get(room);
 * }
 * }
 *
 * <p>Exceptions of Java become the nearest of Python too, such as {@code IllegalArgumentException} a {@code ValueError};
 * this class is for those that have no such relative, and for more arguments than a message.
 */
public final class PythonException extends RemoteCallException {
    @Serial
    private static final long serialVersionUID = 1L;

    private PythonException(String type, @Nullable Object... arguments) {
        super("builtins." + type, Arrays.asList(arguments), Map.of());
    }

    /**
     * An exception of any of Python's builtin types.
     *
     * @param type its name without module, such as {@code ProcessLookupError}
     * @param arguments what Python constructs it with
     * @throws IllegalArgumentException if Python has no such exception
     */
    public static PythonException of(String type, @Nullable Object... arguments) {
        if (!PythonTypes.isBuiltin(type)) {
            throw new IllegalArgumentException("Python has no builtin exception '" + type
                    + "'; use one that it has, such as ValueError or KeyError");
        }
        return new PythonException(type, arguments);
    }

    /** A dict, or what behaves like one, has no such key. */
    public static PythonException keyError(@Nullable Object key) {
        return new PythonException("KeyError", key);
    }

    /** A list, or what behaves like one, has no such element. */
    public static PythonException indexError(String message) {
        return new PythonException("IndexError", message);
    }

    /** A value is of the right type, but not one that is accepted. */
    public static PythonException valueError(String message) {
        return new PythonException("ValueError", message);
    }

    /** A value is of the wrong type. */
    public static PythonException typeError(String message) {
        return new PythonException("TypeError", message);
    }

    /** An object has no such attribute. */
    public static PythonException attributeError(String message) {
        return new PythonException("AttributeError", message);
    }

    /** Something is looked up and not found. */
    public static PythonException lookupError(String message) {
        return new PythonException("LookupError", message);
    }

    /** Something went wrong that no other type is for. */
    public static PythonException runtimeError(String message) {
        return new PythonException("RuntimeError", message);
    }

    /** Something is not implemented here, and may be elsewhere. */
    public static PythonException notImplementedError(String message) {
        return new PythonException("NotImplementedError", message);
    }

    /** A condition that was asserted does not hold. */
    public static PythonException assertionError(String message) {
        return new PythonException("AssertionError", message);
    }

    /** A division by zero. */
    public static PythonException zeroDivisionError(String message) {
        return new PythonException("ZeroDivisionError", message);
    }

    /** A number is too large for what is computed with it. */
    public static PythonException overflowError(String message) {
        return new PythonException("OverflowError", message);
    }

    /** Something did not happen in time; Python's builtin, not Pyro's. */
    public static PythonException timeoutError(String message) {
        return new PythonException("TimeoutError", message);
    }

    /** A file does not exist. */
    public static PythonException fileNotFoundError(String message) {
        return new PythonException("FileNotFoundError", message);
    }

    /** Something is not allowed. */
    public static PythonException permissionError(String message) {
        return new PythonException("PermissionError", message);
    }

    /** An error of the operating system; Python chooses the subclass by the number. */
    public static PythonException osError(int errno, String message) {
        return new PythonException("OSError", errno, message);
    }
}
