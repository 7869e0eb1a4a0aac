package io.jyro;

/** How a daemon runs the calls of its clients. */
public enum ServerType {
    /** Calls of different connections run at the same time; user code may block. The default. */
    THREAD,
    /**
     * One call at a time over all connections, on one thread; oneway calls run on other threads.
     */
    MULTIPLEX
}
