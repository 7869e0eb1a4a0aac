package io.jyro.transport;

import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

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
    // Most connections of a daemon that many clients hold open are silent, so each begins small.
    private static final int SMALL_BUFFER = 256;
    private static final int LARGEST_KEPT_BUFFER = 64 * 1024;
    // So much is buffered by any system: until then a write ends by itself, whatever the peer does.
    private static final int SAFELY_UNHEARD = 16 * 1024;
    // Little is copied again while a large message comes, and little memory is taken that it may not need.
    private static final long GROWTH = 4;
    private static final int GUARDED_PIECE = 256 * 1024;

    private final Connection connection;
    private final WireLimits limits;
    private final @Nullable Hmac hmac;
    private final @Nullable Polling polling;
    // Bytes read and not yet used stand from start to end.
    private byte[] buffer = new byte[SMALL_BUFFER];
    private int start;
    private int end;
    private boolean filled;
    private long deadlineNanos;
    private Duration readTimeout = Duration.ZERO;
    private long headerTimeout;
    private Dialect lastDialect = Dialect.V502;
    private Duration writeTimeout = Duration.ZERO;
    // Bytes written since something came, which shows that the peer reads. A guess is enough.
    private long unheard;
    private long bytesRead;
    private long bytesWritten;

    /**
     * Over a connection; a key makes messages of protocol 48 checked against it.
     *
     * @param polls whether a thread may look for bytes for some microseconds before it sleeps
     */
    public MessageChannel(Connection connection, WireLimits limits, @Nullable Hmac hmac,
            boolean polls) {
        this.connection = connection;
        this.limits = limits;
        this.hmac = hmac;
        polling = polls ? new Polling() : null;
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
            boolean slow = headerTimeout != 0 && deadlineNanos == 0 && !hasHeader();
            if (slow) {
                fill(1);
                deadlineNanos = Math.max(1, System.nanoTime() + headerTimeout);
            }
            fill(Header.PROLOGUE_SIZE);
            Dialect dialect = Header.dialectOf(buffer, start);
            lastDialect = dialect;
            int headerSize = Header.size(dialect);
            fill(headerSize);
            if (slow) {
                readTimeout(readTimeout);
            }
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

    /** Whether there is anything to be read, here or in the connection, as far as can be told. Any thread. */
    public boolean hasMore() {
        try {
            return hasBufferedBytes() || connection.available() > 0;
        } catch (IOException e) {
            return true; // reading will tell
        }
    }

    /** Whether a whole further message has already been read, or what cannot become one. */
    public boolean hasWholeMessage() {
        if (end == start) {
            return false;
        }
        long length = Header.messageLength(buffer, start, end - start);
        return length >= 0 && length <= end - start;
    }

    /**
     * Leaves the last message's bytes to whoever holds it, so that they stay valid beyond the next read: the message is
     * copied if it is small, and otherwise keeps the buffer.
     *
     * @return the same message, or its copy
     */
    public Message detach(Message message) {
        if (start != end || message.payloadLength() <= LARGEST_KEPT_BUFFER) {
            return message.copy();
        }
        buffer = new byte[SMALL_BUFFER];
        start = end = 0;
        return message;
    }

    /** Gives back memory that a connection in use needs, before a long wait. */
    public void shrink() {
        if (start == end && buffer.length > SMALL_BUFFER) {
            buffer = new byte[SMALL_BUFFER];
            start = end = 0;
        }
        filled = false;
    }

    /** Sends all messages of a buffer. */
    public void write(ByteOutput messages) {
        int length = messages.size();
        unheard += length;
        bytesWritten += length;
        if (messages.isWhole()) {
            writePart(messages.array(), 0, length);
            return;
        }
        for (ByteBuffer part : messages.parts()) {
            if (part.hasArray()) {
                writePart(part.array(), part.arrayOffset() + part.position(), part.remaining());
            } else {
                writeCopied(part);
            }
        }
    }

    private void writeCopied(ByteBuffer part) {
        byte[] piece = new byte[Math.min(GUARDED_PIECE, part.remaining())];
        while (part.hasRemaining()) {
            int length = Math.min(piece.length, part.remaining());
            part.get(piece, 0, length);
            writePart(piece, 0, length);
        }
    }

    private void writePart(byte[] bytes, int offset, int length) {
        if (unheard <= SAFELY_UNHEARD || writeTimeout.isZero()) {
            write(bytes, offset, length);
        } else {
            for (int from = 0; from < length; from += GUARDED_PIECE) {
                writeGuarded(bytes, offset + from, Math.min(GUARDED_PIECE, length - from));
            }
        }
    }

    /** How long a write may be without progress if the peer takes nothing; zero, as at first, is for ever. */
    public void writeTimeout(Duration timeout) {
        writeTimeout = timeout;
    }

    private void write(byte[] bytes, int from, int length) {
        try {
            connection.write(bytes, from, length);
        } catch (IOException e) {
            throw new ConnectionClosedException(
                    "sending: connection lost: " + e.getMessage() + " (" + connection
                            + ")",
                    e);
        }
    }

    // Only closing the connection ends a write that waits.
    private void writeGuarded(byte[] bytes, int from, int length) {
        CompletableFuture<Void> written = new CompletableFuture<>();
        CompletableFuture<Void> guard = written
                .orTimeout(writeTimeout.toNanos(), TimeUnit.NANOSECONDS)
                .whenComplete((nothing, late) -> {
                    if (late != null) {
                        connection.close();
                    }
                });
        try {
            write(bytes, from, length);
        } catch (ConnectionClosedException e) {
            if (guard.isCompletedExceptionally()) {
                throw new CallTimeoutException("sending: timeout: " + connection
                        + " took no more bytes for " + writeTimeout, e);
            }
            throw e;
        } finally {
            written.complete(null);
        }
    }

    /** How long {@link #read} waits for a first byte, and between bytes; zero is for ever. */
    public void readTimeout(Duration timeout) {
        readTimeout = timeout;
        deadlineNanos = 0;
        setReadTimeout(timeout);
    }

    /** How long a header may take from its first byte to its last; zero, as at first, is for ever. */
    public void headerTimeout(Duration timeout) {
        headerTimeout = timeout.toNanos();
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

    /** How many bytes came so far; for looking at, by any thread. */
    public long bytesRead() {
        return bytesRead;
    }

    /** How many bytes were sent so far; for looking at, by any thread. */
    public long bytesWritten() {
        return bytesWritten;
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

    private boolean hasHeader() {
        return end > start && Header.messageLength(buffer, start, end - start) >= 0;
    }

    private void fill(int needed) throws IOException {
        if (start == end) {
            start = end = 0;
            if (buffer.length > LARGEST_KEPT_BUFFER && needed <= SMALL_BUFFER) {
                buffer = new byte[SMALL_BUFFER];
            }
            if (polling != null) {
                polling.await(connection);
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
        int room = buffer.length - end;
        int count = connection.read(buffer, end, room);
        if (count > 0) {
            end += count;
            bytesRead += count;
            unheard = 0;
            filled = count == room; // there is more than the buffer is made for
        }
        return count;
    }

    // Grows only as bytes arrive: to four times of what is there, however much was announced; and while more small
    // messages come at once than the buffer takes.
    private void makeRoom(int needed) {
        int have = end - start;
        int size = buffer.length;
        if (filled && size < LARGEST_KEPT_BUFFER) {
            size = Math.min(LARGEST_KEPT_BUFFER, size * 8);
        }
        filled = false;
        if (end == buffer.length && needed > size) {
            size = (int) Math.max(size,
                    Math.min(needed, Math.max(LARGEST_KEPT_BUFFER, have * GROWTH)));
        }
        if (size > buffer.length) {
            byte[] larger = new byte[size];
            System.arraycopy(buffer, start, larger, 0, have);
            buffer = larger;
        } else if (start > 0 && needed > buffer.length - start) {
            System.arraycopy(buffer, start, buffer, 0, have);
        } else {
            return;
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
