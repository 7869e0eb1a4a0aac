package io.jyro;

/** The dialect that a proxy speaks to a daemon. */
public enum Protocol {
    /** Tries 502 first, then 48, and remembers what the daemon answered. */
    AUTO,
    /** Wire protocol 48, Pyro4's. */
    V48,
    /** Wire protocol 502, Pyro5's. */
    V502
}
