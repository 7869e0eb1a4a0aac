package io.jyro;

import java.util.HashMap;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/** The hierarchy of Python's and Pyro's exception types, by their bare names. */
final class PythonTypes {
    private static final Map<String, String> PARENTS = parents();
    /** Aliases of other types. */
    private static final Map<String, String> ALIASES = Map.of("IOError", "OSError",
            "EnvironmentError", "OSError");
    private static final int MOST_LEVELS = 10;

    private PythonTypes() {}

    /** Returns whether a bare name is one of Python's builtin exceptions. */
    static boolean isBuiltin(String name) {
        return name.equals("BaseException")
                || PARENTS.containsKey("builtins." + ALIASES.getOrDefault(name, name));
    }

    /**
     * Returns whether a type is the wanted one or a subtype of it.
     *
     * @param given a name as received: bare, or with a module
     * @param wanted a bare name, or one with its module
     */
    static boolean is(String given, String wanted) {
        String full = full(wanted);
        String type = full(given);
        for (int i = 0; type != null && i < MOST_LEVELS; i++) {
            if (type.equals(full) || type.equals(wanted)
                    || wanted.indexOf('.') < 0 && type.endsWith("." + wanted)) {
                return true;
            }
            type = PARENTS.get(type);
        }
        return false;
    }

    /** Returns the name with its module, or null for an unknown type. */
    private static @Nullable String full(String name) {
        int dot = name.lastIndexOf('.');
        String module = dot < 0 ? "" : name.substring(0, dot);
        String bare = ALIASES.getOrDefault(name.substring(dot + 1), name.substring(dot + 1));
        return switch (module) {
            case "Pyro4.errors", "Pyro5.errors" -> "Pyro." + bare;
            case "builtins", "exceptions" -> "builtins." + bare;
            case "" -> isBuiltin(bare) || !PARENTS.containsKey("Pyro." + bare)
                    ? "builtins." + bare
                    : "Pyro." + bare;
            default -> name;
        };
    }

    private static Map<String, String> parents() {
        Map<String, String> table = new HashMap<>();
        builtins(table, "BaseException", "Exception GeneratorExit KeyboardInterrupt SystemExit");
        builtins(table, "Exception", "ArithmeticError AssertionError AttributeError BufferError"
                + " EOFError ImportError LookupError MemoryError NameError OSError ReferenceError"
                + " RuntimeError StopAsyncIteration StopIteration SyntaxError SystemError TypeError"
                + " ValueError Warning");
        builtins(table, "ArithmeticError", "FloatingPointError OverflowError ZeroDivisionError");
        builtins(table, "ImportError", "ModuleNotFoundError");
        builtins(table, "LookupError", "IndexError KeyError");
        builtins(table, "NameError", "UnboundLocalError");
        builtins(table, "OSError", "BlockingIOError ChildProcessError ConnectionError"
                + " FileExistsError FileNotFoundError InterruptedError IsADirectoryError"
                + " NotADirectoryError PermissionError ProcessLookupError TimeoutError");
        builtins(table, "ConnectionError", "BrokenPipeError ConnectionAbortedError"
                + " ConnectionRefusedError ConnectionResetError");
        builtins(table, "RuntimeError", "NotImplementedError RecursionError");
        builtins(table, "SyntaxError", "IndentationError");
        builtins(table, "IndentationError", "TabError");
        builtins(table, "ValueError", "UnicodeError");
        builtins(table, "UnicodeError",
                "UnicodeDecodeError UnicodeEncodeError UnicodeTranslateError");
        builtins(table, "Warning", "BytesWarning DeprecationWarning FutureWarning ImportWarning"
                + " PendingDeprecationWarning ResourceWarning RuntimeWarning SyntaxWarning"
                + " UnicodeWarning UserWarning");
        put(table, "builtins.Exception", "Pyro.", "PyroError");
        put(table, "Pyro.PyroError", "Pyro.",
                "CommunicationError DaemonError NamingError SecurityError");
        put(table, "Pyro.CommunicationError", "Pyro.",
                "ConnectionClosedError ProtocolError TimeoutError");
        put(table, "Pyro.ProtocolError", "Pyro.", "MessageTooLargeError SerializeError");
        put(table, "builtins.Exception", "sqlite3.", "Warning Error");
        put(table, "sqlite3.Error", "sqlite3.", "DatabaseError InterfaceError");
        put(table, "sqlite3.DatabaseError", "sqlite3.", "DataError IntegrityError InternalError"
                + " NotSupportedError OperationalError ProgrammingError");
        put(table, "builtins.Exception", "struct.", "error");
        return Map.copyOf(table);
    }

    private static void builtins(Map<String, String> table, String parent, String children) {
        put(table, "builtins." + parent, "builtins.", children);
    }

    private static void put(Map<String, String> table, String parent, String module,
            String children) {
        for (String child : children.split(" ", -1)) {
            table.put(module + child, parent);
        }
    }
}
