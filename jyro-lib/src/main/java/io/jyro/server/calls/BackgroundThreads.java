package io.jyro.server.calls;

import io.jyro.transport.IdleSelector;

/** The threads of a daemon that watch over connections and calls, and serve none. Safe for any thread. */
public final class BackgroundThreads {
    private final IdleSelector idleSelector;
    private final CallWatchdog watchdog;

    /** Creates the group of these two threads, which have not been started. */
    public BackgroundThreads(IdleSelector idleSelector, CallWatchdog watchdog) {
        this.idleSelector = idleSelector;
        this.watchdog = watchdog;
    }

    /** Starts the threads that are needed from the beginning; the selector starts when a connection becomes idle. */
    public void start() {
        watchdog.start();
    }

    /** Ends the threads; repeated calls have no effect. */
    public void end() {
        idleSelector.close();
        watchdog.stop();
    }
}
