package io.jyro.server.calls;

import java.util.Iterator;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

import io.jyro.RemoteText;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks every millisecond at the connections whose reading threads are in calls, so that a long call does not delay
 * others of its connection. If no call was long for some time, it looks only every five milliseconds, since each look
 * interrupts running threads. One thread per daemon, which sleeps while there are no calls.
 */
public final class CallWatchdog {
    private static final Logger log = LoggerFactory.getLogger(CallWatchdog.class);
    private static final long TICK_NANOS = TimeUnit.MILLISECONDS.toNanos(1);
    private static final long RELAXED_NANOS = TimeUnit.MILLISECONDS.toNanos(5);
    private static final int LOOKS_UNTIL_RELAXED = 50;

    /** The result of a look. */
    enum Observation {
        /** There is no call, or it has just begun. */
        QUIET,
        /** A call was already running at the last look. */
        LASTING,
        /** There was no call for a while, so the connection need not be watched until it is added again. */
        GONE
    }

    /** A connection that is watched. */
    interface Watched {
        /** Looks at the connection. */
        Observation look();

        /** Called when the connection is not watched any more. */
        void dropped();
    }

    private final String name;
    private final Set<Watched> watched = ConcurrentHashMap.newKeySet();
    private volatile boolean asleep;
    private volatile boolean stopped;
    private final Thread thread;

    /** Creates a watchdog; it has to be started. */
    public CallWatchdog(String name) {
        this.name = name;
        thread = Thread.ofPlatform().daemon().name(name).unstarted(new Runnable() {
            @Override
            public void run() {
                watchdog();
            }
        });
    }

    /** Starts watching. */
    public void start() {
        thread.start();
    }

    /** Stops watching. */
    public void stop() {
        stopped = true;
        LockSupport.unpark(thread);
    }

    /** Adds a connection to be watched. */
    void add(Watched what) {
        watched.add(what);
        if (asleep) {
            LockSupport.unpark(thread);
        }
    }

    private void watchdog() {
        int quietLooks = 0;
        while (!stopped) {
            if (watched.isEmpty()) {
                asleep = true;
                if (watched.isEmpty() && !stopped) {
                    LockSupport.park(this);
                }
                asleep = false;
            } else {
                LockSupport.parkNanos(this,
                        quietLooks < LOOKS_UNTIL_RELAXED ? TICK_NANOS : RELAXED_NANOS);
                quietLooks = look() ? 0 : quietLooks + 1;
            }
        }
    }

    /** Looks once at all connections; returns whether a call is long. On one thread at a time. */
    public boolean look() {
        boolean lasting = false;
        for (Iterator<Watched> each = watched.iterator(); each.hasNext();) {
            Watched next = each.next();
            try {
                Observation seen = next.look();
                lasting |= seen == Observation.LASTING;
                if (seen == Observation.GONE) {
                    each.remove();
                    next.dropped();
                }
            } catch (RuntimeException | Error e) {
                each.remove();
                log.error("{} cannot watch {} any more", name, next, RemoteText.loggable(e));
            }
        }
        return lasting;
    }
}
