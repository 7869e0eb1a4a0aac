package io.jyro.hostile;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

import io.jyro.Dialect;
import io.jyro.wire.MessageType;

/**
 * A message as plain bytes, put together without the code under test, and therefore free to be wrong in any field. Each
 * method gives a changed copy. Lengths and checksum are right unless they are given.
 */
@SuppressWarnings("ArrayRecordComponent") // never compared as a whole
public record RawMessage(Dialect dialect, int version, int type, int flags, int sequence,
        int serializer, int payloadLength, int annotationsLength, byte[] correlation, int seal,
        byte[] annotations, byte[] payload) {

    /** Stands for "whatever is right". */
    private static final int RIGHT = Integer.MIN_VALUE;
    private static final int MAGIC = 0x4dc5;
    private static final int CHECKSUM_SEED = 0x34e9;

    /** A flawless empty message in serpent. */
    public static RawMessage of(Dialect dialect, MessageType type) {
        return new RawMessage(dialect, dialect.version(), type.code(), 0, 0, 1, RIGHT, RIGHT,
                new byte[16], RIGHT, new byte[0], new byte[0]);
    }

    /** CONNECT for an object, as a Python client of the dialect sends it. */
    public static RawMessage connect(Dialect dialect, String objectId) {
        return of(dialect, MessageType.CONNECT).flags(dialect == Dialect.V48 ? 0x10 : 0)
                .serpent("{'handshake':'hello','object':'" + objectId + "'}");
    }

    /** INVOKE with arguments as they stand in a serpent tuple, such as {@code 1,'two',}. */
    public static RawMessage invoke(Dialect dialect, String objectId, String method, String args) {
        return of(dialect, MessageType.INVOKE).sequence(1)
                .serpent("('" + objectId + "','" + method + "',(" + args + "),{})");
    }

    /** Reads one from a stream; its payload is as it came. */
    public static RawMessage read(InputStream in) throws IOException {
        DataInputStream data = new DataInputStream(in);
        byte[] start = new byte[6];
        data.readFully(start);
        ByteBuffer prologue = ByteBuffer.wrap(start);
        if (prologue.getInt() != 0x5059524f) {
            throw new AssertionError("no message: " + Arrays.toString(start));
        }
        Dialect dialect = prologue.getShort() == Dialect.V48.version() ? Dialect.V48 : Dialect.V502;
        byte[] rest = new byte[dialect == Dialect.V48 ? 18 : 34];
        data.readFully(rest);
        ByteBuffer b = ByteBuffer.wrap(rest);
        RawMessage m;
        if (dialect == Dialect.V48) {
            int type = b.getShort();
            int flags = b.getShort();
            int sequence = b.getShort() & 0xffff;
            int payload = b.getInt();
            int serializer = b.getShort();
            int annotations = b.getShort() & 0xffff;
            b.getShort();
            m = new RawMessage(dialect, 48, type, flags, sequence, serializer, payload, annotations,
                    new byte[16], b.getShort() & 0xffff, new byte[annotations], new byte[payload]);
        } else {
            int type = b.get();
            int serializer = b.get();
            int flags = b.getShort();
            int sequence = b.getShort() & 0xffff;
            int payload = b.getInt();
            int annotations = b.getInt();
            byte[] correlation = new byte[16];
            b.get(correlation);
            b.getShort();
            m = new RawMessage(dialect, 502, type, flags, sequence, serializer, payload,
                    annotations, correlation, b.getShort() & 0xffff, new byte[annotations],
                    new byte[payload]);
        }
        data.readFully(m.annotations);
        data.readFully(m.payload);
        return m;
    }

    /** With another version number in the header, which stays of the same form. */
    public RawMessage version(int value) {
        return new RawMessage(dialect, value, type, flags, sequence, serializer, payloadLength,
                annotationsLength, correlation, seal, annotations, payload);
    }

    /** With another type, of the six or not. */
    public RawMessage type(int value) {
        return new RawMessage(dialect, version, value, flags, sequence, serializer, payloadLength,
                annotationsLength, correlation, seal, annotations, payload);
    }

    /** With these flags, in the dialect's own bits. */
    public RawMessage flags(int value) {
        return new RawMessage(dialect, version, type, value, sequence, serializer, payloadLength,
                annotationsLength, correlation, seal, annotations, payload);
    }

    /** With this sequence number. */
    public RawMessage sequence(int value) {
        return new RawMessage(dialect, version, type, flags, value, serializer, payloadLength,
                annotationsLength, correlation, seal, annotations, payload);
    }

    /** With this number for a serializer. */
    public RawMessage serializer(int value) {
        return new RawMessage(dialect, version, type, flags, sequence, value, payloadLength,
                annotationsLength, correlation, seal, annotations, payload);
    }

    /** Claims this length, whatever the payload is. */
    public RawMessage claimPayload(int value) {
        return new RawMessage(dialect, version, type, flags, sequence, serializer, value,
                annotationsLength, correlation, seal, annotations, payload);
    }

    /** Claims this length, whatever the annotations are. */
    public RawMessage claimAnnotations(int value) {
        return new RawMessage(dialect, version, type, flags, sequence, serializer, payloadLength,
                value, correlation, seal, annotations, payload);
    }

    /** With another checksum (48) or magic number (502). */
    public RawMessage seal(int value) {
        return new RawMessage(dialect, version, type, flags, sequence, serializer, payloadLength,
                annotationsLength, correlation, value, annotations, payload);
    }

    /** With one more annotation. */
    public RawMessage annotation(String id, byte[] value) {
        byte[] head = id.getBytes(StandardCharsets.ISO_8859_1);
        ByteBuffer b = ByteBuffer.allocate(
                annotations.length + head.length + (dialect == Dialect.V48 ? 2 : 4) + value.length);
        b.put(annotations).put(head);
        if (dialect == Dialect.V48) {
            b.putShort((short) value.length);
        } else {
            b.putInt(value.length);
        }
        return annotationBytes(b.put(value).array());
    }

    /** With these bytes where the annotations stand. */
    public RawMessage annotationBytes(byte[] bytes) {
        return new RawMessage(dialect, version, type, flags, sequence, serializer, payloadLength,
                annotationsLength, correlation, seal, bytes, payload);
    }

    /** With this payload. */
    public RawMessage payload(byte[] bytes) {
        return new RawMessage(dialect, version, type, flags, sequence, serializer, payloadLength,
                annotationsLength, correlation, seal, annotations, bytes);
    }

    /** With a payload of serpent text; the first line is put in front. */
    public RawMessage serpent(String text) {
        return payload(("# serpent utf-8 python3.2\n" + text).getBytes(StandardCharsets.UTF_8));
    }

    /** All of it. */
    public byte[] bytes() {
        int payloadClaim = payloadLength == RIGHT ? payload.length : payloadLength;
        int annotationsClaim = annotationsLength == RIGHT ? annotations.length : annotationsLength;
        ByteBuffer b = ByteBuffer
                .allocate(headerSize() + annotations.length + payload.length);
        b.putInt(0x5059524f).putShort((short) version);
        if (dialect == Dialect.V48) {
            int sum = type + version + payloadClaim + annotationsClaim + serializer + flags
                    + sequence + CHECKSUM_SEED;
            b.putShort((short) type).putShort((short) flags).putShort((short) sequence)
                    .putInt(payloadClaim).putShort((short) serializer)
                    .putShort((short) annotationsClaim).putShort((short) 0)
                    .putShort((short) (seal == RIGHT ? sum : seal));
        } else {
            b.put((byte) type).put((byte) serializer).putShort((short) flags)
                    .putShort((short) sequence).putInt(payloadClaim).putInt(annotationsClaim)
                    .put(correlation).putShort((short) 0)
                    .putShort((short) (seal == RIGHT ? MAGIC : seal));
        }
        return b.put(annotations).put(payload).array();
    }

    /** How long its header is. */
    public int headerSize() {
        return dialect == Dialect.V48 ? 24 : 40;
    }

    /** The payload as text, without the first line that serpent has. */
    public String text() {
        String all = new String(payload, StandardCharsets.UTF_8);
        return all.startsWith("# serpent") ? all.substring(all.indexOf('\n') + 1) : all;
    }

    /** The text of a payload that is one ASCII string in marshal, in CPython's short form or in the general one. */
    public String marshalText() {
        ByteBuffer b = ByteBuffer.wrap(payload).order(ByteOrder.LITTLE_ENDIAN);
        int length = switch (b.get() & 0xff) {
            case 0xfa -> b.get() & 0xff;
            case 'u' -> b.getInt();
            default -> -1;
        };
        if (length != b.remaining()) {
            throw new AssertionError("no marshal string: " + Arrays.toString(payload));
        }
        return new String(payload, b.position(), length, StandardCharsets.US_ASCII);
    }

    /**
     * Without the correlation id, which differs from call to call: the header field (502) or the annotation CORR (48),
     * and what depends on them.
     */
    public RawMessage withoutCorrelation() {
        if (dialect == Dialect.V502) {
            return new RawMessage(dialect, version, type, flags & ~0x40, sequence, serializer,
                    payloadLength, annotationsLength, new byte[16], seal, annotations, payload);
        }
        ByteArrayOutputStream rest = new ByteArrayOutputStream();
        for (int i = 0; i < annotations.length;) {
            int end = i + 6 + ((annotations[i + 4] & 0xff) << 8 | annotations[i + 5] & 0xff);
            if (annotations[i] != 'C' || annotations[i + 1] != 'O') {
                rest.write(annotations, i, end - i);
            }
            i = end;
        }
        return annotationBytes(rest.toByteArray()).claimAnnotations(RIGHT).seal(RIGHT);
    }
}
