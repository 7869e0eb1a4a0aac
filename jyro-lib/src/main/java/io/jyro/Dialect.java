package io.jyro;

/**
 * What a connection speaks: the wire protocol version and all that differs with it (class names,
 * serializer numbers, flags, the form of metadata). A connection has exactly one, known from the
 * first six bytes of its first message.
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

    /** The protocol version as it stands in the message header: 48 or 502. */
    public int version() {
        return version;
    }

    /** The Python package that speaks this dialect, {@code Pyro4} or {@code Pyro5}. */
    public String pyro() {
        return pyro;
    }
}
