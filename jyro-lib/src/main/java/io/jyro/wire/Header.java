package io.jyro.wire;

import java.util.HexFormat;

import io.jyro.Dialect;
import io.jyro.MessageTooLargeException;

/**
 * The fixed part of a message, checked: magic, version, checksum, type (docs/protocol.md, 1.1).
 *
 * <p>A connection reads {@link #PROLOGUE_SIZE} bytes, calls {@link #dialectOf}, reads on to {@link #size} bytes, and
 * calls {@link #parse}. All numbers are big-endian.
 *
 * @param flags bits of {@link Flags}, the same in both dialects
 * @param wireFlags the bits as received
 * @param correlationHigh first half of the correlation id (502), valid with {@link Flags#CORRELATION_ID}
 * @param correlationLow second half of it
 */
public record Header(Dialect dialect, MessageType type, int flags, int wireFlags, int sequence,
        int serializerId, long payloadLength, long annotationsLength, long correlationHigh,
        long correlationLow) {

    /** The number of bytes that determine the dialect and thus the size of the header. */
    public static final int PROLOGUE_SIZE = 6;

    static final int PYRO = 'P' << 24 | 'Y' << 16 | 'R' << 8 | 'O';
    static final int MAGIC_502 = 0x4dc5;

    private static final int CHECKSUM_SEED_48 = 0x34e9;
    private static final int SIZE_48 = 24;
    private static final int SIZE_502 = 40;
    private static final int LARGEST_ARRAY = Integer.MAX_VALUE - 8;

    /** Refuses negative lengths. */
    public Header {
        if ((payloadLength | annotationsLength) < 0) {
            throw new IllegalArgumentException("negative length: payload " + payloadLength
                    + ", annotations " + annotationsLength);
        }
    }

    /** Returns the size in bytes of the header of a dialect. */
    public static int size(Dialect dialect) {
        return dialect == Dialect.V48 ? SIZE_48 : SIZE_502;
    }

    /**
     * Returns the dialect that the six bytes at an offset announce.
     *
     * @throws MalformedMessageException if they announce neither; the answer is in 502, but in 48 for a version below
     *         256 (docs/protocol.md, 2.3, 2.4)
     */
    public static Dialect dialectOf(byte[] bytes, int offset) {
        requireBytes(Dialect.V502, PROLOGUE_SIZE, bytes, offset);
        if (BigEndian.signedInt(bytes, offset) == PYRO) {
            int version = BigEndian.unsignedShort(bytes, offset + 4);
            if (version == Dialect.V502.version()) {
                return Dialect.V502;
            }
            if (version == Dialect.V48.version()) {
                return Dialect.V48;
            }
            throw otherVersion(version < 256 ? Dialect.V48 : Dialect.V502, version);
        }
        throw notPyro(Dialect.V502, bytes, offset);
    }

    /**
     * Parses the complete header at an offset.
     *
     * @throws MalformedMessageException if it is not a header of this dialect, its checksum (48) or magic number (502)
     *         is wrong, or its message type is unknown
     */
    public static Header parse(Dialect dialect, byte[] bytes, int offset) {
        requireBytes(dialect, size(dialect), bytes, offset);
        if (BigEndian.signedInt(bytes, offset) != PYRO) {
            throw notPyro(dialect, bytes, offset);
        }
        int version = BigEndian.unsignedShort(bytes, offset + 4);
        if (version != dialect.version()) {
            throw otherVersion(dialect, version);
        }
        return dialect == Dialect.V48 ? parse48(bytes, offset) : parse502(bytes, offset);
    }

    // 48: offset, size in bytes, field
    //    0 4 PYRO          8 2 flags                         16 2 serializer
    //    4 2 00 30        10 2 sequence                      18 2 length of all annotations
    //    6 2 type         12 4 length of payload, signed     20 2 reserved     22 2 checksum
    private static Header parse48(byte[] bytes, int offset) {
        int typeCode = BigEndian.unsignedShort(bytes, offset + 6);
        int wireFlags = BigEndian.unsignedShort(bytes, offset + 8);
        int sequence = BigEndian.unsignedShort(bytes, offset + 10);
        int payload = BigEndian.signedInt(bytes, offset + 12);
        int serializerId = BigEndian.unsignedShort(bytes, offset + 16);
        int annotations = BigEndian.unsignedShort(bytes, offset + 18);
        int came = BigEndian.unsignedShort(bytes, offset + 22);
        int sum = checksum48(typeCode, wireFlags, sequence, payload, serializerId, annotations);
        if (came != sum) {
            throw new MalformedMessageException(Dialect.V48, "header checksum mismatch",
                    "0x" + Integer.toHexString(came) + " came, the fields add up to 0x"
                            + Integer.toHexString(sum));
        }
        if (payload < 0) {
            throw new MalformedMessageException(Dialect.V48,
                    "invalid message size (outside range 0..2Gb)", "payload length " + payload);
        }
        MessageType type = typeOf(Dialect.V48, typeCode);
        return new Header(Dialect.V48, type, Flags.fromWire(Dialect.V48, wireFlags), wireFlags,
                sequence, serializerId, payload, annotations, 0, 0);
    }

    static void write48(byte[] bytes, int offset, MessageType type, int wireFlags, int sequence,
            int serializerId, int payload, int annotations) {
        BigEndian.putInt(bytes, offset, PYRO);
        BigEndian.putShort(bytes, offset + 4, Dialect.V48.version());
        BigEndian.putShort(bytes, offset + 6, type.code());
        BigEndian.putShort(bytes, offset + 8, wireFlags);
        BigEndian.putShort(bytes, offset + 10, sequence);
        BigEndian.putInt(bytes, offset + 12, payload);
        BigEndian.putShort(bytes, offset + 16, serializerId);
        BigEndian.putShort(bytes, offset + 18, annotations);
        BigEndian.putShort(bytes, offset + 20, 0);
        BigEndian.putShort(bytes, offset + 22,
                checksum48(type.code(), wireFlags, sequence, payload, serializerId, annotations));
    }

    /**
     * Returns the length of the message that begins at an offset, including the header: -1 if its header is incomplete,
     * 0 if it is not a message, which parsing will report.
     */
    public static long messageLength(byte[] bytes, int offset, int available) {
        if (available < PROLOGUE_SIZE) {
            return -1;
        }
        int version = BigEndian.unsignedShort(bytes, offset + 4);
        if (version == Dialect.V502.version()) {
            return available < SIZE_502
                    ? -1
                    : SIZE_502 + BigEndian.unsignedInt(bytes, offset + 12)
                            + BigEndian.unsignedInt(bytes, offset + 16);
        }
        if (version == Dialect.V48.version()) {
            return available < SIZE_48
                    ? -1
                    : SIZE_48 + BigEndian.unsignedInt(bytes, offset + 12)
                            + BigEndian.unsignedShort(bytes, offset + 18);
        }
        return 0;
    }

    /** Changes the sequence number of a complete message in its buffer. */
    static void renumber(Dialect dialect, byte[] bytes, int offset, int sequence) {
        if (dialect == Dialect.V48) {
            int before = BigEndian.unsignedShort(bytes, offset + 10);
            int checksum = BigEndian.unsignedShort(bytes, offset + 22);
            BigEndian.putShort(bytes, offset + 22, checksum + sequence - before & 0xffff);
        }
        BigEndian.putShort(bytes, offset + 10, sequence);
    }

    private static int checksum48(int typeCode, int wireFlags, int sequence, int payload,
            int serializerId, int annotations) {
        // may wrap around an int: only the low 16 bits count
        int sum = typeCode + Dialect.V48.version() + payload + annotations + serializerId
                + wireFlags + sequence + CHECKSUM_SEED_48;
        return sum & 0xffff;
    }

    // 502: offset, size in bytes, field
    //    0 4 PYRO          8  2 flags                        20 16 correlation id
    //    4 2 01 f6        10  2 sequence                     36  2 reserved
    //    6 1 type         12  4 length of payload            38  2 magic number 4d c5
    //    7 1 serializer   16  4 length of all annotations
    private static Header parse502(byte[] bytes, int offset) {
        int magic = BigEndian.unsignedShort(bytes, offset + 38);
        if (magic != MAGIC_502) {
            throw new MalformedMessageException(Dialect.V502, "invalid message or protocol version",
                    "magic number 0x" + Integer.toHexString(magic) + " came, not 0x"
                            + Integer.toHexString(MAGIC_502));
        }
        MessageType type = typeOf(Dialect.V502, bytes[offset + 6] & 0xff);
        int wireFlags = BigEndian.unsignedShort(bytes, offset + 8);
        return new Header(Dialect.V502, type, Flags.fromWire(Dialect.V502, wireFlags), wireFlags,
                BigEndian.unsignedShort(bytes, offset + 10), bytes[offset + 7] & 0xff,
                BigEndian.unsignedInt(bytes, offset + 12),
                BigEndian.unsignedInt(bytes, offset + 16), BigEndian.signedLong(bytes, offset + 20),
                BigEndian.signedLong(bytes, offset + 28));
    }

    /** Writes all fields but the correlation id, which has been written before. */
    static void write502(byte[] bytes, int offset, MessageType type, int wireFlags, int sequence,
            int serializerId, int payload, int annotations) {
        BigEndian.putInt(bytes, offset, PYRO);
        BigEndian.putShort(bytes, offset + 4, Dialect.V502.version());
        bytes[offset + 6] = (byte) type.code();
        bytes[offset + 7] = (byte) serializerId;
        BigEndian.putShort(bytes, offset + 8, wireFlags);
        BigEndian.putShort(bytes, offset + 10, sequence);
        BigEndian.putInt(bytes, offset + 12, payload);
        BigEndian.putInt(bytes, offset + 16, annotations);
        BigEndian.putShort(bytes, offset + 36, 0);
        BigEndian.putShort(bytes, offset + 38, MAGIC_502);
    }

    static void writeCorrelation502(byte[] bytes, int offset, long high, long low) {
        BigEndian.putLong(bytes, offset + 20, high);
        BigEndian.putLong(bytes, offset + 28, low);
    }

    /**
     * Returns how many bytes of annotations and payload follow, after checking them against the limit.
     *
     * @param peer the sender, for the error message
     * @throws MessageTooLargeException if they are more than {@code maxMessageBytes}, or do not fit into an array
     */
    public int bodyLength(WireLimits limits, String peer) {
        long length = payloadLength + annotationsLength;
        long max = limits.maxMessageBytes();
        if (max > 0 && length > max) {
            throw new MessageTooLargeException(limits.messageIsHandshake()
                    ? "handshake message of " + length + " bytes from " + peer
                            + " exceeds MAX_HANDSHAKE_SIZE " + max
                            + "; raise it or send the data in a call"
                    : "message of " + length + " bytes from " + peer + " exceeds maxMessageSize "
                            + max + "; raise it or stream the data");
        }
        int largest = LARGEST_ARRAY - size(dialect);
        if (length > largest) {
            throw new MessageTooLargeException("message of " + length + " bytes from " + peer
                    + " exceeds the " + largest + " bytes that fit one array; stream the data");
        }
        return (int) length;
    }

    private static MessageType typeOf(Dialect dialect, int code) {
        MessageType type = MessageType.ofCode(code);
        if (type == null) {
            throw new MalformedMessageException(dialect, "invalid msg type " + code + " received");
        }
        return type;
    }

    private static void requireBytes(Dialect dialect, int wanted, byte[] bytes, int offset) {
        if (bytes.length - offset < wanted) {
            throw new MalformedMessageException(dialect, "header is cut off",
                    "wanted " + wanted + " bytes at offset " + offset + " of " + bytes.length);
        }
    }

    private static MalformedMessageException notPyro(Dialect answerIn, byte[] bytes, int offset) {
        ForeignProtocol foreign = ForeignProtocol.of(bytes, offset);
        return new MalformedMessageException(answerIn,
                answerIn == Dialect.V48
                        ? "invalid data or unsupported protocol version"
                        : "invalid data",
                "a message begins with PYRO, but these bytes came: " + HexFormat.ofDelimiter(" ")
                        .formatHex(bytes, offset, offset + PROLOGUE_SIZE)
                        + (foreign == null ? "" : ", " + foreign.description()),
                null, foreign);
    }

    private static MalformedMessageException otherVersion(Dialect answerIn, int version) {
        return answerIn == Dialect.V48
                ? new MalformedMessageException(answerIn,
                        "invalid data or unsupported protocol version",
                        "protocol version " + version + " came")
                : new MalformedMessageException(answerIn, "invalid protocol version: " + version);
    }
}
