package io.jyro.serialize;

import io.jyro.PyroConfig;
import io.jyro.wire.WireLimits;

/**
 * Limits against hostile payloads.
 *
 * @param maxNestingDepth how deep containers may stand in each other; at most 500, so that no thread's stack overflows
 * @param maxIntegerDigits how many decimal digits an integer in text may have
 * @param maxDecodedBytes how many bytes of heap one payload may become, by estimate; 0 is unlimited
 * @param maxDecodedPerByte how many bytes of heap each byte of a payload may become, beside a first million; 0 is
 *        unlimited
 * @param maxRepeated how many elements a payload may repeat by referring to them again, and how many steps of work its
 *        reading may take, beside what its size allows
 */
public record CodecLimits(int maxNestingDepth, int maxIntegerDigits, long maxDecodedBytes,
        int maxDecodedPerByte, int maxRepeated) {
    private static final int DEEPEST = 500;
    /** The message takes another third, and the last is for all else. */
    private static final int SHARE_OF_HEAP = 3;

    /** Honest payloads become some ten bytes for each of theirs, and forty at most. */
    private static final int DECODED_PER_BYTE = 64;
    private static final long DECODED_BESIDE = 1L << 20;
    /** Some milliseconds of work. */
    private static final int REPEATED = 500_000;

    /** Those of {@link PyroConfig#defaults()}. */
    public static final CodecLimits DEFAULT = of(PyroConfig.defaults());

    /** For data about a message that stands beside its payload: a few names and numbers. */
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

    /** With the default for memory: 64 times the payload and a megabyte, and no more than a third of the largest heap. */
    public CodecLimits(int maxNestingDepth, int maxIntegerDigits) {
        this(maxNestingDepth, maxIntegerDigits, Runtime.getRuntime().maxMemory() / SHARE_OF_HEAP,
                DECODED_PER_BYTE, REPEATED);
    }

    /** With a limit for memory that is the same for payloads of any size. */
    public CodecLimits(int maxNestingDepth, int maxIntegerDigits, long maxDecodedBytes) {
        this(maxNestingDepth, maxIntegerDigits, maxDecodedBytes, 0, REPEATED);
    }

    /** Those that a configuration sets. */
    public static CodecLimits of(PyroConfig config) {
        CodecLimits limits = new CodecLimits(config.maxNestingDepth(), config.maxIntegerDigits());
        return config.maxDecodedSize().isEmpty()
                ? limits
                : new CodecLimits(limits.maxNestingDepth, limits.maxIntegerDigits,
                        config.maxDecodedSize().getAsLong());
    }

    /** How large messages may be after the handshake, as a configuration sets it. */
    public static WireLimits ofMessages(PyroConfig config) {
        return new WireLimits(config.maxMessageSize(),
                of(config).inflatedBytes(config.maxInflatedSize()));
    }

    /** How many bytes of heap a payload of some size may become. */
    long decodedBytes(int payloadLength) {
        long most = maxDecodedBytes == 0 ? Long.MAX_VALUE : maxDecodedBytes;
        return maxDecodedPerByte == 0
                ? most
                : Math.min(most, DECODED_BESIDE + (long) maxDecodedPerByte * payloadLength);
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
