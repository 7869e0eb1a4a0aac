package io.jyro.wire;

/**
 * The limits on the size of messages.
 *
 * @param maxMessageBytes limit of payload and annotations as sent; 0 is unlimited
 * @param maxInflatedBytes limit of a compressed payload after decompression; 0 is unlimited
 * @param messageIsHandshake whether maxMessageBytes is the limit of a handshake, so that errors
 * name that setting
 * @param inflatedIsHandshake the same for maxInflatedBytes
 */
public record WireLimits(long maxMessageBytes, long maxInflatedBytes, boolean messageIsHandshake,
        boolean inflatedIsHandshake) {
    /** No limits other than those of the protocol itself. */
    public static final WireLimits NONE = new WireLimits(0, 0);

    /** Creates limits of messages after the handshake. */
    public WireLimits(long maxMessageBytes, long maxInflatedBytes) {
        this(maxMessageBytes, maxInflatedBytes, false, false);
    }

    /** Returns the limits for the CONNECT that a daemon reads; 0 keeps these limits. */
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
