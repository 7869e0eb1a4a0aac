package io.jyro.text;

import java.util.Arrays;
import java.util.List;
import java.util.Set;

/**
 * The frames of a stack that tell something to users: not those of Jyro above the user's code, which a proxy or daemon put
 * there after the user called it, nor those below it, by which a daemon called the user's method on a thread of its own.
 */
public final class UserFrames {
    private static final String REMOTE_MARKER = "<pyro>";
    private static final Set<String> OWN_PACKAGES = Set.of("io.jyro", "io.jyro.client",
            "io.jyro.rpc", "io.jyro.serialize", "io.jyro.server", "io.jyro.transport");
    // What users call.
    private static final Set<String> ENTRANCES = Set.of("io.jyro.client.Proxy",
            "io.jyro.client.Batch", "io.jyro.client.RemoteView", "io.jyro.client.RemoteIterator",
            "io.jyro.client.NameServer", "io.jyro.rpc.BatchResult", "io.jyro.server.Daemon");
    // What calls users.
    private static final Set<String> EXITS = Set.of("io.jyro.server.ExposedMember",
            "io.jyro.server.Registered", "io.jyro.server.ItemSource", "io.jyro.server.ItemStream",
            "io.jyro.server.Replies", "io.jyro.server.Conversation");

    private UserFrames() {}

    /** The frames of users, after those of a remote side that were put on top. Empty if there are none. */
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

    // Such as those of a thread that completes futures. Where none is our own, they are a user's of the JDK.
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

    /** The index of the first frame after those of a remote side, which a traceback that was attached has put on top. */
    public static int firstLocal(StackTraceElement[] frames) {
        int first = 0;
        for (int i = 0; i < frames.length; i++) {
            if (frames[i].getClassName().equals(REMOTE_MARKER)) {
                first = i + 1;
            }
        }
        return first;
    }

    // Between the innermost frame and what users call there are only our own, and the proxies of their interfaces.
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

    // They are called $Proxy and a number, in a package of the JDK's choice.
    private static boolean isInterfaceProxy(String outermostClass) {
        return outermostClass.isEmpty() || outermostClass.endsWith(".");
    }

    private static String outermostClass(StackTraceElement frame) {
        String name = frame.getClassName();
        int nested = name.indexOf('$');
        return nested < 0 ? name : name.substring(0, nested);
    }
}
