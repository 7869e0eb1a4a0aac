package io.jyro.wire;

/**
 * How large messages may be.
 *
 * @param maxMessageBytes payload and annotations as they travel; 0 is unlimited
 * @param maxInflatedBytes a compressed payload after decompression; 0 is unlimited
 */
public record WireLimits(long maxMessageBytes, long maxInflatedBytes) {
    /** No limits but those of the protocol. */
    public static final WireLimits NONE = new WireLimits(0, 0);
}
