package io.jyro.serialize;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;

import io.jyro.PyroException;
import io.jyro.RemoteCallException;
import io.jyro.text.UserFrames;
import org.jspecify.annotations.Nullable;

/**
 * Formats a Java stack like a Python traceback: outermost frame first, a cause before the exception that it caused, the
 * exception itself in the last line. The remote traceback of an exception is kept as an indented block. A detailed
 * traceback contains all frames, including those of Jyro and its threads, and adds where classes were loaded from, the
 * thread and JVM, and suppressed exceptions.
 */
final class PythonTraceback {
    /** The stack of a stack overflow has about a thousand frames, nearly all of them the same. */
    private static final int MAX_FRAMES = 200;
    private static final int MAX_CAUSES = 16;
    /** Without a limit, the traceback would grow with each of the nested calls between two daemons. */
    private static final int MAX_REMOTE_LINES = 400;

    /** The class name of the frames that {@link PyroException#attachRemoteTraceback} puts between two peers. */

    private final List<String> pieces = new ArrayList<>();
    private final boolean detailed;

    private PythonTraceback(boolean detailed) {
        this.detailed = detailed;
    }

    /**
     * Returns a peer's traceback with the traceback of the peer that it called inside, as pieces of text.
     *
     * @param outer the traceback of the nearer peer
     */
    static List<String> joined(List<String> outer, List<String> inner) {
        PythonTraceback traceback = new PythonTraceback(false);
        traceback.pieces.addAll(outer);
        traceback.addRemote(inner);
        return traceback.pieces;
    }

    /** Returns the traceback as pieces of text that end with a newline each, the form of {@code _pyroTraceback}. */
    static List<String> of(Throwable thrown, boolean detailed) {
        PythonTraceback traceback = new PythonTraceback(detailed);
        Throwable outer = null;
        Deque<Throwable> innermostFirst = chain(thrown);
        while (!innermostFirst.isEmpty()) {
            Throwable next = innermostFirst.pop();
            traceback.add(next, innermostFirst.peek());
            outer = innermostFirst.peek();
            if (outer != null) {
                traceback.pieces.add(
                        "\nThe above exception was the direct cause of the following exception:\n\n");
            }
        }
        if (detailed) {
            traceback.pieces.add("in thread '" + Thread.currentThread().getName()
                    + "' of process " + ProcessHandle.current().pid() + ", Java "
                    + Runtime.version() + "\n");
        }
        return traceback.pieces;
    }

    private static Deque<Throwable> chain(Throwable thrown) {
        Deque<Throwable> innermostFirst = new ArrayDeque<>();
        Set<Throwable> seen = Collections.newSetFromMap(new IdentityHashMap<>());
        for (Throwable next = thrown; next != null && seen.add(next)
                && seen.size() <= MAX_CAUSES; next = next.getCause()) {
            innermostFirst.push(next);
        }
        return innermostFirst;
    }

    private void add(Throwable thrown, @Nullable Throwable causedBy) {
        StackTraceElement[] frames = frames(thrown, detailed);
        List<String> remote = thrown instanceof PyroException pyro
                ? pyro.remoteTraceback()
                : List.of();
        int innermost = remote.isEmpty() ? 0 : UserFrames.firstLocal(frames);
        int outermost = frames.length - (detailed ? 0 : shared(frames, causedBy)) - 1;
        if (outermost >= innermost || !remote.isEmpty()) {
            pieces.add("Traceback (most recent call last):\n");
        }
        addFrames(frames, innermost, outermost);
        if (!remote.isEmpty()) {
            addRemote(remote);
        }
        pieces.add(summary(thrown) + "\n");
        if (detailed) {
            for (Throwable suppressed : thrown.getSuppressed()) {
                pieces.add("Suppressed: " + summary(suppressed) + "\n");
                addFrames(suppressed.getStackTrace(), 0, suppressed.getStackTrace().length - 1);
            }
        }
    }

    // If no user code was involved, the frames of Jyro are the only clue to the fault.
    private static StackTraceElement[] frames(Throwable thrown, boolean detailed) {
        StackTraceElement[] all = thrown.getStackTrace();
        StackTraceElement[] users = detailed ? all : UserFrames.of(all);
        return users.length == 0 && !(thrown instanceof PyroException) ? all : users;
    }

    private void addFrames(StackTraceElement[] frames, int innermost, int outermost) {
        int half = MAX_FRAMES / 2;
        int skipped = detailed ? 0 : outermost - innermost + 1 - MAX_FRAMES;
        for (int i = outermost; i >= innermost; i--) {
            if (skipped > 0 && i == outermost - half) {
                pieces.add("  [" + skipped + " more frames]\n");
                i -= skipped;
            }
            pieces.add(line(frames[i]));
            if (detailed) {
                addOrigin(frames[i]);
            }
        }
    }

    private void addOrigin(StackTraceElement frame) {
        List<String> parts = new ArrayList<>();
        if (frame.getModuleName() != null) {
            parts.add("module " + frame.getModuleName()
                    + (frame.getModuleVersion() == null ? "" : " " + frame.getModuleVersion()));
        }
        if (frame.getClassLoaderName() != null) {
            parts.add("class loader " + frame.getClassLoaderName());
        }
        if (!parts.isEmpty()) {
            pieces.add("    " + String.join(", ", parts) + "\n");
        }
    }

    /** Returns how many of the outermost frames a cause shares with the exception that it caused. */
    private static int shared(StackTraceElement[] frames, @Nullable Throwable caused) {
        if (caused == null) {
            return 0;
        }
        StackTraceElement[] others = frames(caused, false);
        int shared = 0;
        while (shared < frames.length && shared < others.length
                && frames[frames.length - 1 - shared].equals(others[others.length - 1 - shared])) {
            shared++;
        }
        return shared;
    }

    private static String line(StackTraceElement frame) {
        String file = frame.getFileName() != null
                ? frame.getFileName()
                : frame.isNativeMethod() ? "<native>" : "<unknown>";
        return "  File \"" + file + "\", line " + Math.max(frame.getLineNumber(), 0) + ", in "
                + frame.getClassName()
                + "." + frame.getMethodName() + "\n";
    }

    private void addRemote(List<String> traceback) {
        List<String> lines = String.join("", traceback).lines().toList();
        pieces.add(" +--- This exception occurred remotely (Pyro) - Remote traceback:\n");
        if (lines.size() > MAX_REMOTE_LINES) {
            pieces.add(" | [" + (lines.size() - MAX_REMOTE_LINES) + " more lines]\n");
            lines = lines.subList(lines.size() - MAX_REMOTE_LINES, lines.size());
        }
        for (String line : lines) {
            pieces.add(" | " + line + "\n");
        }
        pieces.add(" +--- End of remote traceback\n");
    }

    private static String summary(Throwable thrown) {
        String message = thrown.getMessage();
        if (thrown instanceof RemoteCallException && message != null) {
            return message; // the message begins with the name of the remote type
        }
        return message == null
                ? thrown.getClass().getName()
                : thrown.getClass().getName() + ": " + message;
    }
}
