package io.jyro.serialize;

import io.jyro.PyroConfig;

/**
 * Limits against hostile payloads.
 *
 * @param maxNestingDepth how deep containers may stand in each other; at most 500, so that no thread's stack overflows
 * @param maxIntegerDigits how many decimal digits an integer in text may have
 * @param maxDecodedBytes how many bytes of heap one payload may become, by estimate; 0 is unlimited
 */
public record CodecLimits(int maxNestingDepth, int maxIntegerDigits, long maxDecodedBytes) {
    private static final int DEEPEST = 500;
    /** The message takes another third, and the last is for all else. */
    private static final int SHARE_OF_HEAP = 3;

    /** Those of {@link PyroConfig#defaults()}. */
    public static final CodecLimits DEFAULT = of(PyroConfig.defaults());

    /**
     * Checks the depth.
     *
     * @throws IllegalArgumentException if it is less than 1 or more than 500
     */
    public CodecLimits {
        if (maxNestingDepth < 1 || maxNestingDepth > DEEPEST) {
            throw new IllegalArgumentException("maxNestingDepth cannot be " + maxNestingDepth
                    + "; allowed: 1 to " + DEEPEST);
        }
    }

    /** With the default for memory: a third of the largest heap that the JVM may have. */
    public CodecLimits(int maxNestingDepth, int maxIntegerDigits) {
        this(maxNestingDepth, maxIntegerDigits, Runtime.getRuntime().maxMemory() / SHARE_OF_HEAP);
    }

    /** Those that a configuration sets. */
    public static CodecLimits of(PyroConfig config) {
        CodecLimits limits = new CodecLimits(config.maxNestingDepth(), config.maxIntegerDigits());
        return config.maxDecodedSize().isEmpty()
                ? limits
                : new CodecLimits(limits.maxNestingDepth, limits.maxIntegerDigits,
                        config.maxDecodedSize().getAsLong());
    }

    /**
     * How many bytes a compressed payload may become before it is read: as many as a configuration allows, but no more
     * than half of {@code maxDecodedBytes}, since they are in memory beside what they become.
     *
     * @param maxInflatedSize what the configuration allows; 0 is unlimited
     * @return bytes; 0 is unlimited
     */
    public long inflatedBytes(long maxInflatedSize) {
        long half = maxDecodedBytes / 2;
        return maxInflatedSize == 0 || half != 0 && half < maxInflatedSize ? half : maxInflatedSize;
    }
}
