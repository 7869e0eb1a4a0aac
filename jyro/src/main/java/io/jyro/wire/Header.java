package io.jyro.wire;

import io.jyro.Dialect;

/**
 * The fixed part of a message, checked: magic, version, checksum, type.
 *
 * @param flags bits of {@link Flags}, the same in both dialects
 * @param wireFlags the bits as they came
 */
public record Header(Dialect dialect, MessageType type, int flags, int wireFlags, int sequence, int serializerId,
    long payloadLength, long annotationsLength, long correlationHigh, long correlationLow) {

    /** So many bytes tell the dialect, and so the size of the header. */
    public static final int PROLOGUE_SIZE = 6;

    /** How many bytes the header of a dialect has. */
    public static int size(Dialect dialect) {
        return dialect == Dialect.V48 ? 24 : 40;
    }

    /** Which dialect the six bytes at an offset announce. */
    public static Dialect dialectOf(byte[] bytes, int offset) {
        throw new UnsupportedOperationException();
    }

    /** Reads the header at an offset, of which all bytes are there. */
    public static Header parse(Dialect dialect, byte[] bytes, int offset) {
        throw new UnsupportedOperationException();
    }

    /** How many bytes of annotations and payload follow; checked against the limit. */
    public int bodyLength(WireLimits limits, String peer) {
        throw new UnsupportedOperationException();
    }
}
