package io.jyro.client.link;

/**
 * The maximum number of connections of a proxy.
 *
 * @param towardStock to a stock daemon, which answers one call at a time on each
 * @param towardJyro to a daemon of Jyro, over which callers are spread by thread
 */
public record MaxConnections(int towardStock, int towardJyro) {
    private static final int MOST_UNLESS_TOLD = 4; // measured: more than this, or than the cores, lower the rate again

    /** Returns the limits for a proxy whose user did not set any. */
    public static MaxConnections unlessTold() {
        return new MaxConnections(1,
                Math.min(MOST_UNLESS_TOLD, Runtime.getRuntime().availableProcessors()));
    }

    /**
     * Returns the limits for a proxy whose user set a maximum.
     *
     * @throws IllegalArgumentException if it is less than one
     */
    public static MaxConnections of(int most) {
        if (most < 1) {
            throw new IllegalArgumentException(
                    "connections " + most + " are too few; a proxy needs at least one");
        }
        return new MaxConnections(most, most);
    }

    /** Returns the limits for the link that received proxies share. */
    static MaxConnections ofReceived() {
        return new MaxConnections(Integer.MAX_VALUE, 1);
    }
}
