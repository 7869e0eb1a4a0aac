package io.jyro.wire;

/**
 * How large messages may be.
 *
 * @param maxMessageBytes payload and annotations as they travel; 0 is unlimited
 * @param maxInflatedBytes a compressed payload after decompression; 0 is unlimited
 * @param ofHandshake whether both are the limit of a handshake, which errors then name
 */
public record WireLimits(long maxMessageBytes, long maxInflatedBytes, boolean ofHandshake) {
    /** No limits but those of the protocol. */
    public static final WireLimits NONE = new WireLimits(0, 0);

    /** Of messages after the handshake. */
    public WireLimits(long maxMessageBytes, long maxInflatedBytes) {
        this(maxMessageBytes, maxInflatedBytes, false);
    }

    /** Of CONNECT as a daemon reads it; 0 leaves it to these limits. */
    public WireLimits forHandshake(long maxHandshakeBytes) {
        return maxHandshakeBytes == 0
                ? this
                : new WireLimits(smaller(maxMessageBytes, maxHandshakeBytes),
                        smaller(maxInflatedBytes, maxHandshakeBytes),
                        maxMessageBytes == 0 || maxMessageBytes > maxHandshakeBytes);
    }

    private static long smaller(long limit, long other) {
        return limit == 0 ? other : Math.min(limit, other);
    }
}
