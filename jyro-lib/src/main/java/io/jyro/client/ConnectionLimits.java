package io.jyro.client;

/**
 * How many connections a proxy may have at once.
 *
 * @param towardStock toward a stock daemon, which answers one call at a time on each
 * @param towardJyro toward a daemon of Jyro, over which callers are spread by thread
 */
record ConnectionLimits(int towardStock, int towardJyro) {
    private static final int MOST_UNLESS_TOLD = 4; // measured: more of them lower the rate again
    private static final int MOST_A_CORE = 2;

    /** Of a proxy whose user says nothing. */
    static ConnectionLimits unlessTold() {
        return new ConnectionLimits(1, Math.min(MOST_UNLESS_TOLD,
                MOST_A_CORE * Runtime.getRuntime().availableProcessors()));
    }

    /**
     * Of a proxy whose user says how many.
     *
     * @throws IllegalArgumentException if that is less than one
     */
    static ConnectionLimits of(int most) {
        if (most < 1) {
            throw new IllegalArgumentException(
                    "connections " + most + " are too few; a proxy needs at least one");
        }
        return new ConnectionLimits(most, most);
    }

    /** Of the link that received proxies share. */
    static ConnectionLimits ofReceived() {
        return new ConnectionLimits(Integer.MAX_VALUE, 1);
    }
}
