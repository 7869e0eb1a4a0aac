package io.jyro;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * The root of everything that Jyro throws of its own accord; Pyro's {@code PyroError}.
 * Unchecked, since users' own interfaces cannot declare it.
 */
public class PyroException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private List<String> remoteTraceback = List.of();
    private int remoteFrames;
    // transient, for what is in them need not be Serializable
    private transient @Nullable List<@Nullable Object> remoteArguments;
    private transient @Nullable Map<String, @Nullable Object> remoteAttributes;

    /** With what went wrong and what to do about it. */
    public PyroException(@Nullable String message) {
        super(message);
    }

    /** With what went wrong, what to do about it, and why. */
    public PyroException(@Nullable String message, @Nullable Throwable cause) {
        super(message, cause);
    }

    /** With the parts of a remote exception. */
    PyroException(String message, List<? extends @Nullable Object> arguments,
            Map<String, ? extends @Nullable Object> attributes) {
        super(message);
        remoteArguments = Collections.unmodifiableList(new ArrayList<>(arguments));
        remoteAttributes = Collections.unmodifiableMap(new LinkedHashMap<>(attributes));
    }

    /**
     * What the remote side constructed the exception with, usually its message alone; unmodifiable; empty if this was
     * raised here.
     */
    public List<@Nullable Object> remoteArguments() {
        return remoteArguments == null ? List.of() : remoteArguments;
    }

    /**
     * The attributes that the exception had on the remote side by name, without its traceback; unmodifiable; empty if
     * this was raised here.
     */
    public Map<String, @Nullable Object> remoteAttributes() {
        return remoteAttributes == null ? Map.of() : remoteAttributes;
    }

    /** Whether it has the arguments and attributes of a remote exception, which it takes along when it travels on. */
    public boolean hasRemoteParts() {
        return remoteArguments != null;
    }

    /** Keeps arguments and attributes of the remote exception. For the thread that made this one. */
    public void attachRemoteParts(List<? extends @Nullable Object> arguments,
            Map<String, ? extends @Nullable Object> attributes) {
        remoteArguments = Collections.unmodifiableList(new ArrayList<>(arguments));
        remoteAttributes = Collections.unmodifiableMap(new LinkedHashMap<>(attributes));
    }

    /**
     * The traceback of the remote side as it was sent, unmodifiable; empty if this was raised here.
     * The entries joined together are its text; Python cuts it anywhere, not only at line ends.
     */
    public List<String> remoteTraceback() {
        return remoteTraceback;
    }

    /**
     * Keeps the traceback of the remote side with this exception, before it is thrown here, and
     * puts its frames on top of the stack trace: where it was raised first, then
     * {@code <pyro>.call}, then what called it. Lines that are not frames of Python or Java are in
     * {@link #remoteTraceback()} alone, and so is what goes beyond 1,000 frames or a million
     * characters.
     *
     * <p>Replaces what was attached before. For the thread that made the exception.
     */
    public void attachRemoteTraceback(List<String> traceback) {
        remoteTraceback = onlyTexts(traceback);
        List<StackTraceElement> stack = new ArrayList<>(RemoteTraceback.frames(remoteTraceback));
        int replaced = remoteFrames;
        remoteFrames = stack.size();
        List<StackTraceElement> local = List.of(getStackTrace());
        stack.addAll(local.subList(Math.min(replaced, local.size()), local.size()));
        setStackTrace(stack.toArray(StackTraceElement[]::new));
    }

    /**
     * The other side may have put anything into its list, which the declared type does not
     * show.
     */
    private static List<String> onlyTexts(List<?> traceback) {
        return traceback.stream().filter(String.class::isInstance).map(String.class::cast).toList();
    }
}
