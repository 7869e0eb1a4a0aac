package io.jyro.wire;

import io.jyro.Dialect;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Builds messages of one dialect in one buffer, one behind the other. A message is begun, its payload written
 * to the buffer by a codec, and ended, which patches the header in front. One thread at a time.
 *
 * {@snippet :
 * ByteOutput out = writer.begin(MessageType.RESULT, sequence, serializerId, correlationId, annotations);
 * codec.write(value, out, context);
 * writer.end(0);
 * connection.write(writer.output().array(), 0, writer.output().position());
 * writer.clear();
 * }
 */
public final class MessageWriter {
    public MessageWriter(Dialect dialect, WireLimits limits, @Nullable Hmac hmac, boolean compress) {
        throw new UnsupportedOperationException();
    }

    public Dialect dialect() {
        throw new UnsupportedOperationException();
    }

    /**
     * Begins a message: leaves room for the header and writes the annotations. A correlation id goes to the
     * header (502) or becomes the CORR annotation (48).
     */
    public ByteOutput begin(MessageType type, int sequence, int serializerId, @Nullable UUID correlationId,
        Map<String, byte[]> annotations) {
        throw new UnsupportedOperationException();
    }

    /** Ends the message: compresses if it is worth it, signs, patches the header. flags: bits of Flags; COMPRESSED and CORRELATION_ID are set here. */
    public void end(int flags) {
        throw new UnsupportedOperationException();
    }

    /** Takes the begun message back; earlier ended ones stay. */
    public void rollback() {
        throw new UnsupportedOperationException();
    }

    /** The buffer with all ended messages, from 0 to its position. */
    public ByteOutput output() {
        throw new UnsupportedOperationException();
    }

    /** Empties the buffer after its messages were sent; a large array is given back. */
    public void clear() {
        throw new UnsupportedOperationException();
    }
}
