package io.jyro.interop;

/** What generated values are made from: the same each time, so that a build means the same each time. */
public final class Seed {
    /** {@code -Djyro.test.seed=} gives other values. */
    public static final long SEED = Long.getLong("jyro.test.seed", 1);

    private Seed() {}
}
