package io.jyro.hostile;

/** How much a test does: a sample in an ordinary build, all of it with {@code -Djyro.long=true} (CONTRIBUTING.md). */
public final class Extent {
    private static final boolean LONG = Boolean.getBoolean("jyro.long");

    private Extent() {}

    /** The number of an ordinary build, or the number of a long one. */
    public static int of(int ordinary, int complete) {
        return LONG ? complete : ordinary;
    }
}
