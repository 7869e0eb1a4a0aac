package io.jyro.transport;

import java.nio.ByteBuffer;
import java.util.List;

import io.jyro.Dialect;
import io.jyro.PyroConfig;
import io.jyro.wire.ByteOutput;
import io.jyro.wire.Header;
import io.jyro.wire.Message;
import io.jyro.wire.MessageType;
import io.jyro.wire.Payload;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Logs the messages that are sent and received if {@link PyroConfig#logWire()} is set: at debug level, on a logger of
 * its own, with the header fields and the beginning of the payload. Payloads of calls can contain secrets. Payloads of
 * handshakes, which often do, and annotations, which include signatures, are left out. Immutable.
 */
public final class WireLog {
    private static final int MOST_BYTES = 1000;
    private static final int FIRST_PRINTABLE = ' ';
    private static final int LAST_PRINTABLE = '~';

    private final Logger log = LoggerFactory.getLogger(WireLog.class);
    private final String end;

    private WireLog(String end) {
        this.end = end;
    }

    /**
     * Returns the log of a configuration; null if it has none.
     *
     * @param end which end of the connection this is, {@code daemon} or {@code proxy}
     */
    public static @Nullable WireLog of(PyroConfig config, String end) {
        return config.logWire() ? new WireLog(end) : null;
    }

    /** Logs a received message, whose payload is already decompressed. */
    public void received(Message message, Connection from) {
        if (log.isDebugEnabled()) {
            Payload payload = message.payload();
            int plain = payload.bulks().isEmpty()
                    ? payload.ownLength()
                    : payload.bulks().getFirst().at();
            line("received from", from, message.dialect(), message.type(),
                    message.wireFlags(), message.serializerId(), message.sequence(),
                    payload.length(), ByteBuffer.wrap(payload.array(), payload.offset(),
                            Math.min(MOST_BYTES, plain)));
        }
    }

    /** Logs messages that are about to be sent, without decompressing their payloads. */
    public void sent(ByteOutput messages, Connection to) {
        if (!log.isDebugEnabled()) {
            return;
        }
        List<ByteBuffer> parts = messages.parts();
        for (long at = 0; at < messages.size();) {
            byte[] start = copy(parts, at, Header.PROLOGUE_SIZE);
            Dialect dialect = Header.dialectOf(start, 0);
            int size = Header.size(dialect);
            Header header = Header.parse(dialect, copy(parts, at, size), 0);
            long payload = at + size + header.annotationsLength();
            int shown = (int) Math.min(MOST_BYTES, header.payloadLength());
            line("sending to", to, dialect, header.type(), header.wireFlags(),
                    header.serializerId(), header.sequence(), header.payloadLength(),
                    ByteBuffer.wrap(copy(parts, payload, shown)));
            at = payload + header.payloadLength();
        }
    }

    private void line(String what, Connection peer, Dialect dialect, MessageType type, int flags,
            int serializer, int sequence, long length, ByteBuffer payload) {
        boolean handshake = type == MessageType.CONNECT || type == MessageType.CONNECTOK;
        int shown = payload.remaining();
        log.debug("{} wiredata {} {}: protocol={} msgtype={} flags=0x{} ser={} seq={} data={}{}",
                end, what, peer, dialect.version(), type.code(), Integer.toHexString(flags),
                serializer, sequence,
                handshake ? "handshake, not logged (" + length + " bytes)" : text(payload),
                length > shown && !handshake ? "... (" + length + " bytes)" : "");
    }

    private static byte[] copy(List<ByteBuffer> parts, long from, int length) {
        byte[] copy = new byte[length];
        long skip = from;
        int have = 0;
        for (ByteBuffer part : parts) {
            if (skip < part.remaining() && have < length) {
                int count = (int) Math.min(length - have, part.remaining() - skip);
                part.duplicate().position(part.position() + (int) skip).get(copy, have, count);
                have += count;
                skip = 0;
            } else {
                skip = Math.max(0, skip - part.remaining());
            }
        }
        return copy;
    }

    // Formats bytes like Python, which keeps remote text on one line.
    private static String text(ByteBuffer bytes) {
        StringBuilder text = new StringBuilder("b'");
        while (bytes.hasRemaining()) {
            int next = bytes.get() & 0xff;
            switch (next) {
                case '\n' -> text.append("\\n");
                case '\r' -> text.append("\\r");
                case '\t' -> text.append("\\t");
                case '\'', '\\' -> text.append('\\').append((char) next);
                default -> {
                    if (next < FIRST_PRINTABLE || next > LAST_PRINTABLE) {
                        text.append(String.format("\\x%02x", next));
                    } else {
                        text.append((char) next);
                    }
                }
            }
        }
        return text.append('\'').toString();
    }
}
