package io.jyro.wire;

import io.jyro.Dialect;

/**
 * Flags of a message as bits that mean the same in both dialects. On the wire some bits differ
 * (docs/protocol.md, 1.3).
 */
public final class Flags {
    /** A RESULT's payload is an exception. */
    public static final int EXCEPTION = 0x01;
    /** The payload is compressed with zlib. */
    public static final int COMPRESSED = 0x02;
    /** The caller wants no reply. */
    public static final int ONEWAY = 0x04;
    /** The request is a batch; also set in its reply. */
    public static final int BATCH = 0x08;
    /** 48 only: CONNECTOK must carry the metadata of the object. */
    public static final int META_ON_CONNECT = 0x100;
    /** The result is an item stream. */
    public static final int ITEM_STREAM_RESULT = 0x200;
    /** The argument is a blob that is not to be deserialized. */
    public static final int KEEP_SERIALIZED = 0x400;
    /** 502 only: the header holds a correlation id. */
    public static final int CORRELATION_ID = 0x800;

    private static final int SAME_IN_BOTH = 0x0f;

    private Flags() {}

    static int toWire(Dialect dialect, int flags) {
        int wire = flags & SAME_IN_BOTH;
        return dialect == Dialect.V48
                ? wire | (flags & META_ON_CONNECT) >> 4 | (flags & ITEM_STREAM_RESULT) >> 4
                        | (flags & KEEP_SERIALIZED) >> 4
                : wire | (flags & ITEM_STREAM_RESULT) >> 5 | (flags & KEEP_SERIALIZED) >> 5
                        | (flags & CORRELATION_ID) >> 5;
    }

    static int fromWire(Dialect dialect, int wire) {
        int flags = wire & SAME_IN_BOTH;
        return dialect == Dialect.V48 ? flags | (wire & 0x70) << 4 : flags | (wire & 0x70) << 5;
    }
}
