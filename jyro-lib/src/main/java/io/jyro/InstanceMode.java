package io.jyro;

/** Which instance of a registered class serves a call. */
public enum InstanceMode {
    /** One instance for each daemon and class, created at first use. */
    SINGLE,
    /** One instance for each connection, dropped when the connection closes. The default. */
    SESSION,
    /** A new instance for each call; a batch counts as one call. */
    PERCALL
}
