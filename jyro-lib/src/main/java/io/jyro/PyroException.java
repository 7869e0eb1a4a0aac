package io.jyro;

import java.io.IOException;
import java.io.ObjectOutputStream;
import java.io.Serial;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.jyro.text.BoundedText;
import io.jyro.text.UserFrames;
import org.jspecify.annotations.Nullable;

/**
 * The root of all exceptions that Jyro itself throws; Pyro's {@code PyroError}. Unchecked, since users' own interfaces
 * cannot declare it.
 */
public class PyroException extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private static final StackTraceElement[] NO_FRAMES = {};

    private List<String> remoteTraceback = List.of();
    private int remoteFrames;
    // transient, since the values in them need not be Serializable
    private transient @Nullable List<@Nullable Object> remoteArguments;
    private transient @Nullable Map<String, @Nullable Object> remoteAttributes;
    // Built at the first request: most exceptions are passed on or handled by type, and a peer can make building it
    // expensive.
    private @Nullable String remoteText;

    /** Creates an exception with a message that says what went wrong and what to do about it. */
    public PyroException(@Nullable String message) {
        super(message);
    }

    /** Creates an exception with a message that says what went wrong and what to do about it, and a cause. */
    public PyroException(@Nullable String message, @Nullable Throwable cause) {
        super(message, cause);
    }

    /** Creates a remote exception from its arguments and attributes, which also determine the message. */
    PyroException(List<? extends @Nullable Object> arguments,
            Map<String, ? extends @Nullable Object> attributes) {
        attachRemoteParts(arguments, attributes);
    }

    /**
     * Returns the message. For an exception that came from a peer, it is built from the arguments at the first call,
     * and cut after 10,000 characters.
     */
    @Override
    public @Nullable String getMessage() {
        String own = super.getMessage();
        if (own != null) {
            return own;
        }
        makeRemoteText();
        return remoteText;
    }

    private void makeRemoteText() {
        if (remoteText == null && remoteArguments != null) {
            remoteText = remoteText(remoteArguments);
        }
    }

    /** Returns the message of a remote exception with these arguments, or null. */
    @Nullable
    String remoteText(List<? extends @Nullable Object> arguments) {
        return arguments.isEmpty() ? null : messageOf(arguments);
    }

    /** Returns a single argument as text, several as a list, none as an empty text; at most 10,000 characters. */
    static String messageOf(List<? extends @Nullable Object> arguments) {
        return switch (arguments.size()) {
            case 0 -> "";
            case 1 -> BoundedText.of(arguments.get(0), BoundedText.MESSAGE);
            default -> BoundedText.of(arguments, BoundedText.MESSAGE);
        };
    }

    /** Writes the message too, since the arguments from which it is built are not serialized. */
    @Serial
    private void writeObject(ObjectOutputStream out) throws IOException {
        makeRemoteText();
        out.defaultWriteObject();
    }

    /**
     * Returns the arguments with which the remote side constructed the exception, usually its message alone;
     * unmodifiable; empty if this was raised here.
     */
    public List<@Nullable Object> remoteArguments() {
        return remoteArguments == null ? List.of() : remoteArguments;
    }

    /**
     * Returns the attributes that the exception had on the remote side by name, without its traceback; unmodifiable;
     * empty if this was raised here.
     */
    public Map<String, @Nullable Object> remoteAttributes() {
        return remoteAttributes == null ? Map.of() : remoteAttributes;
    }

    /**
     * Returns whether this has the arguments and attributes of a remote exception, which are sent along when the
     * exception is passed on.
     */
    public boolean hasRemoteParts() {
        return remoteArguments != null;
    }

    /**
     * Attaches arguments and attributes of the remote exception. Only the thread that created this exception may call
     * it.
     */
    public void attachRemoteParts(List<? extends @Nullable Object> arguments,
            Map<String, ? extends @Nullable Object> attributes) {
        remoteArguments = Collections.unmodifiableList(new ArrayList<>(arguments));
        remoteAttributes = Collections.unmodifiableMap(new LinkedHashMap<>(attributes));
        remoteText = null;
    }

    /**
     * Returns the traceback of the remote side as it was sent, unmodifiable; empty if this was raised here. Join the
     * entries to get its text: Python splits it at arbitrary places, not only at line ends.
     */
    public List<String> remoteTraceback() {
        return remoteTraceback;
    }

    /**
     * Attaches the traceback of the remote side before this exception is thrown here, and puts its frames on top of the
     * stack trace: the remote frames first, then {@code <pyro>.call}, then the frames of the caller. Lines that are not
     * frames of Python or Java are only in {@link #remoteTraceback()}, and so is the rest after 1,000 frames or a
     * million characters.
     *
     * <p>Replaces a traceback attached before. Only the thread that created the exception may call it.
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
     * Attaches the traceback of the remote side to an exception that is only a value so far. Its stack trace holds the
     * remote frames alone until it is {@link #raisedHere raised}: a peer may send thousands of exceptions, and the
     * stack of the thread that reads them says nothing about them.
     */
    public void receivedWith(List<String> traceback) {
        setStackTrace(NO_FRAMES);
        if (!traceback.isEmpty()) {
            attachRemoteTraceback(traceback);
        }
    }

    /**
     * Adds the stack of this thread to the stack trace of a received exception that is about to be thrown.
     *
     * @param detailed whether the frames of Jyro itself are added, too
     */
    public PyroException raisedHere(boolean detailed) {
        fillInStackTrace();
        if (!detailed) {
            setStackTrace(UserFrames.of(getStackTrace()));
        }
        remoteFrames = 0;
        attachRemoteTraceback(remoteTraceback);
        return this;
    }

    /** Drops entries that are not texts: a peer can put anything into the list, whatever its declared type. */
    private static List<String> onlyTexts(List<?> traceback) {
        return traceback.stream().filter(String.class::isInstance).map(String.class::cast).toList();
    }
}
