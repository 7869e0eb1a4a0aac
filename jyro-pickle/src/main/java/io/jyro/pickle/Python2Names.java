package io.jyro.pickle;

import java.util.Map;

/** Python 2's names of the builtins of Python 3. Python 3 itself accepts these names, too, in protocol 2. */
final class Python2Names {
    private static final String BUILTINS = "builtins.";

    /** Exceptions that Python 2 lacks, with the nearest one that it has. */
    private static final Map<String, String> EXCEPTIONS = Map.ofEntries(
            Map.entry("BlockingIOError", "OSError"), Map.entry("BrokenPipeError", "OSError"),
            Map.entry("ChildProcessError", "OSError"), Map.entry("ConnectionError", "OSError"),
            Map.entry("ConnectionAbortedError", "OSError"),
            Map.entry("ConnectionRefusedError", "OSError"),
            Map.entry("ConnectionResetError", "OSError"), Map.entry("FileExistsError", "OSError"),
            Map.entry("FileNotFoundError", "OSError"), Map.entry("InterruptedError", "OSError"),
            Map.entry("IsADirectoryError", "OSError"), Map.entry("NotADirectoryError", "OSError"),
            Map.entry("PermissionError", "OSError"), Map.entry("ProcessLookupError", "OSError"),
            Map.entry("TimeoutError", "OSError"), Map.entry("ModuleNotFoundError", "ImportError"),
            Map.entry("RecursionError", "RuntimeError"),
            Map.entry("StopAsyncIteration", "Exception"),
            Map.entry("ResourceWarning", "RuntimeWarning"));

    private Python2Names() {}

    static String of(String python3) {
        if (!python3.startsWith(BUILTINS)) {
            return python3;
        }
        String name = python3.substring(BUILTINS.length());
        if (new Global(python3).isException()) {
            return "exceptions." + EXCEPTIONS.getOrDefault(name, name);
        }
        return "__builtin__." + (name.equals("range") ? "xrange" : name);
    }
}
