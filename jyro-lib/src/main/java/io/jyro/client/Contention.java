package io.jyro.client;

import org.jspecify.annotations.Nullable;

/**
 * Detects that callers of one connection wait for each other repeatedly: many waits within a short time. The clock is
 * read only once per that many waits. Guarded by its owner, {@link CallsInFlight}.
 */
final class Contention {
    private final @Nullable ConnectionsByThread told;
    private int waits;
    private long since;

    private Contention(@Nullable ConnectionsByThread told, long now) {
        this.told = told;
        since = now;
    }

    /** Creates the counter for a connection that is one of several, or may become one. */
    static Contention toldTo(ConnectionsByThread told) {
        return new Contention(told, told.nanoTime());
    }

    /** Creates a counter without effect, for a connection that stays the only one. */
    static Contention ignored() {
        return new Contention(null, 0);
    }

    /** Counts a caller that waits because another one reads the replies. */
    void callerWaits() {
        if (told == null) {
            return;
        }
        waits++;
        if (waits < told.policy().waits()) {
            return;
        }
        long now = told.nanoTime();
        boolean isRepeated = now - since <= told.policy().window().toNanos();
        waits = 0;
        since = now;
        if (isRepeated) {
            told.contended();
        }
    }
}
