package io.jyro.server.calls;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * Lets another thread take over the reading of a connection whose own thread is in a call: when the call has lasted
 * from one look of the watchdog to the next, and there is input, or replies are buffered. After such a call, the next
 * calls hand the reading on when they start, since they may be long, too, and the watchdog would need some milliseconds
 * to notice each. One thread at a time begins and ends calls; the watchdog looks.
 */
public final class ReaderHandover implements CallWatchdog.Watched {
    // A connection stays watched for this many looks after its last call.
    private static final int LOOKS_UNTIL_GONE = 100;
    // After these, only every fourth look checks for input, which needs a system call.
    private static final int EAGER_LOOKS = 4;
    // The number of calls that hand the reading on after a long one. Each costs a thread switch, which would slow down
    // short calls.
    private static final int HAND_OVERS = 32;

    /** The connection whose reading may be taken over. */
    public interface Reading {
        /** Returns whether input or buffered replies wait for the reading thread. */
        boolean isAwaited();

        /** Returns whether there is another request that may run concurrently with the current ones. */
        boolean hasBacklog();

        /** Continues reading, on another thread. */
        void takeOver();
    }

    private final Reading reading;
    private final CallWatchdog watchdog;
    // Incremented when a call begins, and when it ends or is overtaken: odd while one runs on the reading thread.
    private final AtomicInteger number = new AtomicInteger();
    private volatile boolean watched;
    private volatile int handOversLeft; // a lost update only changes their number

    // Used by the watchdog only.
    private int lastSeen;
    private int looks;

    /** Creates the state of a connection on which no call has run yet. */
    public ReaderHandover(Reading reading, CallWatchdog watchdog) {
        this.reading = reading;
        this.watchdog = watchdog;
    }

    /** Begins a call on the reading thread that may be overtaken; returns the number of the call. */
    public int begin() {
        int call = number.incrementAndGet();
        if (!watched) {
            watched = true;
            watchdog.add(this);
        }
        return call;
    }

    /**
     * Called when the call has its turn and begins to run: hands the reading on immediately if the call is likely to be
     * long.
     *
     * @param call the number of the call; 0 has no effect
     */
    public void runs(int call) {
        int left = handOversLeft;
        if (left > 0 && call != 0) {
            handOversLeft = left - 1; // even without a backlog, since checking for one is costly
            if (reading.hasBacklog() && number.compareAndSet(call, call + 1)) {
                reading.takeOver();
            }
        }
    }

    /** Ends the call. Returns false if it was overtaken: then another thread continues to read. */
    public boolean end(int call) {
        return number.compareAndSet(call, call + 1);
    }

    @Override
    public CallWatchdog.Observation look() {
        int seen = number.get();
        if (seen != lastSeen) {
            lastSeen = seen;
            looks = 0;
            return CallWatchdog.Observation.QUIET;
        }
        looks++;
        if (!isRunning(seen)) {
            return looks < LOOKS_UNTIL_GONE
                    ? CallWatchdog.Observation.QUIET
                    : CallWatchdog.Observation.GONE;
        }
        boolean ask = looks <= EAGER_LOOKS || looks % EAGER_LOOKS == 0;
        if (ask && reading.isAwaited() && number.compareAndSet(seen, seen + 1)) {
            handOversLeft = HAND_OVERS;
            reading.takeOver();
        }
        return CallWatchdog.Observation.LASTING;
    }

    @Override
    public void dropped() {
        watched = false;
        if (isRunning(number.get())) { // it began before this was marked as not watched
            watched = true;
            watchdog.add(this);
        }
    }

    private static boolean isRunning(int number) {
        return (number & 1) == 1;
    }
}
