package io.jyro.serialize;

import java.io.EOFException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.ObjectStreamException;
import java.io.UncheckedIOException;
import java.io.UnsupportedEncodingException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.UndeclaredThrowableException;
import java.net.ConnectException;
import java.net.MalformedURLException;
import java.net.SocketTimeoutException;
import java.net.URISyntaxException;
import java.nio.BufferOverflowException;
import java.nio.BufferUnderflowException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.text.ParseException;
import java.time.DateTimeException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EmptyStackException;
import java.util.InputMismatchException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.MissingResourceException;
import java.util.NoSuchElementException;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;

import io.jyro.CallTimeoutException;
import io.jyro.CommunicationException;
import io.jyro.ConnectionClosedException;
import io.jyro.DaemonException;
import io.jyro.Dialect;
import io.jyro.MessageTooLargeException;
import io.jyro.NamingException;
import io.jyro.ProtocolException;
import io.jyro.PyroException;
import io.jyro.PyroSecurityException;
import io.jyro.RemoteCallException;
import io.jyro.RemoteText;
import io.jyro.SerializationException;
import io.jyro.TypeMismatchException;
import io.jyro.serialize.bind.PythonNames;
import io.jyro.text.BoundedText;
import io.jyro.types.Tuple;
import org.jspecify.annotations.Nullable;

/**
 * Maps exceptions to and from the wire: which Python exception a Java one becomes, what is sent of it, and which Java
 * exception a received one becomes. The whole table is in {@code docs/exceptions.md}.
 *
 * @see "docs/protocol.md, 3.3 Exception results"
 */
public final class ExceptionMapping {
    /** The attribute with the original class name of an exception that is sent under another name. */
    public static final String ORIGINAL_TYPE = "originalType";

    private static final String TRACEBACK = "_pyroTraceback";
    /** A second copy of the traceback, under a name that Python does not overwrite when it passes the exception on. */
    private static final String INNER_TRACEBACK = "_jyroTraceback";
    private static final int MAX_WRAPPERS = 8;
    private static final int LONGEST_SHOWN = 200;

    /** The nearest superclass in this table decides. */
    private static final Map<Class<? extends Throwable>, String> BUILTINS = builtins();
    private static final Map<Class<? extends Throwable>, String> PYRO = pyro();

    /** Exceptions that only wrap another one, which is sent instead. */
    private static final Set<Class<? extends Throwable>> WRAPPERS = Set.of(
            UncheckedIOException.class,
            InvocationTargetException.class, UndeclaredThrowableException.class,
            ExecutionException.class,
            CompletionException.class, ExceptionInInitializerError.class);

    private static final ClassValue<Name> NAMES = new ClassValue<>() {
        @Override
        protected Name computeValue(Class<?> type) {
            return name(type);
        }
    };

    private ExceptionMapping() {}

    /**
     * Returns the class dict of an exception: its Python type, its message as the only argument, its stack as
     * {@code _pyroTraceback} and {@code _jyroTraceback} and, unless it is Jyro's own, the values of its getters and its
     * class name as {@link #ORIGINAL_TYPE}. A remote exception is passed on unchanged if Python knows its type; so is a
     * {@link io.jyro.PythonException}.
     *
     * @param detailed whether the traceback is detailed
     */
    static Map<String, @Nullable Object> toDict(Throwable thrown, Dialect dialect,
            boolean detailed) {
        Throwable speaker = speaker(thrown);
        Map<String, @Nullable Object> attributes = new LinkedHashMap<>();
        List<? extends @Nullable Object> arguments;
        String type = typeOf(speaker, dialect);
        if (speaker instanceof PyroException remote && remote.hasRemoteParts()) {
            attributes.putAll(remote.remoteAttributes());
            arguments = remote.remoteArguments();
        } else {
            String message = speaker.getMessage();
            arguments = message == null ? List.of() : List.of(message);
        }
        if (speaker instanceof RemoteCallException remote) {
            if (PythonExceptions.sendable(remote.pythonType(), dialect) == null) {
                attributes.putIfAbsent(ORIGINAL_TYPE, remote.pythonType());
            }
        } else if (!PYRO.containsKey(speaker.getClass())) {
            attributes.putAll(ExceptionProperties.of(speaker));
            attributes.put(ORIGINAL_TYPE, speaker.getClass().getName());
        }
        if (!isMerelyAValue(thrown)) {
            addTraceback(attributes, thrown, detailed);
        }
        return dict(type, arguments, attributes);
    }

    /** Returns whether an exception came from a peer as a value, without a traceback, and was not thrown here. */
    private static boolean isMerelyAValue(Throwable thrown) {
        return thrown instanceof PyroException received && received.hasRemoteParts()
                && received.remoteTraceback().isEmpty() && received.getStackTrace().length == 0;
    }

    /** Adds the stack of an exception to its attributes, unless they already contain one. */
    static void addTraceback(Map<? super String, @Nullable Object> attributes, Throwable thrown,
            boolean detailed) {
        List<String> traceback = PythonTraceback.of(thrown, detailed);
        attributes.putIfAbsent(TRACEBACK, traceback);
        attributes.putIfAbsent(INNER_TRACEBACK, traceback);
    }

    /**
     * Returns the exception with which the reply that opens an item stream informs clients without support for streams.
     *
     * @see "docs/protocol.md, 3.7 Item streaming"
     */
    public static Map<String, @Nullable Object> streamOpened(Dialect dialect) {
        return dict(PythonExceptions.pyro("ProtocolError", dialect),
                List.of("result of call is an iterator"),
                noTraceback());
    }

    private static Map<String, @Nullable Object> noTraceback() {
        Map<String, @Nullable Object> attributes = new LinkedHashMap<>();
        attributes.put(TRACEBACK, null);
        return attributes;
    }

    private static Map<String, @Nullable Object> dict(String type,
            List<? extends @Nullable Object> arguments,
            Map<String, @Nullable Object> attributes) {
        Map<String, @Nullable Object> dict = LinkedHashMap.newLinkedHashMap(4);
        dict.put("__class__", type);
        dict.put("__exception__", true);
        dict.put("args", Tuple.copyOf(arguments));
        dict.put("attributes", attributes);
        return dict;
    }

    private static Throwable speaker(Throwable thrown) {
        Throwable speaker = thrown;
        for (int i = 0; i < MAX_WRAPPERS && speaker.getCause() != null; i++) {
            if (!WRAPPERS.contains(speaker.getClass())) {
                break;
            }
            speaker = speaker.getCause();
        }
        return speaker;
    }

    private static String typeOf(Throwable speaker, Dialect dialect) {
        if (speaker instanceof RemoteCallException remote) {
            String sendable = PythonExceptions.sendable(remote.pythonType(), dialect);
            return sendable != null ? sendable : "builtins.RuntimeError";
        }
        if (speaker instanceof ArithmeticException) {
            return "builtins." + arithmetic(speaker.getMessage());
        }
        return NAMES.get(speaker.getClass()).in(dialect);
    }

    /** Distinguishes ArithmeticExceptions by their JDK messages, since Java has one class for all of them. */
    private static String arithmetic(@Nullable String message) {
        if (message != null && message.contains("by zero")) {
            return "ZeroDivisionError";
        }
        return message != null && message.endsWith("overflow")
                ? "OverflowError"
                : "ArithmeticError";
    }

    private static Name name(Class<?> type) {
        for (Class<?> level = type; level != null; level = level.getSuperclass()) {
            String pyro = PYRO.get(level);
            if (pyro != null) {
                return new Name(true, pyro);
            }
            String builtin = BUILTINS.get(level);
            if (builtin != null) {
                return new Name(false, builtin);
            }
        }
        return new Name(false, "RuntimeError");
    }

    /**
     * Returns the exception that a class dict represents, or null if the dict is not an exception. Pyro's
     * {@code SerializeError}, {@code NamingError}, {@code DaemonError} and {@code SecurityError} become the
     * corresponding class of Jyro, all others a {@link RemoteCallException} that keeps everything. No class is loaded
     * by name.
     *
     * @throws SerializationException if the arguments or attributes are malformed
     */
    static @Nullable PyroException fromDict(String className,
            Map<?, ? extends @Nullable Object> dict) {
        if (!Boolean.TRUE.equals(dict.get("__exception__"))
                && !PythonExceptions.isPyroModule(className)
                && !className.equals("struct.error")) {
            return null;
        }
        List<@Nullable Object> arguments = arguments(className, dict.get("args"));
        Map<String, @Nullable Object> attributes = attributes(className, dict.get("attributes"));
        List<String> traceback = pieces(attributes.remove(TRACEBACK));
        List<String> inner = pieces(attributes.remove(INNER_TRACEBACK));

        PyroException exception = exception(className, arguments, attributes);
        if (inner.isEmpty() || inner.equals(traceback)) {
            exception.receivedWith(traceback);
        } else {
            // Python passed the exception on and replaced the traceback with its own
            exception.receivedWith(PythonTraceback.joined(traceback, inner));
        }
        return exception;
    }

    private static List<String> pieces(@Nullable Object traceback) {
        return switch (traceback) {
            case List<?> pieces -> pieces.stream()
                    .map(piece -> piece instanceof String text ? text : shown(piece)).toList();
            case String text -> List.of(text);
            case null, default -> List.of();
        };
    }

    private static PyroException exception(String className, List<@Nullable Object> arguments,
            Map<String, @Nullable Object> attributes) {
        PyroException own = ownException(className);
        if (own != null) {
            own.attachRemoteParts(arguments, attributes);
            return own;
        }
        return new RemoteCallException(className, arguments, attributes);
    }

    /**
     * Returns Jyro's exception for one of Pyro's errors, or null. Communication errors are excluded: a remote one must
     * not be mistaken for an error of our own connection.
     */
    private static @Nullable PyroException ownException(String className) {
        String pyro = PythonExceptions.pyroError(className);
        return switch (pyro) {
            case "SerializeError" -> new SerializationException(null);
            case "NamingError" -> new NamingException(null);
            case "DaemonError" -> new DaemonException(null);
            case "SecurityError" -> new PyroSecurityException(null);
            case null, default -> null;
        };
    }

    private static List<@Nullable Object> arguments(String className, @Nullable Object args) {
        if (args == null) {
            return List.of();
        }
        if (args instanceof List<?> list) {
            return Collections.unmodifiableList(new ArrayList<@Nullable Object>(list));
        }
        throw malformed(className, "args", "a tuple or list", args);
    }

    private static Map<String, @Nullable Object> attributes(String className,
            @Nullable Object attributes) {
        Map<String, @Nullable Object> copy = new LinkedHashMap<>();
        if (attributes instanceof Map<?, ?> map) {
            map.forEach((name, value) -> copy.put(name instanceof String text ? text : shown(name),
                    value));
        } else if (attributes != null) {
            throw malformed(className, "attributes", "a dict", attributes);
        }
        return copy;
    }

    private static String shown(@Nullable Object value) {
        return BoundedText.of(value, LONGEST_SHOWN);
    }

    private static SerializationException malformed(String className, String key, String wanted,
            Object given) {
        return new SerializationException(
                "exception " + RemoteText.shown(className) + " is malformed: '" + key + "' must be "
                        + wanted
                        + ", not " + PythonNames.of(given));
    }

    /** Returns the table of Java's exceptions, for the test of its documentation. */
    static Map<Class<? extends Throwable>, String> builtinTable() {
        return BUILTINS;
    }

    /** Returns the table of Jyro's exceptions, for the test of its documentation. */
    static Map<Class<? extends Throwable>, String> pyroTable() {
        return PYRO;
    }

    private static Map<Class<? extends Throwable>, String> builtins() {
        Map<Class<? extends Throwable>, String> table = new LinkedHashMap<>();
        table.put(IllegalArgumentException.class, "ValueError");
        table.put(DateTimeException.class, "ValueError");
        table.put(NegativeArraySizeException.class, "ValueError");
        table.put(InputMismatchException.class, "ValueError");
        table.put(ParseException.class, "ValueError");
        table.put(URISyntaxException.class, "ValueError");
        table.put(MalformedURLException.class, "ValueError");
        table.put(CharacterCodingException.class, "UnicodeError");
        table.put(NullPointerException.class, "TypeError");
        table.put(ClassCastException.class, "TypeError");
        table.put(ArrayStoreException.class, "TypeError");
        table.put(ObjectStreamException.class, "TypeError");
        table.put(TypeMismatchException.class, "TypeError");
        table.put(IndexOutOfBoundsException.class, "IndexError");
        table.put(EmptyStackException.class, "IndexError");
        table.put(NoSuchElementException.class, "LookupError");
        table.put(MissingResourceException.class, "LookupError");
        table.put(UnsupportedEncodingException.class, "LookupError");
        table.put(NoSuchFieldException.class, "AttributeError");
        table.put(NoSuchMethodException.class, "AttributeError");
        table.put(ClassNotFoundException.class, "ImportError");
        table.put(LinkageError.class, "ImportError");
        table.put(ArithmeticException.class, "ArithmeticError");
        table.put(UnsupportedOperationException.class, "NotImplementedError");
        table.put(BufferOverflowException.class, "BufferError");
        table.put(BufferUnderflowException.class, "BufferError");
        table.put(IOException.class, "OSError");
        table.put(FileNotFoundException.class, "FileNotFoundError");
        table.put(NoSuchFileException.class, "FileNotFoundError");
        table.put(FileAlreadyExistsException.class, "FileExistsError");
        table.put(NotDirectoryException.class, "NotADirectoryError");
        table.put(AccessDeniedException.class, "PermissionError");
        table.put(SecurityException.class, "PermissionError");
        table.put(EOFException.class, "EOFError");
        table.put(ConnectException.class, "ConnectionError");
        table.put(SocketTimeoutException.class, "TimeoutError");
        table.put(TimeoutException.class, "TimeoutError");
        table.put(InterruptedIOException.class, "InterruptedError");
        table.put(ClosedByInterruptException.class, "InterruptedError");
        table.put(InterruptedException.class, "InterruptedError");
        table.put(AssertionError.class, "AssertionError");
        table.put(StackOverflowError.class, "RecursionError");
        table.put(OutOfMemoryError.class, "MemoryError");
        table.put(VirtualMachineError.class, "SystemError");
        table.put(Throwable.class, "RuntimeError");
        return Collections.unmodifiableMap(table);
    }

    private static Map<Class<? extends Throwable>, String> pyro() {
        Map<Class<? extends Throwable>, String> table = new LinkedHashMap<>();
        table.put(PyroException.class, "PyroError");
        table.put(CommunicationException.class, "CommunicationError");
        table.put(ConnectionClosedException.class, "ConnectionClosedError");
        table.put(CallTimeoutException.class, "TimeoutError");
        table.put(ProtocolException.class, "ProtocolError");
        table.put(MessageTooLargeException.class, "MessageTooLargeError");
        table.put(SerializationException.class, "SerializeError");
        table.put(NamingException.class, "NamingError");
        table.put(DaemonException.class, "DaemonError");
        table.put(PyroSecurityException.class, "SecurityError");
        return Collections.unmodifiableMap(table);
    }

    private record Name(boolean isPyro, String type) {
        String in(Dialect dialect) {
            return isPyro ? PythonExceptions.pyro(type, dialect) : "builtins." + type;
        }
    }
}
