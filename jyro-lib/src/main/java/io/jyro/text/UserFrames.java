package io.jyro.text;

import java.util.Arrays;
import java.util.List;
import java.util.Set;

/**
 * Reduces a stack trace to the frames of user code. Frames of Jyro are removed both above it, where the user called a
 * proxy or daemon, and below it, where a daemon called the user's method on a thread of its own.
 */
public final class UserFrames {
    private static final String REMOTE_MARKER = "<pyro>";
    private static final Set<String> OWN_PACKAGES = Set.of("io.jyro", "io.jyro.client",
            "io.jyro.client.exchange", "io.jyro.client.link",
            "io.jyro.keys", "io.jyro.rpc", "io.jyro.serialize", "io.jyro.serialize.bind",
            "io.jyro.serialize.format",
            "io.jyro.server", "io.jyro.server.calls", "io.jyro.server.objects",
            "io.jyro.transport", "io.jyro.transport.message", "io.jyro.transport.tls");
    // Classes that users call.
    private static final Set<String> ENTRANCES = Set.of("io.jyro.client.Proxy",
            "io.jyro.client.Batch", "io.jyro.client.RemoteView", "io.jyro.client.RemoteIterator",
            "io.jyro.client.NameServer", "io.jyro.rpc.BatchResult", "io.jyro.server.Daemon");
    // Classes that call user code.
    private static final Set<String> EXITS = Set.of("io.jyro.server.objects.ExposedMember",
            "io.jyro.server.objects.Registered", "io.jyro.server.calls.ItemSource",
            "io.jyro.server.calls.ItemStream",
            "io.jyro.server.ReplyWriter", "io.jyro.server.RequestHandler");

    private UserFrames() {}

    /** Returns the frames of users, after the frames of a remote peer at the top. Empty if there are none. */
    public static StackTraceElement[] of(StackTraceElement[] frames) {
        int local = firstLocal(frames);
        int first = afterEntrance(frames, local);
        int end = first;
        while (end < frames.length && !EXITS.contains(outermostClass(frames[end]))) {
            end++;
        }
        if (first == local && hasOnlyOwn(frames, first, end)) {
            end = first;
        }
        if (local == 0 && first == 0 && end == frames.length) {
            return frames;
        }
        List<StackTraceElement> remote = Arrays.asList(frames).subList(0, local);
        StackTraceElement[] users = new StackTraceElement[local + end - first];
        remote.toArray(users);
        System.arraycopy(frames, first, users, local, end - first);
        return users;
    }

    // True, for example, for a thread that completes futures. Without a frame of Jyro, JDK frames belong to a user.
    private static boolean hasOnlyOwn(StackTraceElement[] frames, int from, int to) {
        boolean own = false;
        for (int i = from; i < to; i++) {
            String name = frames[i].getClassName();
            boolean ofJyro = isOwn(name);
            if (!ofJyro && !name.startsWith("java.") && !name.startsWith("jdk.")) {
                return false;
            }
            own |= ofJyro;
        }
        return own;
    }

    /**
     * Returns the index of the first frame after those of a remote peer, which an attached traceback has put on top.
     */
    public static int firstLocal(StackTraceElement[] frames) {
        int first = 0;
        for (int i = 0; i < frames.length; i++) {
            if (frames[i].getClassName().equals(REMOTE_MARKER)) {
                first = i + 1;
            }
        }
        return first;
    }

    // Between the innermost frame and a class that users call, there are only frames of Jyro and of interface proxies.
    private static int afterEntrance(StackTraceElement[] frames, int from) {
        int after = from;
        for (int i = from; i < frames.length; i++) {
            String name = outermostClass(frames[i]);
            if (ENTRANCES.contains(name) || after == i && isInterfaceProxy(name)) {
                after = i + 1;
            } else if (!isOwn(name)) {
                break;
            }
        }
        return after;
    }

    private static boolean isOwn(String className) {
        int end = className.lastIndexOf('.');
        return end > 0 && OWN_PACKAGES.contains(className.substring(0, end));
    }

    // Proxy classes are named $Proxy and a number, in a package that the JDK chooses.
    private static boolean isInterfaceProxy(String outermostClass) {
        return outermostClass.isEmpty() || outermostClass.endsWith(".");
    }

    private static String outermostClass(StackTraceElement frame) {
        String name = frame.getClassName();
        int nested = name.indexOf('$');
        return nested < 0 ? name : name.substring(0, nested);
    }
}
