package io.jyro.server.objects;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;

import io.jyro.RemoteText;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Holds requests for unknown objects until the first object is registered, without a thread for each: clients of a
 * program that is still starting should not be told that their object is unknown. Any thread.
 */
public final class RegistrationHold {
    private static final Logger log = LoggerFactory.getLogger(RegistrationHold.class);

    private final ReentrantLock lock = new ReentrantLock();
    private final List<Runnable> held = new ArrayList<>(); // guarded by lock
    private volatile boolean over; // written under lock

    /** Runs a task after a delay, on another thread. */
    public interface Timer {
        /** Runs the task after the delay. */
        void after(Duration time, Runnable task);
    }

    /** Returns whether requests are not held any more. */
    public boolean isOver() {
        return over;
    }

    /**
     * Holds a request.
     *
     * @param goOn run once when the hold ends; must not block
     * @return false if the hold has ended already; then nothing is run
     */
    public boolean hold(Runnable goOn) {
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

    /** Ends the hold and resumes all held requests. */
    public void end() {
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
            } catch (RuntimeException | Error e) { // for example no more threads; the others must still be resumed
                log.error("a request that was held cannot be resumed", RemoteText.loggable(e));
            }
        }
    }

    /** Ends the hold after a delay. */
    public void endAfter(Duration time, Timer timer) {
        if (!over) {
            timer.after(time, new Runnable() {
                @Override
                public void run() {
                    end();
                }
            });
        }
    }

    /** Returns the number of held requests. */
    public int size() {
        lock.lock();
        try {
            return held.size();
        } finally {
            lock.unlock();
        }
    }
}
