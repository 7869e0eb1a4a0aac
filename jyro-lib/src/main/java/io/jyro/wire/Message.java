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
 * A message that came: checked, not yet deserialized. Payload and annotations are views into the
 * buffer it was read from, valid until that is used again; a payload that came compressed has an
 * array of its own, and so has each {@link Bulk}.
 */
public final class Message {
    /** As many as all annotations of protocol 48 can have. */
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
     * Reads annotations and payload that stand behind a header in a buffer; checks HMAC, inflates.
     *
     * @param bulks what does not stand in the buffer
     * @param hmac the key of this side; 502 has no HMAC and ignores it
     * @param memory what it inflates to is counted there; if that is refused, the message {@link #refusal says} so
     * @throws MalformedMessageException if the annotations do not fill their space exactly, or a
     *         compressed payload is not one zlib stream
     * @throws MessageTooLargeException if a compressed payload is more than {@code
     *         maxInflatedBytes}
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
            if (tableLength > memory.uncounted()) { // user code gets copies of the values
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

    /** The same where nothing counts the memory that it takes. */
    public static Message parse(Header header, byte[] bytes, int bodyOffset, Bulks bulks,
            WireLimits limits, @Nullable Hmac hmac) {
        return parse(header, bytes, bodyOffset, bulks, limits, hmac, MemoryCharge.NONE);
    }

    /**
     * A message that is refused, perhaps before all of it has come: without payload, and with its annotations only if all of
     * them are there and they have at most 64 KB, since nothing counts this copy. Nothing of it is signed.
     *
     * @param available how many bytes there are behind the header
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

    /** Why it has no payload: there was no memory for it, or it is too large. Null if it has one. */
    public @Nullable PyroException refusal() {
        return refusal;
    }

    /** The dialect it is written in. */
    public Dialect dialect() {
        return header.dialect();
    }

    /** What it is for. */
    public MessageType type() {
        return header.type();
    }

    /** Bits of {@link Flags}; never COMPRESSED, since the payload was inflated. */
    public int flags() {
        return header.flags() & ~Flags.COMPRESSED;
    }

    /** Whether a bit of {@link Flags} is set. */
    public boolean has(int flag) {
        return (flags() & flag) != 0;
    }

    /** The flags as they came, in the dialect's own bits. */
    public int wireFlags() {
        return header.wireFlags();
    }

    /** The number of the request, 0 to 65535. */
    public int sequence() {
        return header.sequence();
    }

    /** The number of the serializer in this dialect. */
    public int serializerId() {
        return header.serializerId();
    }

    /** From the header (502) or the CORR annotation (48); null if there is none. */
    public @Nullable UUID correlationId() {
        if (header.dialect() == Dialect.V502) {
            return has(Flags.CORRELATION_ID)
                    ? new UUID(header.correlationHigh(), header.correlationLow())
                    : null;
        }
        return annotations.correlationId();
    }

    /**
     * All annotations that user code may see, in order; unmodifiable; the same empty map when there
     * are none. The values are copies, or the arrays that long ones were read into. Left out are
     * JYRO and, in 48, CORR and HMAC; in 502 those two have no meaning of their own.
     */
    public Map<String, byte[]> annotations() {
        return annotations.forUsers();
    }

    /** One annotation's value, of any id, as {@link #annotations} gives it; null if it did not come. */
    public byte @Nullable [] annotation(String id) {
        return annotations.value(id);
    }

    /** The same with arrays of its own, for as long as it is needed. */
    @SuppressWarnings("ReferenceEquality") // whether the payload stands in the array of the annotations
    public Message copy() {
        int tableLength = annotations.length();
        if (payload.array() != annotations.array()) { // inflated into an array that is already its own
            return new Message(header, annotations.copiedTo(new byte[tableLength]), payload,
                    refusal);
        }
        byte[] own = new byte[tableLength + payload.ownLength()];
        return new Message(header, annotations.copiedTo(own), payload.copiedTo(own, tableLength),
                refusal);
    }

    /** What it carries (inflated if it came compressed). */
    public Payload payload() {
        return payload;
    }
}
