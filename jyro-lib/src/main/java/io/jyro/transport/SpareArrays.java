package io.jyro.transport;

import java.lang.ref.SoftReference;
import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * Large arrays that messages were read into and others may be: a new array of a megabyte takes as long to clear as the
 * megabyte takes to come. Few are kept, none that is an eighth of the heap, and none when the JVM is short of memory.
 * Any thread.
 */
public final class SpareArrays {
    private static final int FRACTION_OF_HEAP = 8;

    private final int most;
    private final long largest;
    private final List<SoftReference<byte[]>> kept = new ArrayList<>(); // guarded by this

    private SpareArrays(int most, long largest) {
        this.most = most;
        this.largest = largest;
    }

    /** For all connections of a daemon, of which few receive large messages at one time. */
    public static SpareArrays ofDaemon() {
        return keeping(Math.max(2, Runtime.getRuntime().availableProcessors()));
    }

    /** For the connection of a proxy. */
    public static SpareArrays ofProxy() {
        return keeping(1);
    }

    private static SpareArrays keeping(int most) {
        return new SpareArrays(most, Runtime.getRuntime().maxMemory() / FRACTION_OF_HEAP);
    }

    /** The smallest that holds so many bytes, with anything in it; null if there is none. */
    synchronized byte @Nullable [] take(int atLeast) {
        byte[] best = null;
        int at = -1;
        for (int i = kept.size() - 1; i >= 0; i--) {
            byte[] next = kept.get(i).get();
            if (next == null) {
                kept.remove(i);
                at--;
            } else if (next.length >= atLeast && (best == null || next.length < best.length)) {
                best = next;
                at = i;
            }
        }
        if (best != null) {
            kept.remove(at);
        }
        return best;
    }

    /** Gives an array that nobody looks at any more; the smallest have to go. */
    synchronized void give(byte[] array) {
        if (array.length > largest) {
            return;
        }
        kept.add(new SoftReference<>(array));
        if (kept.size() > most) {
            int smallest = 0;
            for (int i = 1; i < kept.size(); i++) {
                if (length(i) < length(smallest)) {
                    smallest = i;
                }
            }
            kept.remove(smallest);
        }
    }

    private int length(int index) {
        byte[] array = kept.get(index).get();
        return array == null ? 0 : array.length;
    }

    /** Lets all go. */
    synchronized void clear() {
        kept.clear();
    }
}
