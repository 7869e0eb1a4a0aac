package io.jyro.transport.message;

import java.lang.ref.SoftReference;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * A pool of large arrays that messages were read into: clearing a new array of a megabyte takes as long as receiving
 * the megabyte. The pool keeps few arrays, at most an eighth of the heap in all, none when the JVM is short of memory,
 * and none for long. For any thread.
 */
public final class BufferPool {
    private static final int FRACTION_OF_HEAP = 8;

    private final int most;
    private final long largest;
    private final List<Kept> kept = new ArrayList<>(); // guarded by this

    private record Kept(SoftReference<byte[]> reference, long since) {
        byte @Nullable [] array() {
            return reference.get();
        }
    }

    private BufferPool(int most, long largest) {
        this.most = most;
        this.largest = largest;
    }

    /** Creates a pool for all connections of a daemon, of which few receive large messages at a time. */
    public static BufferPool ofDaemon() {
        return keeping(Math.max(2, Runtime.getRuntime().availableProcessors()));
    }

    /** Creates a pool for the connection of a proxy. */
    public static BufferPool ofProxy() {
        return keeping(1);
    }

    private static BufferPool keeping(int most) {
        return new BufferPool(most, Runtime.getRuntime().maxMemory() / FRACTION_OF_HEAP);
    }

    /** Returns the smallest array of at least this length, with arbitrary content; null if there is none. */
    synchronized byte @Nullable [] take(int atLeast) {
        byte[] best = null;
        int at = -1;
        for (int i = kept.size() - 1; i >= 0; i--) {
            byte[] next = kept.get(i).array();
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

    /** Adds an array that nobody uses any more; if there are too many, the smallest are dropped. */
    synchronized void give(byte[] array) {
        if (array.length > largest) {
            return;
        }
        kept.add(new Kept(new SoftReference<>(array), System.nanoTime()));
        while (kept.size() > most || length() > largest) {
            int smallest = 0;
            for (int i = 1; i < kept.size(); i++) {
                if (length(i) < length(smallest)) {
                    smallest = i;
                }
            }
            kept.remove(smallest);
        }
    }

    private long length() {
        long all = 0;
        for (int i = 0; i < kept.size(); i++) {
            all += length(i);
        }
        return all;
    }

    private int length(int index) {
        byte[] array = kept.get(index).array();
        return array == null ? 0 : array.length;
    }

    /** Drops the arrays that nobody has used for some time. */
    public synchronized void expire(Duration unusedFor) {
        long now = System.nanoTime();
        for (Iterator<Kept> each = kept.iterator(); each.hasNext();) {
            if (now - each.next().since >= unusedFor.toNanos()) {
                each.remove();
            }
        }
    }

    /** Drops all arrays. */
    synchronized void clear() {
        kept.clear();
    }
}
