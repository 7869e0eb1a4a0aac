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
 * The root of everything that Jyro throws of its own accord; Pyro's {@code PyroError}.
 * Unchecked, since users' own interfaces cannot declare it.
 */
public class PyroException extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private static final StackTraceElement[] NO_FRAMES = {};

    private List<String> remoteTraceback = List.of();
    private int remoteFrames;
    // transient, for what is in them need not be Serializable
    private transient @Nullable List<@Nullable Object> remoteArguments;
    private transient @Nullable Map<String, @Nullable Object> remoteAttributes;
    // Built when it is asked for: most are passed on or handled by type, and a peer can make building it expensive.
    private @Nullable String remoteText;

    /** With what went wrong and what to do about it. */
    public PyroException(@Nullable String message) {
        super(message);
    }

    /** With what went wrong, what to do about it, and why. */
    public PyroException(@Nullable String message, @Nullable Throwable cause) {
        super(message, cause);
    }

    /** With the parts of a remote exception, which also give the message. */
    PyroException(List<? extends @Nullable Object> arguments,
            Map<String, ? extends @Nullable Object> attributes) {
        attachRemoteParts(arguments, attributes);
    }

    /**
     * What went wrong. The message of an exception that came from a peer is made of its arguments when it is first
     * asked for, and ends after 10,000 characters.
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

    /** What the message says of a remote exception with these arguments; null for no message. */
    @Nullable
    String remoteText(List<? extends @Nullable Object> arguments) {
        return arguments.isEmpty() ? null : messageOf(arguments);
    }

    /** The only argument as text, several as a list, an empty text for none; at most 10,000 characters. */
    static String messageOf(List<? extends @Nullable Object> arguments) {
        return switch (arguments.size()) {
            case 0 -> "";
            case 1 -> BoundedText.of(arguments.get(0), BoundedText.MESSAGE);
            default -> BoundedText.of(arguments, BoundedText.MESSAGE);
        };
    }

    /** With its message, since the arguments that it is made of stay behind. */
    @Serial
    private void writeObject(ObjectOutputStream out) throws IOException {
        makeRemoteText();
        out.defaultWriteObject();
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
        remoteText = null;
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
     * Keeps the traceback of the remote side with an exception that is only a value so far. Its stack trace holds the
     * remote frames alone until it is {@link #raisedHere raised}: a peer may send thousands of exceptions, and what the
     * thread does that reads them tells nothing about them.
     */
    public void receivedWith(List<String> traceback) {
        setStackTrace(NO_FRAMES);
        if (!traceback.isEmpty()) {
            attachRemoteTraceback(traceback);
        }
    }

    /**
     * Adds the stack of this thread to the stack trace of an exception that was received and is about to be thrown.
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

    /**
     * The other side may have put anything into its list, which the declared type does not
     * show.
     */
    private static List<String> onlyTexts(List<?> traceback) {
        return traceback.stream().filter(String.class::isInstance).map(String.class::cast).toList();
    }
}
