package io.jyro.serialize;

import java.util.Set;

import io.jyro.Dialect;
import org.jspecify.annotations.Nullable;

/**
 * The names of exceptions that a Python receiver can rebuild (docs/protocol.md, 3.3). Any other name makes a Python
 * client drop the connection, so only these names may be sent.
 */
final class PythonExceptions {
    /** Builtins since Python 3.5 whose constructors accept any arguments. */
    private static final Set<String> BUILTINS = Set.of("ArithmeticError", "AssertionError",
            "AttributeError",
            "BaseException", "BlockingIOError", "BrokenPipeError", "BufferError", "BytesWarning",
            "ChildProcessError", "ConnectionAbortedError", "ConnectionError",
            "ConnectionRefusedError",
            "ConnectionResetError", "DeprecationWarning", "EOFError", "EnvironmentError",
            "Exception",
            "FileExistsError", "FileNotFoundError", "FloatingPointError", "FutureWarning",
            "GeneratorExit",
            "IOError", "ImportError", "ImportWarning", "IndentationError", "IndexError",
            "InterruptedError",
            "IsADirectoryError", "KeyError", "KeyboardInterrupt", "LookupError", "MemoryError",
            "ModuleNotFoundError", "NameError", "NotADirectoryError", "NotImplementedError",
            "OSError",
            "OverflowError", "PendingDeprecationWarning", "PermissionError", "ProcessLookupError",
            "RecursionError", "ReferenceError", "ResourceWarning", "RuntimeError", "RuntimeWarning",
            "StopAsyncIteration", "StopIteration", "SyntaxError", "SyntaxWarning", "SystemError",
            "SystemExit",
            "TabError", "TimeoutError", "TypeError", "UnboundLocalError", "UnicodeError",
            "UnicodeWarning",
            "UserWarning", "ValueError", "Warning", "ZeroDivisionError");

    /** Builtins whose constructors take five fixed arguments, one of them bytes, which serpent turns into a dict. */
    private static final Set<String> FIXED_SIGNATURE = Set.of("UnicodeDecodeError",
            "UnicodeEncodeError",
            "UnicodeTranslateError");

    private static final Set<String> SQLITE = Set.of("DataError", "DatabaseError", "Error",
            "IntegrityError",
            "InterfaceError", "InternalError", "NotSupportedError", "OperationalError",
            "ProgrammingError");

    private static final Set<String> PYRO = Set.of("CommunicationError", "ConnectionClosedError",
            "DaemonError",
            "MessageTooLargeError", "NamingError", "ProtocolError", "PyroError", "SecurityError",
            "SerializeError",
            "TimeoutError");

    private PythonExceptions() {}

    /**
     * Returns the same or the nearest name under which an exception can be passed on, or null if a Python receiver
     * would refuse it.
     *
     * @param name the received name: bare, or with a module
     */
    static @Nullable String sendable(String name, Dialect dialect) {
        int dot = name.lastIndexOf('.');
        String module = dot < 0 ? "" : name.substring(0, dot);
        String type = name.substring(dot + 1);
        return switch (module) {
            // Pyro's errors hide builtins of the same bare name
            case "" -> PYRO.contains(type) ? pyro(type, dialect) : builtin(type);
            case "builtins", "exceptions" -> builtin(type);
            case "Pyro4.errors", "Pyro5.errors" ->
                pyro(PYRO.contains(type) ? type : "PyroError", dialect);
            case "sqlite3" -> SQLITE.contains(type) ? name : null;
            case "struct" -> type.equals("error") && dialect == Dialect.V502 ? name : null;
            default -> null;
        };
    }

    /** Returns the bare name of the Pyro error with a received name, in either dialect, or null. */
    static @Nullable String pyroError(String name) {
        String type = isPyroModule(name) ? name.substring("PyroN.errors.".length()) : name;
        return PYRO.contains(type) ? type : null;
    }

    /** Returns whether a received name belongs to Pyro's own exceptions, known or not. */
    static boolean isPyroModule(String name) {
        return name.startsWith("Pyro4.errors.") || name.startsWith("Pyro5.errors.");
    }

    /** Returns the full name of one of Pyro's errors in a dialect. */
    static String pyro(String type, Dialect dialect) {
        return dialect.pyro() + ".errors." + type;
    }

    private static @Nullable String builtin(String type) {
        if (FIXED_SIGNATURE.contains(type)) {
            return "builtins.UnicodeError";
        }
        return BUILTINS.contains(type) ? "builtins." + type : null;
    }
}
