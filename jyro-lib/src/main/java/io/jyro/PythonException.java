package io.jyro;

import java.io.Serial;
import java.util.Arrays;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * A Python exception raised by Java code: a Python caller catches it under its own type, a Java caller as a
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
 * <p>Java exceptions are already translated to the nearest Python type, such as {@code IllegalArgumentException} to
 * {@code ValueError}. Use this class for Python types without a Java counterpart, or for arguments beyond a message.
 */
public final class PythonException extends RemoteCallException {
    @Serial
    private static final long serialVersionUID = 1L;

    private PythonException(String type, @Nullable Object... arguments) {
        super("builtins." + type, Arrays.asList(arguments), Map.of());
    }

    /**
     * Returns an exception of one of Python's builtin types.
     *
     * @param type its name without module, such as {@code ProcessLookupError}
     * @param arguments the arguments of its constructor
     * @throws IllegalArgumentException if Python has no such exception
     */
    public static PythonException of(String type, @Nullable Object... arguments) {
        if (!PythonTypes.isBuiltin(type)) {
            throw new IllegalArgumentException("Python has no builtin exception '" + type
                    + "'; use one that it has, such as ValueError or KeyError");
        }
        return new PythonException(type, arguments);
    }

    /** Returns a {@code KeyError}: a dict, or something like one, has no such key. */
    public static PythonException keyError(@Nullable Object key) {
        return new PythonException("KeyError", key);
    }

    /** Returns an {@code IndexError}: a list, or something like one, has no such element. */
    public static PythonException indexError(String message) {
        return new PythonException("IndexError", message);
    }

    /** Returns a {@code ValueError}: a value has the right type but is not accepted. */
    public static PythonException valueError(String message) {
        return new PythonException("ValueError", message);
    }

    /** Returns a {@code TypeError}: a value has the wrong type. */
    public static PythonException typeError(String message) {
        return new PythonException("TypeError", message);
    }

    /** Returns an {@code AttributeError}: an object has no such attribute. */
    public static PythonException attributeError(String message) {
        return new PythonException("AttributeError", message);
    }

    /** Returns a {@code LookupError}: a key or index was not found. */
    public static PythonException lookupError(String message) {
        return new PythonException("LookupError", message);
    }

    /** Returns a {@code RuntimeError}, for errors that fit no other type. */
    public static PythonException runtimeError(String message) {
        return new PythonException("RuntimeError", message);
    }

    /** Returns a {@code NotImplementedError}: this operation is not implemented here. */
    public static PythonException notImplementedError(String message) {
        return new PythonException("NotImplementedError", message);
    }

    /** Returns an {@code AssertionError}: an asserted condition does not hold. */
    public static PythonException assertionError(String message) {
        return new PythonException("AssertionError", message);
    }

    /** Returns a {@code ZeroDivisionError}. */
    public static PythonException zeroDivisionError(String message) {
        return new PythonException("ZeroDivisionError", message);
    }

    /** Returns an {@code OverflowError}: the result of a computation is too large. */
    public static PythonException overflowError(String message) {
        return new PythonException("OverflowError", message);
    }

    /** Returns a {@code TimeoutError}, Python's builtin, not Pyro's. */
    public static PythonException timeoutError(String message) {
        return new PythonException("TimeoutError", message);
    }

    /** Returns a {@code FileNotFoundError}. */
    public static PythonException fileNotFoundError(String message) {
        return new PythonException("FileNotFoundError", message);
    }

    /** Returns a {@code PermissionError}. */
    public static PythonException permissionError(String message) {
        return new PythonException("PermissionError", message);
    }

    /** Returns an {@code OSError}; Python chooses the subclass by the number. */
    public static PythonException osError(int errno, String message) {
        return new PythonException("OSError", errno, message);
    }
}
