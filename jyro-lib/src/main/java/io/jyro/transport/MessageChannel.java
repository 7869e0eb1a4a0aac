package io.jyro.transport;

import java.io.IOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Arrays;

import io.jyro.CallTimeoutException;
import io.jyro.CommunicationException;
import io.jyro.ConnectionClosedException;
import io.jyro.Dialect;
import io.jyro.wire.ByteOutput;
import io.jyro.wire.Header;
import io.jyro.wire.Hmac;
import io.jyro.wire.Message;
import io.jyro.wire.WireLimits;
import org.jspecify.annotations.Nullable;

/**
 * Messages over a connection: one read and one write each, as a rule. Reading is for one thread at a time, writing
 * for one thread at a time, and the two may be different threads.
 */
public final class MessageChannel implements AutoCloseable {
    private static final int SMALL_BUFFER = 8 * 1024;
    private static final int LARGEST_KEPT_BUFFER = 64 * 1024;

    private final Connection connection;
    private final WireLimits limits;
    private final @Nullable Hmac hmac;
    // Bytes read and not yet used stand from start to end.
    private byte[] buffer = new byte[SMALL_BUFFER];
    private int start;
    private int end;
    private long deadlineNanos;
    private Dialect lastDialect = Dialect.V502;

    /** Over a connection; a key makes messages of protocol 48 checked against it. */
    public MessageChannel(Connection connection, WireLimits limits, @Nullable Hmac hmac) {
        this.connection = connection;
        this.limits = limits;
        this.hmac = hmac;
    }

    /**
     * Reads the next message, waiting until its first byte arrives.
     *
     * <p>Annotations and payload are views into this channel's buffer, valid until the next read. No memory is taken
     * for a length before the bytes are there.
     *
     * @return the message, checked for version, size, annotations and HMAC, not yet deserialized
     * @throws ConnectionClosedException if the peer closed
     * @throws CallTimeoutException if nothing came within the read timeout, or not all by the deadline
     * @throws io.jyro.ProtocolException if the bytes are no message
     */
    public Message read() {
        try {
            fill(Header.PROLOGUE_SIZE);
            Dialect dialect = Header.dialectOf(buffer, start);
            lastDialect = dialect;
            int headerSize = Header.size(dialect);
            fill(headerSize);
            Header header = Header.parse(dialect, buffer, start);
            int bodyLength = header.bodyLength(limits, connection.toString());
            fill(Math.addExact(headerSize, bodyLength));
            int body = start + headerSize;
            start = body + bodyLength;
            return Message.parse(header, buffer, body, limits, hmac);
        } catch (SocketTimeoutException e) {
            throw new CallTimeoutException(
                    "receiving: timeout: nothing more came from " + connection, e);
        } catch (IOException e) {
            throw new ConnectionClosedException(
                    "receiving: connection lost: " + e.getMessage() + " (" + connection
                            + ")",
                    e);
        }
    }

    /**
     * Waits until at least one byte of the next message is there.
     *
     * @return false if nothing came within the read timeout
     * @throws ConnectionClosedException if the peer closed
     */
    public boolean awaitFirstByte() {
        try {
            fill(1);
            return true;
        } catch (SocketTimeoutException e) {
            return false;
        } catch (IOException e) {
            throw new ConnectionClosedException(
                    "receiving: connection lost: " + e.getMessage() + " (" + connection
                            + ")",
                    e);
        }
    }

    /**
     * The dialect of the next message, which is not read yet; waits until as much of it is there as tells.
     *
     * @throws ConnectionClosedException if the peer closed
     * @throws CallTimeoutException if that did not come within the read timeout
     * @throws io.jyro.ProtocolException if the bytes are no message
     */
    public Dialect awaitDialect() {
        try {
            fill(Header.PROLOGUE_SIZE);
            return Header.dialectOf(buffer, start);
        } catch (SocketTimeoutException e) {
            throw new CallTimeoutException(
                    "receiving: timeout: nothing more came from " + connection, e);
        } catch (IOException e) {
            throw new ConnectionClosedException(
                    "receiving: connection lost: " + e.getMessage() + " (" + connection
                            + ")",
                    e);
        }
    }

    /** The dialect of the last header that was begun; 502 before the first. */
    public Dialect lastDialect() {
        return lastDialect;
    }

    /** Whether bytes of a further message have already been read. */
    public boolean hasBufferedBytes() {
        return end > start;
    }

    /** Sends all messages of a buffer. */
    public void write(ByteOutput messages) {
        try {
            connection.write(messages.array(), 0, messages.position());
        } catch (IOException e) {
            throw new ConnectionClosedException(
                    "sending: connection lost: " + e.getMessage() + " (" + connection
                            + ")",
                    e);
        }
    }

    /** How long {@link #read} waits for a first byte, and between bytes; zero is for ever. */
    public void readTimeout(Duration timeout) {
        deadlineNanos = 0;
        setReadTimeout(timeout);
    }

    /** From now on all reads together take at most so long; until the next {@link #readTimeout}. */
    public void readDeadline(Duration fromNow) {
        deadlineNanos = Math.max(1, System.nanoTime() + fromNow.toNanos());
    }

    /**
     * Closes so that what was written arrives: ends the output, then reads and drops what the peer still sends, for at
     * most the given time. Closing with unread input would make the system throw away our last words.
     */
    public void closeGently(Duration atMost) {
        try {
            connection.shutdownOutput();
            readDeadline(atMost);
            do {
                start = end = 0;
            } while (readMore() >= 0);
        } catch (IOException | CommunicationException e) {
            // the peer did not care to the end; closing is all that is left
        } finally {
            connection.close();
        }
    }

    /** The connection below. */
    public Connection connection() {
        return connection;
    }

    /** Closes the connection at once; any thread. */
    @Override
    public void close() {
        connection.close();
    }

    private void fill(int needed) throws IOException {
        if (start == end) {
            start = end = 0;
            if (buffer.length > LARGEST_KEPT_BUFFER && needed <= SMALL_BUFFER) {
                buffer = new byte[SMALL_BUFFER];
            }
        }
        while (end - start < needed) {
            makeRoom(needed);
            if (readMore() < 0) {
                throw new ConnectionClosedException(end == start
                        ? "receiving: not enough data: " + connection + " closed the connection"
                        : "receiving: not enough data: " + connection + " closed after "
                                + (end - start) + " of at least "
                                + needed + " bytes of a message");
            }
        }
    }

    private int readMore() throws IOException {
        if (deadlineNanos != 0) {
            long left = deadlineNanos - System.nanoTime();
            if (left <= 0) {
                throw new SocketTimeoutException("deadline passed");
            }
            setReadTimeout(Duration.ofNanos(left));
        }
        int count = connection.read(buffer, end, buffer.length - end);
        if (count > 0) {
            end += count;
        }
        return count;
    }

    // Grows only as bytes arrive: to twice of what is there, however much was announced.
    private void makeRoom(int needed) {
        if (end < buffer.length) {
            if (buffer.length - start >= needed || start == 0) {
                return;
            }
        }
        int have = end - start;
        if (start > 0 && (needed <= buffer.length || have <= buffer.length / 2)) {
            System.arraycopy(buffer, start, buffer, 0, have);
        } else {
            long larger = Math.min(needed, Math.max(LARGEST_KEPT_BUFFER, buffer.length * 2L));
            buffer = Arrays.copyOfRange(buffer, start,
                    start + Math.max(buffer.length, (int) larger));
        }
        start = 0;
        end = have;
    }

    private void setReadTimeout(Duration timeout) {
        try {
            connection.readTimeout(timeout);
        } catch (IOException e) {
            throw new ConnectionClosedException(
                    "receiving: connection lost: " + e.getMessage() + " (" + connection
                            + ")",
                    e);
        }
    }
}
