package io.jyro;

/** Which dialect a proxy is to speak to a daemon. */
public enum Protocol {
    /** Find out: 502 first, then 48, and remember what the daemon answered. */
    AUTO,
    /** Wire protocol 48, Pyro4's. */
    V48,
    /** Wire protocol 502, Pyro5's. */
    V502
}
