package io.jyro.wire;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import io.jyro.Dialect;
import io.jyro.MessageTooLargeException;
import io.jyro.PyroException;
import io.jyro.PyroSecurityException;
import org.jspecify.annotations.Nullable;

/**
 * A received message: checked, not yet deserialized. Payload and annotations are views into the read buffer, valid
 * until the buffer is reused; a payload that was compressed has an array of its own, and so has each {@link Bulk}.
 */
public final class Message {
    /** The largest size of all annotations in protocol 48. */
    private static final int MOST_OF_REFUSED = 0xffff;

    private final Header header;
    private final AnnotationTable annotations;
    private final Payload payload;
    private final @Nullable PyroException refusal;

    private Message(Header header, AnnotationTable annotations, Payload payload,
            @Nullable PyroException refusal) {
        this.header = header;
        this.annotations = annotations;
        this.payload = payload;
        this.refusal = refusal;
    }

    /**
     * Parses the annotations and payload that follow a header in a buffer; checks the HMAC and decompresses.
     *
     * @param bulks the byte strings that are not in the buffer
     * @param hmac the key of this side; 502 has no HMAC and ignores it
     * @param memory counts the decompressed payload and copies of annotations; a refusal is reported by
     *         {@link #refusal}
     * @throws MalformedMessageException if the annotations do not fill their space exactly, or a compressed payload is
     *         not one zlib stream
     * @throws MessageTooLargeException if a payload decompresses to more than {@code maxInflatedBytes}
     * @throws PyroSecurityException if the digest is wrong, or only one of the two sides has a key
     */
    public static Message parse(Header header, byte[] bytes, int bodyOffset, Bulks bulks,
            WireLimits limits, @Nullable Hmac hmac, MemoryCharge memory) {
        Dialect dialect = header.dialect();
        long tableLength = header.annotationsLength() - Bulk.length(bulks.ofAnnotations());
        long payloadLength = header.payloadLength() - Bulk.length(bulks.ofPayload());
        if (tableLength + payloadLength > bytes.length - bodyOffset) {
            throw new MalformedMessageException(dialect, "message is cut off",
                    "wanted " + (tableLength + payloadLength) + " bytes at offset " + bodyOffset
                            + " of " + bytes.length);
        }
        int tableEnd = bodyOffset + (int) tableLength;
        AnnotationTable annotations = AnnotationTable.parse(dialect, bytes, bodyOffset, tableEnd,
                bulks.ofAnnotations());
        Payload payload = new Payload(bytes, tableEnd, (int) payloadLength, bulks.ofPayload());
        if (dialect == Dialect.V48) {
            annotations.checkDigest(hmac, payload);
        }
        try {
            if (tableLength > memory.uncounted()) { // user code gets copies of the annotations
                memory.take(tableLength);
            }
            if ((header.flags() & Flags.COMPRESSED) != 0) {
                payload = Payload.of(Inflation.inflate(dialect, bytes, tableEnd,
                        (int) payloadLength, limits, memory));
            }
        } catch (MemoryRefusedException e) {
            return new Message(header, annotations, Payload.of(bytes, tableEnd, 0), e);
        }
        return new Message(header, annotations, payload, null);
    }

    /** Parses a message without counting its memory. */
    public static Message parse(Header header, byte[] bytes, int bodyOffset, Bulks bulks,
            WireLimits limits, @Nullable Hmac hmac) {
        return parse(header, bytes, bodyOffset, bulks, limits, hmac, MemoryCharge.NONE);
    }

    /**
     * Creates a refused message, perhaps before all of it has arrived: without payload, and with its annotations only
     * if they have arrived and take at most 64 KB, since this copy is not counted. Its signature is not checked.
     *
     * @param available how many bytes after the header have arrived
     * @throws MalformedMessageException if the annotations do not fill their space exactly
     */
    public static Message refused(Header header, byte[] bytes, int bodyOffset, int available,
            @Nullable PyroException refusal) {
        int tableLength = header.annotationsLength() <= Math.min(available, MOST_OF_REFUSED)
                ? (int) header.annotationsLength()
                : 0;
        byte[] own = Arrays.copyOfRange(bytes, bodyOffset, bodyOffset + tableLength);
        return new Message(header, AnnotationTable.parse(header.dialect(), own, 0, tableLength,
                List.of()), Payload.of(own, tableLength, 0), refusal);
    }

    /** Returns why the message has no payload: there was no memory for it, or it is too large. Null if it has one. */
    public @Nullable PyroException refusal() {
        return refusal;
    }

    /** Returns the dialect of the message. */
    public Dialect dialect() {
        return header.dialect();
    }

    /** Returns the type of the message. */
    public MessageType type() {
        return header.type();
    }

    /** Returns bits of {@link Flags}; never COMPRESSED, since the payload has been decompressed. */
    public int flags() {
        return header.flags() & ~Flags.COMPRESSED;
    }

    /** Returns whether a bit of {@link Flags} is set. */
    public boolean has(int flag) {
        return (flags() & flag) != 0;
    }

    /** Returns the flags as received, in the dialect's own bits. */
    public int wireFlags() {
        return header.wireFlags();
    }

    /** Returns the sequence number, 0 to 65535. */
    public int sequence() {
        return header.sequence();
    }

    /** Returns the number of the serializer in this dialect. */
    public int serializerId() {
        return header.serializerId();
    }

    /** Returns the correlation id from the header (502) or the CORR annotation (48); null if there is none. */
    public @Nullable UUID correlationId() {
        if (header.dialect() == Dialect.V502) {
            return has(Flags.CORRELATION_ID)
                    ? new UUID(header.correlationHigh(), header.correlationLow())
                    : null;
        }
        return annotations.correlationId();
    }

    /**
     * Returns all annotations that user code may see, in order; unmodifiable; a shared empty map if there are none. The
     * values are copies, or the arrays that long ones were read into. Left out are JYRO and, in 48, CORR and HMAC; in
     * 502 those two have no meaning of their own.
     */
    public Map<String, byte[]> annotations() {
        return annotations.forUsers();
    }

    /** Returns one annotation's value, of any id, as in {@link #annotations}; null if there is none. */
    public byte @Nullable [] annotation(String id) {
        return annotations.value(id);
    }

    /** Returns a copy with arrays of its own, which stays valid when the read buffer is reused. */
    @SuppressWarnings("ReferenceEquality") // identity tells whether the payload is in the array of the annotations
    public Message copy() {
        int tableLength = annotations.length();
        if (payload.array() != annotations.array()) { // decompressed into an array that is already its own
            return new Message(header, annotations.copiedTo(new byte[tableLength]), payload,
                    refusal);
        }
        byte[] own = new byte[tableLength + payload.ownLength()];
        return new Message(header, annotations.copiedTo(own), payload.copiedTo(own, tableLength),
                refusal);
    }

    /** Returns the payload, decompressed. */
    public Payload payload() {
        return payload;
    }
}
