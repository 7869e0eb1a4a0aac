package io.jyro.server;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * Lets another thread take over the reading of a connection whose own is in a call: when the call has lasted from
 * one look of the watch to the next, and there is something to read, or replies wait to be sent. After a call that lasted,
 * the next ones hand the reading on as they start, for they may last as well, and the watch would need some milliseconds to
 * find each. One thread at a time begins and ends calls; the watch looks.
 */
final class Overtaking implements Watch.Watched {
    // A connection that made a call is looked at so many times after it.
    private static final int LOOKS_UNTIL_GONE = 100;
    // After these, only one look of as many asks the system, which is not for free.
    private static final int EAGER_LOOKS = 4;
    // Calls that hand the reading on after one that lasted. Each costs a change of threads, which short calls would feel.
    private static final int HAND_OVERS = 32;

    /** The connection whose reading may be taken over. */
    interface Reading {
        /** Whether it would do good. */
        boolean isAwaited();

        /** Whether there is a further request, and it may run beside those that do. */
        boolean hasBacklog();

        /** Reads on, on a thread of its own. */
        void takeOver();
    }

    private final Reading reading;
    private final Watch watch;
    // Grows when a call begins, and when it ends or is overtaken: odd while one runs on the reading thread.
    private final AtomicInteger number = new AtomicInteger();
    private volatile boolean watched;
    private volatile int handOversLeft; // a lost update only changes how many there are

    // The watch's own.
    private int lastSeen;
    private int looks;

    Overtaking(Reading reading, Watch watch) {
        this.reading = reading;
        this.watch = watch;
    }

    /** The reading thread goes into a call that may be overtaken; gives the number of the call. */
    int begin() {
        int call = number.incrementAndGet();
        if (!watched) {
            watched = true;
            watch.add(this);
        }
        return call;
    }

    /**
     * The call has had its turn and runs from now on: hands the reading on at once if it is likely to last.
     *
     * @param call its number; 0 does nothing
     */
    void runs(int call) {
        int left = handOversLeft;
        if (left > 0 && call != 0) {
            handOversLeft = left - 1; // even if there is no backlog: asking for one is not for free
            if (reading.hasBacklog() && number.compareAndSet(call, call + 1)) {
                reading.takeOver();
            }
        }
    }

    /** The call has ended. False if it was overtaken: then another thread reads on. */
    boolean end(int call) {
        return number.compareAndSet(call, call + 1);
    }

    @Override
    public Watch.Sight look() {
        int seen = number.get();
        if (seen != lastSeen) {
            lastSeen = seen;
            looks = 0;
            return Watch.Sight.QUIET;
        }
        looks++;
        if (!isRunning(seen)) {
            return looks < LOOKS_UNTIL_GONE ? Watch.Sight.QUIET : Watch.Sight.GONE;
        }
        boolean ask = looks <= EAGER_LOOKS || looks % EAGER_LOOKS == 0;
        if (ask && reading.isAwaited() && number.compareAndSet(seen, seen + 1)) {
            handOversLeft = HAND_OVERS;
            reading.takeOver();
        }
        return Watch.Sight.LASTING;
    }

    @Override
    public void dropped() {
        watched = false;
        if (isRunning(number.get())) { // it began while it was still taken for watched
            watched = true;
            watch.add(this);
        }
    }

    private static boolean isRunning(int number) {
        return (number & 1) == 1;
    }
}
