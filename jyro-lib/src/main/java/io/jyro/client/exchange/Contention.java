package io.jyro.client.exchange;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

/**
 * Detects that callers of one connection wait for each other repeatedly: many waits within a short time. The clock is
 * read only once per that many waits. Guarded by its owner, {@link CallsInFlight}.
 */
public final class Contention {
    private final @Nullable Observer observer;
    private int waits;
    private long since;

    /** The owner of several connections: defines contention, and reacts to it. */
    public interface Observer {
        /** Returns how many waits of callers for each other on one connection are contention. */
        int waits();

        /** Returns the time within which that many waits have to occur. */
        Duration window();

        /** Returns the time like {@link System#nanoTime}. */
        long nanoTime();

        /**
         * Reacts to repeated contention on a connection. Called under that connection's lock, so it takes no other
         * connection's lock and does not block.
         */
        void contended();
    }

    private Contention(@Nullable Observer observer, long now) {
        this.observer = observer;
        since = now;
    }

    /** Creates the counter for a connection that is one of several, or may become one. */
    public static Contention toldTo(Observer observer) {
        return new Contention(observer, observer.nanoTime());
    }

    /** Creates a counter without effect, for a connection that stays the only one. */
    public static Contention ignored() {
        return new Contention(null, 0);
    }

    /** Counts a caller that waits because another one reads the replies. */
    public void callerWaits() {
        if (observer == null) {
            return;
        }
        waits++;
        if (waits < observer.waits()) {
            return;
        }
        long now = observer.nanoTime();
        boolean isRepeated = now - since <= observer.window().toNanos();
        waits = 0;
        since = now;
        if (isRepeated) {
            observer.contended();
        }
    }
}
