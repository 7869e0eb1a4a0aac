package io.jyro.wire;

import java.util.Map;
import java.util.UUID;

import io.jyro.Dialect;
import io.jyro.MessageTooLargeException;
import io.jyro.PyroSecurityException;
import org.jspecify.annotations.Nullable;

/**
 * A message that came: checked, not yet deserialized. Payload and annotations are views into the
 * buffer it was read from, valid until that is used again; a payload that came compressed has an
 * array of its own.
 */
public final class Message {
    private static final int UUID_SIZE = 16;

    private final Header header;
    private final byte[] bytes;
    private final int table;
    private final int tableEnd;
    private final int correlation;
    private final boolean hasUserAnnotations;
    private final byte[] payload;
    private final int payloadOffset;
    private final int payloadLength;

    private Message(Header header, byte[] bytes, int table, int tableEnd, int correlation,
            boolean hasUserAnnotations, byte[] payload, int payloadOffset, int payloadLength) {
        this.header = header;
        this.bytes = bytes;
        this.table = table;
        this.tableEnd = tableEnd;
        this.correlation = correlation;
        this.hasUserAnnotations = hasUserAnnotations;
        this.payload = payload;
        this.payloadOffset = payloadOffset;
        this.payloadLength = payloadLength;
    }

    /**
     * Reads annotations and payload that stand behind a header in a buffer; checks HMAC, inflates.
     *
     * @param hmac the key of this side; 502 has no HMAC and ignores it
     * @throws MalformedMessageException if the annotations do not fill their space exactly, or a
     *         compressed payload is not one zlib stream
     * @throws MessageTooLargeException if a compressed payload is more than {@code
     *         maxInflatedBytes}
     * @throws PyroSecurityException if the digest is wrong, or only one of the two sides has a key
     */
    public static Message parse(Header header, byte[] bytes, int bodyOffset, WireLimits limits,
            @Nullable Hmac hmac) {
        Dialect dialect = header.dialect();
        long length = header.annotationsLength() + header.payloadLength();
        if (length > bytes.length - bodyOffset) {
            throw new MalformedMessageException(dialect, "message is cut off",
                    "wanted " + length + " bytes at offset " + bodyOffset + " of " + bytes.length);
        }
        int tableEnd = bodyOffset + (int) header.annotationsLength();
        int payloadLength = (int) header.payloadLength();
        int correlation = -1;
        int digest = -1;
        int count = 0;
        boolean forUsers = false;
        for (int chunk = bodyOffset; chunk < tableEnd;) {
            int end = Annotations.checkedEnd(dialect, bytes, chunk, tableEnd);
            int id = BigEndian.signedInt(bytes, chunk);
            if (dialect == Dialect.V48 && id == Annotations.CORR) {
                int value = chunk + Annotations.chunkHead(dialect);
                correlation = end - value == UUID_SIZE ? value : -1;
            } else if (dialect == Dialect.V48 && id == Annotations.HMAC) {
                digest = chunk;
            } else {
                forUsers |= id != Annotations.JYRO;
            }
            if (++count > Annotations.MOST) {
                throw new MalformedMessageException(dialect,
                        "more than " + Annotations.MOST + " annotations");
            }
            chunk = end;
        }
        if (dialect == Dialect.V48) {
            checkHmac(hmac, digest, bytes, bodyOffset, tableEnd, payloadLength);
        }
        if ((header.flags() & Flags.COMPRESSED) != 0) {
            ByteOutput inflated = Compression.inflate(dialect, bytes, tableEnd, payloadLength,
                    limits);
            return new Message(header, bytes, bodyOffset, tableEnd, correlation, forUsers,
                    inflated.array(), 0, inflated.position());
        }
        return new Message(header, bytes, bodyOffset, tableEnd, correlation, forUsers, bytes,
                tableEnd, payloadLength);
    }

    private static void checkHmac(@Nullable Hmac hmac, int digest, byte[] bytes, int table,
            int tableEnd, int payloadLength) {
        if (hmac != null && digest >= 0) {
            int value = digest + Annotations.chunkHead(Dialect.V48);
            hmac.check(bytes, table, tableEnd, tableEnd, payloadLength, value,
                    Annotations.end(Dialect.V48, bytes, digest) - value);
        } else if (hmac != null || digest >= 0) {
            throw new PyroSecurityException("hmac key config not symmetric");
        }
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
        return correlation < 0
                ? null
                : new UUID(BigEndian.signedLong(bytes, correlation),
                        BigEndian.signedLong(bytes, correlation + 8));
    }

    /**
     * Copies of all annotations that user code may see, in order; unmodifiable; the same empty map
     * when there are none. Left out are JYRO and, in 48, CORR and HMAC; in 502 those two have no
     * meaning of their own.
     */
    public Map<String, byte[]> annotations() {
        return hasUserAnnotations
                ? Annotations.forUsers(header.dialect(), bytes, table, tableEnd)
                : Map.of();
    }

    /** A copy of one annotation's value, of any id; null if it did not come. */
    public byte @Nullable [] annotation(String id) {
        int number = table == tableEnd ? Annotations.NO_ID : Annotations.idOf(id);
        int chunk = number == Annotations.NO_ID
                ? -1
                : Annotations.find(header.dialect(), bytes, table, tableEnd, number);
        return chunk < 0 ? null : Annotations.value(header.dialect(), bytes, chunk);
    }

    /** The same with arrays of its own, for as long as it is needed. */
    @SuppressWarnings("ReferenceEquality") // whether the payload stands in the array of the annotations
    public Message copy() {
        int tableLength = tableEnd - table;
        boolean together = payload == bytes;
        byte[] own = new byte[tableLength + (together ? payloadLength : 0)];
        System.arraycopy(bytes, table, own, 0, tableLength);
        int ownCorrelation = correlation < 0 ? correlation : correlation - table;
        if (!together) { // inflated into an array that is already its own
            return new Message(header, own, 0, tableLength, ownCorrelation, hasUserAnnotations,
                    payload, payloadOffset, payloadLength);
        }
        System.arraycopy(payload, payloadOffset, own, tableLength, payloadLength);
        return new Message(header, own, 0, tableLength, ownCorrelation, hasUserAnnotations, own,
                tableLength, payloadLength);
    }

    /** The array that holds the payload (inflated if it came compressed). */
    public byte[] payload() {
        return payload;
    }

    /** Where in the array the payload begins. */
    public int payloadOffset() {
        return payloadOffset;
    }

    /** How many bytes the payload has. */
    public int payloadLength() {
        return payloadLength;
    }
}
