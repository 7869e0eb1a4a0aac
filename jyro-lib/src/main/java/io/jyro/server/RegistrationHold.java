package io.jyro.server;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;

import io.jyro.RemoteText;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Holds requests for objects that a daemon does not have, without a thread for each, until the first object is registered:
 * the client of a program that is still setting up should not be told that its object is unknown. Any thread.
 */
final class RegistrationHold {
    private static final Logger log = LoggerFactory.getLogger(RegistrationHold.class);

    private final ReentrantLock lock = new ReentrantLock();
    private final List<Runnable> held = new ArrayList<>(); // guarded by lock
    private volatile boolean over; // written under lock

    /** Runs a task after some time, on a thread of its own. */
    interface Timer {
        void after(Duration time, Runnable task);
    }

    /** Whether nothing is held any more. */
    boolean isOver() {
        return over;
    }

    /**
     * Holds a request.
     *
     * @param goOn is run once when that is over, and must not wait
     * @return false if it is over already; then nothing is run
     */
    boolean hold(Runnable goOn) {
        lock.lock();
        try {
            if (over) {
                return false;
            }
            held.add(goOn);
            return true;
        } finally {
            lock.unlock();
        }
    }

    /** All that is held goes on, and nothing is held from now on. */
    void end() {
        List<Runnable> all;
        lock.lock();
        try {
            over = true;
            all = List.copyOf(held);
            held.clear();
        } finally {
            lock.unlock();
        }
        for (Runnable goOn : all) {
            try {
                goOn.run();
            } catch (RuntimeException | Error e) { // no more threads, say; the others have to go on
                log.error("a request that was held cannot go on", RemoteText.loggable(e));
            }
        }
    }

    /** Ends it after some time. */
    void endAfter(Duration time, Timer timer) {
        if (!over) {
            timer.after(time, new Runnable() {
                @Override
                public void run() {
                    end();
                }
            });
        }
    }

    /** How many requests are held. */
    int size() {
        lock.lock();
        try {
            return held.size();
        } finally {
            lock.unlock();
        }
    }
}
