package io.jyro.wire;

import java.util.Map;
import java.util.UUID;
import java.util.function.LongFunction;

import io.jyro.Dialect;
import io.jyro.MessageTooLargeException;
import io.jyro.ProtocolException;
import org.jspecify.annotations.Nullable;

/**
 * Builds messages of one dialect in one buffer, one after another. Each message is begun, a codec writes its payload to
 * the buffer, and ending it fills in the header. Not thread-safe.
 *
 * {@snippet :
 * ByteOutput out = writer.begin(MessageType.RESULT, sequence, serializerId, id, annotations);
 * codec.write(value, out, context);
 * writer.end(0);
 * channel.output().write(writer.output());
 * writer.clear();
 * }
 */
public final class MessageWriter {
    private static final int INITIAL_SIZE = 1024;
    private static final int LARGEST_KEPT = 64 * 1024;
    private static final int MOST_ANNOTATIONS_48 = 0xffff;
    private static final int NONE = -1;

    private final Dialect dialect;
    private final WireLimits limits;
    private final @Nullable Hmac hmac;
    private final boolean compress;
    private final ByteOutput out = new ByteOutput(INITIAL_SIZE);
    private final LongFunction<MessageTooLargeException> refusal = new LongFunction<>() {
        @Override
        public MessageTooLargeException apply(long size) {
            return tooLarge(size - startSize - Header.size(dialect));
        }
    };

    private int lastEnded = NONE;

    // position of the begun message
    private int start = NONE;
    private int payloadStart;
    // The same positions, counting also the bytes that are referred to instead of copied.
    private int startSize;
    private int payloadStartSize;
    private int digest;
    private MessageType type = MessageType.PING;
    private int sequence;
    private int serializerId;
    private boolean hasCorrelationId;

    /**
     * Creates a writer for a dialect with its settings.
     *
     * @param hmac the key to sign with; 502 has no HMAC and ignores it
     * @param compress whether payloads are compressed when they are long enough
     */
    public MessageWriter(Dialect dialect, WireLimits limits, @Nullable Hmac hmac,
            boolean compress) {
        this.dialect = dialect;
        this.limits = limits;
        this.hmac = dialect == Dialect.V48 ? hmac : null;
        this.compress = compress;
    }

    /** Returns the dialect of the messages. */
    public Dialect dialect() {
        return dialect;
    }

    /**
     * Begins a message: leaves space for the header and writes the annotations. A correlation id goes to the header
     * (502) or becomes the CORR annotation (48).
     *
     * <p>Large annotations are not copied, and without compression large bytes of the payload are not either: they must
     * not be changed until the message is sent.
     *
     * @return the output for the payload
     * @throws ProtocolException if an annotation's id is not four ASCII characters or is reserved in 48, or if the
     *         annotations are larger than 48 can carry; then no message is begun
     * @throws IllegalStateException if a message has already been begun
     */
    public ByteOutput begin(MessageType type, int sequence, int serializerId,
            @Nullable UUID correlationId, Map<String, byte[]> annotations) {
        if (start != NONE) {
            throw new IllegalStateException(
                    "a message has already been begun; end it or roll it back first");
        }
        start = out.position();
        startSize = out.size();
        this.type = type;
        this.sequence = sequence;
        this.serializerId = serializerId;
        hasCorrelationId = correlationId != null;
        if (limits.maxMessageBytes() > 0 && !compress) {
            long header = startSize + (long) Header.size(dialect);
            out.limit(header + limits.maxMessageBytes(), refusal);
        }
        boolean complete = false;
        try {
            out.referToLarge(true);
            beginHeader(correlationId);
            if (!annotations.isEmpty()) {
                for (Map.Entry<String, byte[]> annotation : annotations.entrySet()) {
                    Annotations.put(dialect, out, annotation.getKey(), annotation.getValue());
                }
            }
            digest = hmac == null
                    ? NONE
                    : Annotations.putHead(dialect, out, Annotations.HMAC, Hmac.DIGEST_SIZE);
            payloadStart = out.position();
            payloadStartSize = out.size();
            checkAnnotationsLength();
            out.referToLarge(!compress); // which needs the payload in one piece
            complete = true;
        } finally {
            if (!complete) {
                rollback();
            }
        }
        return out;
    }

    private void beginHeader(@Nullable UUID correlationId) {
        int size = Header.size(dialect);
        byte[] array = out.reserve(size);
        out.position(start + size);
        if (dialect == Dialect.V502) {
            Header.writeCorrelation502(array, start,
                    correlationId == null ? 0 : correlationId.getMostSignificantBits(),
                    correlationId == null ? 0 : correlationId.getLeastSignificantBits());
        } else if (correlationId != null) {
            int value = Annotations.putHead(dialect, out, Annotations.CORR, 16);
            BigEndian.putLong(out.array(), value, correlationId.getMostSignificantBits());
            BigEndian.putLong(out.array(), value + 8, correlationId.getLeastSignificantBits());
        }
    }

    private void checkAnnotationsLength() {
        int length = annotationsLength();
        if (dialect == Dialect.V48 && length > MOST_ANNOTATIONS_48) {
            throw new ProtocolException("annotations of " + length + " bytes exceed the "
                    + MOST_ANNOTATIONS_48
                    + " that protocol 48 can carry; send the data as an argument or result");
        }
    }

    /**
     * Ends the message: compresses if it is worth it, signs, patches the header.
     *
     * @param flags bits of {@link Flags}; COMPRESSED and CORRELATION_ID are set here
     * @throws MessageTooLargeException if the message exceeds {@code maxMessageBytes}; it is rolled back
     * @throws IllegalStateException if no message has been begun
     */
    public void end(int flags) {
        if (start == NONE) {
            throw new IllegalStateException("no message has been begun");
        }
        boolean complete = false;
        try {
            int own = flags & ~(Flags.COMPRESSED | Flags.CORRELATION_ID);
            if (compress && compressPayload(own)) {
                own |= Flags.COMPRESSED;
            }
            if (hasCorrelationId) {
                own |= Flags.CORRELATION_ID;
            }
            checkSize();
            sign();
            writeHeader(Flags.toWire(dialect, own));
            complete = true;
        } finally {
            if (!complete) {
                rollback();
            }
        }
        lastEnded = start;
        start = NONE;
        out.unlimit();
    }

    /**
     * Changes the sequence number of the message that was ended last: concurrent callers learn theirs only when it is
     * their turn to send. Signatures do not cover it.
     *
     * @throws IllegalStateException if no message has been ended since the last {@link #clear()}
     */
    public void sequence(int number) {
        if (lastEnded == NONE) {
            throw new IllegalStateException("no message has been ended");
        }
        Header.renumber(dialect, out.array(), lastEnded, number);
    }

    private boolean compressPayload(int flags) {
        int length = payloadLength();
        if (!Compression.applies(dialect, type, flags, length)) {
            return false;
        }
        // Pyro5 sends the compressed form even if it is longer; receivers accept both, so both dialects send the
        // shorter one
        ByteOutput deflated = Compression.deflate(out.array(), payloadStart, length,
                Compression.level(dialect));
        if (deflated == null) {
            return false;
        }
        out.position(payloadStart);
        out.put(deflated.array(), 0, deflated.position());
        return true;
    }

    private void checkSize() {
        long size = (long) annotationsLength() + payloadLength();
        long max = limits.maxMessageBytes();
        if (max > 0 && size > max) {
            throw tooLarge(size);
        }
    }

    private MessageTooLargeException tooLarge(long size) {
        return new MessageTooLargeException("message of " + size + " bytes exceeds maxMessageSize "
                + limits.maxMessageBytes() + "; raise it at both ends or stream the data");
    }

    private void sign() {
        if (hmac != null) {
            byte[] signature = hmac.digest(out.array(), start + Header.size(dialect), payloadStart,
                    out.parts(payloadStart));
            System.arraycopy(signature, 0, out.array(), digest, signature.length);
        }
    }

    private void writeHeader(int wireFlags) {
        if (dialect == Dialect.V48) {
            Header.write48(out.array(), start, type, wireFlags, sequence, serializerId,
                    payloadLength(), annotationsLength());
        } else {
            Header.write502(out.array(), start, type, wireFlags, sequence, serializerId,
                    payloadLength(), annotationsLength());
        }
    }

    private int annotationsLength() {
        return payloadStartSize - startSize - Header.size(dialect);
    }

    private int payloadLength() {
        return out.size() - payloadStartSize;
    }

    /**
     * Drops the begun message and keeps those ended before. Does nothing if none is begun, so it may follow a
     * {@code begin} or {@code end} that failed.
     */
    public void rollback() {
        if (start != NONE) {
            out.cutOff(start);
            out.unlimit();
            start = NONE;
        }
    }

    /** Returns all ended messages; send the {@link ByteOutput#parts} of the output. */
    public ByteOutput output() {
        return out;
    }

    /**
     * Empties the buffer after its messages were sent, and releases a large array.
     *
     * @throws IllegalStateException if a message has been begun
     */
    public void clear() {
        if (start != NONE) {
            throw new IllegalStateException("a message has been begun; end it or roll it back"
                    + " first");
        }
        lastEnded = NONE;
        out.clear(LARGEST_KEPT, INITIAL_SIZE);
    }
}
