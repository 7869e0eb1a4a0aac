package io.jyro.serialize;

/**
 * Limits against hostile payloads.
 *
 * @param maxNestingDepth how deep containers may stand in each other
 * @param maxIntegerDigits how many decimal digits an integer in text may have
 */
public record CodecLimits(int maxNestingDepth, int maxIntegerDigits) {
    /** Python's own: 200 levels when writing; digits as CPython refuses beyond 4300. */
    public static final CodecLimits DEFAULT = new CodecLimits(200, 4300);
}
