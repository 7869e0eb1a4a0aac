package io.jyro.serialize;

import io.jyro.PyroConfig;
import io.jyro.wire.WireLimits;

/**
 * Limits against hostile payloads.
 *
 * @param maxNestingDepth how deep containers may be nested; at most 500, so that no thread's stack overflows
 * @param maxIntegerDigits how many decimal digits an integer in text may have
 * @param maxDecodedBytes the estimated heap in bytes that one decoded payload may take; 0 is unlimited
 * @param maxDecodedPerByte how many bytes of heap each byte of a payload may take when decoded, in addition to a fixed
 *        megabyte; 0 is unlimited
 * @param maxRepeated how many elements a payload may repeat by references, and how many steps reading it may take, in
 *        addition to a number that depends on its size
 */
public record CodecLimits(int maxNestingDepth, int maxIntegerDigits, long maxDecodedBytes,
        int maxDecodedPerByte, int maxRepeated) {
    private static final int DEEPEST = 500;
    /** One third of the heap; the message itself takes up to another third, and the last is for everything else. */
    private static final int SHARE_OF_HEAP = 3;

    /** Ordinary payloads take about ten times their size when decoded, and forty times at most. */
    private static final int DECODED_PER_BYTE = 64;
    private static final long DECODED_BESIDE = 1L << 20;
    /** This many steps take a few milliseconds. */
    private static final int REPEATED = 500_000;

    /** The limits of {@link PyroConfig#defaults()}. */
    public static final CodecLimits DEFAULT = of(PyroConfig.defaults());

    /** For data about a message in its annotations: a few names and numbers. */
    public static final CodecLimits ANNOTATION = new CodecLimits(10, 100, 64 << 10, 0, 0);

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

    /**
     * Creates limits with the default for memory: 64 times the payload and a megabyte, and at most a third of the
     * maximum heap.
     */
    public CodecLimits(int maxNestingDepth, int maxIntegerDigits) {
        this(maxNestingDepth, maxIntegerDigits, Runtime.getRuntime().maxMemory() / SHARE_OF_HEAP,
                DECODED_PER_BYTE, REPEATED);
    }

    /** Creates limits with the same memory limit for payloads of any size. */
    public CodecLimits(int maxNestingDepth, int maxIntegerDigits, long maxDecodedBytes) {
        this(maxNestingDepth, maxIntegerDigits, maxDecodedBytes, 0, REPEATED);
    }

    /** Returns the limits that a configuration sets. */
    public static CodecLimits of(PyroConfig config) {
        CodecLimits limits = new CodecLimits(config.maxNestingDepth(), config.maxIntegerDigits());
        return config.maxDecodedSize().isEmpty()
                ? limits
                : new CodecLimits(limits.maxNestingDepth, limits.maxIntegerDigits,
                        config.maxDecodedSize().getAsLong());
    }

    /** Returns the size limits that a configuration sets for messages after the handshake. */
    public static WireLimits ofMessages(PyroConfig config) {
        return new WireLimits(config.maxMessageSize(),
                of(config).inflatedBytes(config.maxInflatedSize()));
    }

    /** Returns how many bytes of heap a payload of this size may take when decoded. */
    long decodedBytes(int payloadLength) {
        long most = maxDecodedBytes == 0 ? Long.MAX_VALUE : maxDecodedBytes;
        return maxDecodedPerByte == 0
                ? most
                : Math.min(most, DECODED_BESIDE + (long) maxDecodedPerByte * payloadLength);
    }

    /**
     * Returns how many bytes a compressed payload may have after decompression: as many as the configuration allows,
     * but at most half of {@code maxDecodedBytes}, since they are in memory together with the decoded values.
     *
     * @param maxInflatedSize the limit of the configuration; 0 is unlimited
     * @return bytes; 0 is unlimited
     */
    public long inflatedBytes(long maxInflatedSize) {
        long half = maxDecodedBytes / 2;
        return maxInflatedSize == 0 || half != 0 && half < maxInflatedSize ? half : maxInflatedSize;
    }
}
