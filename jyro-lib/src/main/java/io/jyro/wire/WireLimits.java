package io.jyro.wire;

/**
 * How large messages may be.
 *
 * @param maxMessageBytes payload and annotations as they travel; 0 is unlimited
 * @param maxInflatedBytes a compressed payload after decompression; 0 is unlimited
 * @param messageIsHandshake whether the first is the limit of a handshake, which errors then name
 * @param inflatedIsHandshake whether the second is
 */
public record WireLimits(long maxMessageBytes, long maxInflatedBytes, boolean messageIsHandshake,
        boolean inflatedIsHandshake) {
    /** No limits but those of the protocol. */
    public static final WireLimits NONE = new WireLimits(0, 0);

    /** Of messages after the handshake. */
    public WireLimits(long maxMessageBytes, long maxInflatedBytes) {
        this(maxMessageBytes, maxInflatedBytes, false, false);
    }

    /** Of CONNECT as a daemon reads it; 0 leaves it to these limits. */
    public WireLimits forHandshake(long maxHandshakeBytes) {
        return maxHandshakeBytes == 0
                ? this
                : new WireLimits(
                        isLarger(maxMessageBytes, maxHandshakeBytes)
                                ? maxHandshakeBytes
                                : maxMessageBytes,
                        isLarger(maxInflatedBytes, maxHandshakeBytes)
                                ? maxHandshakeBytes
                                : maxInflatedBytes,
                        isLarger(maxMessageBytes, maxHandshakeBytes),
                        isLarger(maxInflatedBytes, maxHandshakeBytes));
    }

    private static boolean isLarger(long limit, long other) {
        return limit == 0 || limit > other;
    }
}
