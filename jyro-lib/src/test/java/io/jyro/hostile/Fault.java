package io.jyro.hostile;

import java.time.Duration;

/**
 * What a network does to the bytes of one direction of one connection. It may delay, split and merge them, and end the
 * connection; it reorders nothing and repeats nothing.
 *
 * @param lostAfter after how many bytes the connection is lost; {@link #NEVER}
 * @param loss how it is lost, for both ends
 * @param largestPiece into pieces of at most how many bytes it is split; 0 leaves it as it comes
 * @param longestDelay how long a piece waits at most; what comes meanwhile is merged with what waits
 * @param bytesPerSecond how much goes through at most; 0 is no limit
 */
record Fault(long lostAfter, Loss loss, int largestPiece, Duration longestDelay,
        int bytesPerSecond) {
    static final long NEVER = Long.MAX_VALUE;

    /** A good network. */
    static final Fault NONE = new Fault(NEVER, Loss.CLOSE, 0, Duration.ZERO, 0);

    /** How a connection is lost. */
    enum Loss {
        /** Both ends see the end of what the other sends. */
        CLOSE,
        /** Both ends get a reset. */
        RESET,
        /** Nobody sees anything any more. */
        SILENCE
    }

    /** The same, and lost after so many bytes. */
    Fault lostAfter(long bytes, Loss how) {
        return new Fault(bytes, how, largestPiece, longestDelay, bytesPerSecond);
    }

    /** The same, and split into pieces of one to so many bytes. */
    Fault split(int largest) {
        return new Fault(lostAfter, loss, largest, longestDelay, bytesPerSecond);
    }

    /** The same, and each piece delayed by up to so long. */
    Fault delayed(Duration longest) {
        return new Fault(lostAfter, loss, largestPiece, longest, bytesPerSecond);
    }

    /** The same, and so many bytes a second at most. */
    Fault limited(int bytesASecond) {
        return new Fault(lostAfter, loss, largestPiece, longestDelay, bytesASecond);
    }
}
