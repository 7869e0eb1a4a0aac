package io.jyro.wire;

import io.jyro.Dialect;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A message that came: checked, not yet deserialized. Payload and annotations are views into the buffer it
 * was read from, valid until that is used again.
 */
public final class Message {
    private Message() {}

    /** Reads annotations and payload that stand behind a header in a buffer; checks HMAC, inflates. */
    public static Message parse(Header header, byte[] bytes, int bodyOffset, WireLimits limits, @Nullable Hmac hmac) {
        throw new UnsupportedOperationException();
    }

    public Dialect dialect() {
        throw new UnsupportedOperationException();
    }

    public MessageType type() {
        throw new UnsupportedOperationException();
    }

    public int flags() {
        throw new UnsupportedOperationException();
    }

    public boolean has(int flag) {
        return (flags() & flag) != 0;
    }

    public int wireFlags() {
        throw new UnsupportedOperationException();
    }

    public int sequence() {
        throw new UnsupportedOperationException();
    }

    public int serializerId() {
        throw new UnsupportedOperationException();
    }

    /** From the header (502) or the CORR annotation (48). */
    public @Nullable UUID correlationId() {
        throw new UnsupportedOperationException();
    }

    /** Copies of all annotations but CORR, HMAC and JYRO, in order; unmodifiable; the same empty map when there are none. */
    public Map<String, byte[]> annotations() {
        throw new UnsupportedOperationException();
    }

    /** A copy of one annotation's value, of any id. */
    public byte @Nullable [] annotation(String id) {
        throw new UnsupportedOperationException();
    }

    /** The array that holds the payload (inflated if it came compressed). */
    public byte[] payload() {
        throw new UnsupportedOperationException();
    }

    public int payloadOffset() {
        throw new UnsupportedOperationException();
    }

    public int payloadLength() {
        throw new UnsupportedOperationException();
    }
}
