package io.jyro;

/**
 * The protocol that a connection speaks: the wire protocol version and everything that differs with
 * it (class names, serializer numbers, flags, the form of metadata). A connection has exactly one,
 * known from the first six bytes of its first message.
 */
public enum Dialect {
    /** Wire protocol 48, spoken by Pyro4. */
    V48(48, "Pyro4"),
    /** Wire protocol 502, spoken by Pyro5. */
    V502(502, "Pyro5");

    private final int version;
    private final String pyro;

    Dialect(int version, String pyro) {
        this.version = version;
        this.pyro = pyro;
    }

    /** Returns the protocol version in the message header: 48 or 502. */
    public int version() {
        return version;
    }

    /** Returns the Python package that speaks this dialect, {@code Pyro4} or {@code Pyro5}. */
    public String pyro() {
        return pyro;
    }
}
