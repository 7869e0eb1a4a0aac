package io.jyro.transport.message;

import java.io.IOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Objects;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.Predicate;

import io.jyro.CallTimeoutException;
import io.jyro.CommunicationException;
import io.jyro.ConnectionClosedException;
import io.jyro.Dialect;
import io.jyro.MessageTooLargeException;
import io.jyro.PyroException;
import io.jyro.transport.ByteSource;
import io.jyro.transport.CallDeadline;
import io.jyro.transport.Connection;
import io.jyro.transport.WireLog;
import io.jyro.wire.BulkFinder;
import io.jyro.wire.Bulks;
import io.jyro.wire.Header;
import io.jyro.wire.Hmac;
import io.jyro.wire.MemoryRefusedException;
import io.jyro.wire.Message;
import io.jyro.wire.WireLimits;
import org.jspecify.annotations.Nullable;

/**
 * Reads and writes messages over a connection, usually with one system call each. Reading is for one thread at a time,
 * writing for one thread at a time, and the two may be different threads.
 */
public final class MessageChannel implements AutoCloseable {
    private static final int MOST_READ_AHEAD = 4096;
    // A message above its limits is read and dropped up to this size, so that the connection can continue; dropping
    // takes no memory.
    private static final long MOST_SKIPPED = 64 * 1024 * 1024;

    private final Connection connection;
    private WireLimits limits;
    private final ConnectionMemory memory;
    private final @Nullable Hmac hmac;
    private final ReadBuffer buffer;
    private final ByteSource source;
    private final ByteSource instantSource;
    private final BulkReader bulkReader;
    private final GuardedInput input;
    private final TimeoutWriter output;
    private @Nullable WireLog wireLog;
    private final Function<Header, BulkFinder> bulkFinders;
    // The message that is received, in part or completely.
    private @Nullable Header header;
    private @Nullable Bulks bulks; // null until the message is complete
    private int size; // without the bulks
    private @Nullable Message refused; // the result instead of a message that is too large or has no memory
    private int toSkip; // bytes of the refused message still to drop
    private @Nullable RuntimeException failureAfter; // for the next read, when the message is too large to be dropped
    private @Nullable RuntimeException failure;
    private Dialect lastDialect = Dialect.V502;
    private @Nullable Predicate<Message> chains; // null in a proxy
    private boolean answersTooLarge;

    /**
     * Creates a channel over a connection; with a key, messages of protocol 48 are checked against it.
     *
     * @param polls whether a thread may poll for bytes for some microseconds before it blocks
     * @param memory counts the memory of messages
     * @param bulkFinders find the byte strings of a message that are read into arrays of their own
     */
    public MessageChannel(Connection connection, WireLimits limits, @Nullable Hmac hmac,
            boolean polls, ConnectionMemory memory, Function<Header, BulkFinder> bulkFinders) {
        this.connection = connection;
        this.limits = limits;
        this.hmac = hmac;
        this.bulkFinders = bulkFinders;
        this.memory = memory;
        buffer = new ReadBuffer(memory);
        output = new TimeoutWriter(connection);
        input = new GuardedInput(connection, output, polls);
        source = new ByteSource() {
            @Override
            public int read(byte[] bytes, int from, int length) throws IOException {
                return input.read(bytes, from, length, buffer.isEmpty());
            }
        };
        instantSource = new ByteSource() {
            @Override
            public int read(byte[] bytes, int from, int length) throws IOException {
                return input.readNow(bytes, from, length);
            }
        };
        bulkReader = new BulkReader(buffer, source, memory);
    }

    /**
     * Reads the next message, waiting until its first byte arrives.
     *
     * <p>Annotations and payload are views into this channel's buffer, valid until the next read. No memory is taken
     * for an announced length before the bytes have come. After the handshake of a client, a message that exceeds its
     * limits, or for which the budget has no memory, is read and dropped, and {@link Message#refusal} has the reason.
     * If it is much too large, only the header is read, and the next read fails.
     *
     * @return the message, checked for version, size, annotations and HMAC, not yet deserialized
     * @throws MemoryRefusedException if the budget has no memory for it, before the end of the handshake
     * @throws ConnectionClosedException if the peer closed
     * @throws CallTimeoutException if nothing came within the read timeout, or not all by the deadline; received bytes
     *         are kept, and the next read continues with them
     * @throws WaitInterruptedException if the thread was interrupted before a first byte came; later an interrupt only
     *         sets its status
     * @throws io.jyro.ProtocolException if the bytes are not a message
     */
    public Message read() {
        RuntimeException failed = failure;
        if (failed != null) {
            failure = null;
            throw failed;
        }
        try {
            return take(receive());
        } catch (IOException e) {
            throw input.failure(e);
        }
    }

    // Contains only the bytes received so far.
    private Message begun(Header header, @Nullable PyroException refusal) {
        int body = buffer.start() + Header.size(header.dialect());
        return Message.refused(header, buffer.array(), body, bulkReader.hasAnnotationsApart()
                ? 0
                : buffer.start() + buffer.size() - body, refusal);
    }

    private boolean belongsToChain() {
        Header coming = header;
        Predicate<Message> known = chains;
        return known != null && coming != null && bulks == null
                && known.test(begun(coming, null));
    }

    /** Sets the test that decides by a message's annotations alone whether it belongs to a running chain of calls. */
    public void chains(Predicate<Message> belongsToChain) {
        chains = belongsToChain;
        memory.readsForChain(new BooleanSupplier() {
            @Override
            public boolean getAsBoolean() {
                return belongsToChain();
            }
        });
    }

    /**
     * Called when the handshake of a client has succeeded: sets the limits of later messages. From now on a message
     * that exceeds them is answered with an error.
     */
    public void welcome(WireLimits newLimits) {
        limits = newLimits;
        answersTooLarge = true;
        memory.welcome();
    }

    /** Returns the counter of the messages' memory. */
    public ConnectionMemory memory() {
        return memory;
    }

    /**
     * Waits until the next message is complete, within its limits, but no longer than the patience of the calling
     * thread if the peer makes no progress: 1 KB within that time is progress. Received bytes are kept. The next
     * {@link #read} does not wait, and throws any error that occurred here.
     *
     * @param patience of the calling thread; zero is unlimited
     * @return false if it ran out
     */
    public boolean awaitMessage(Duration patience) {
        if (hasWholeMessage()) {
            return true;
        }
        input.pace().attend(patience);
        return attend();
    }

    /**
     * Waits until more of the next message has come, within its limits; {@link #read} throws any error that occurred
     * here.
     */
    public void awaitMore() {
        if (!hasWholeMessage()) {
            input.pace().attendUntilMoreComes();
            attend();
        }
    }

    private boolean attend() {
        try {
            receive();
        } catch (SocketTimeoutException e) {
            if (input.pace().pauses()) {
                return false;
            }
            failure = input.failure(e);
        } catch (IOException e) {
            failure = input.failure(e);
        } catch (RuntimeException e) {
            failure = e;
        } finally {
            input.pace().leave();
        }
        return true;
    }

    /** Returns how long the rest of a message that has begun may still be waited for; zero is without limit. */
    public Duration timeLeft() {
        return input.pace().timeLeft();
    }

    // Waits until the next message is complete.
    private Header receive() throws IOException {
        Header known = header;
        if (known == null) {
            memory.next();
            known = receiveHeader();
        }
        if (bulks == null) {
            header = known;
            bulks = refused == null ? receiveBody(known) : skipBody();
            input.messageEnds();
        }
        return known;
    }

    private Bulks receiveBody(Header of) throws IOException {
        int headerSize = Header.size(of.dialect());
        int all;
        try {
            all = Math.addExact(headerSize, of.bodyLength(limits, connection.toString()));
        } catch (MessageTooLargeException e) {
            if (!answersTooLarge) {
                header = null;
                throw e;
            }
            return refuse(of, headerSize, e);
        }
        if (buffer.size() < all) {
            input.pace().beginBody();
        }
        try {
            Bulks found = all > BulkReader.SHORTEST
                    ? bulkReader.read(of, headerSize, bulkFinders.apply(of))
                    : Bulks.NONE;
            size = all - found.length();
            fill(size);
            return found;
        } catch (MemoryRefusedException e) {
            Message begun = begun(of, e);
            toSkip = all - bulkReader.apart();
            bulkReader.forget();
            if (memory.isOfHandshake()) {
                throw e;
            }
            refused = begun;
            return skipBody();
        }
    }

    private Bulks refuse(Header of, int headerSize, MessageTooLargeException why)
            throws IOException {
        refused = begun(of, why);
        long whole = headerSize + of.payloadLength() + of.annotationsLength();
        if (whole > MOST_SKIPPED) {
            failureAfter = why;
        }
        toSkip = whole > MOST_SKIPPED ? headerSize : (int) whole;
        return skipBody();
    }

    // The number of bytes left is kept, since a read that timed out is continued later.
    private Bulks skipBody() throws IOException {
        toSkip -= buffer.drop(toSkip);
        if (toSkip > 0) {
            input.pace().beginBody();
        }
        while (toSkip > 0) {
            if (buffer.read(source) < 0) {
                throw buffer.endOfInput(0, toSkip);
            }
            toSkip -= buffer.drop(toSkip);
        }
        return Bulks.NONE;
    }

    private Header receiveHeader() throws IOException {
        if (input.pace().awaitsHeader() && !hasHeader()) {
            fill(1);
            if (!hasHeader()) {
                input.pace().beginHeader();
            }
        }
        fill(Header.PROLOGUE_SIZE);
        Dialect dialect = Header.dialectOf(buffer.array(), buffer.start());
        lastDialect = dialect;
        fill(Header.size(dialect));
        return Header.parse(dialect, buffer.array(), buffer.start());
    }

    private Message take(Header of) {
        Message message = refused;
        Bulks apart = Objects.requireNonNull(bulks);
        header = null;
        bulks = null;
        refused = null;
        failure = failureAfter;
        failureAfter = null;
        if (message == null) {
            int body = buffer.start() + Header.size(of.dialect());
            buffer.use(size);
            bulkReader.forget();
            message = parse(of, body, apart);
        }
        if (wireLog != null) {
            wireLog.received(message, connection);
        }
        return message;
    }

    private Message parse(Header of, int body, Bulks apart) {
        try {
            return Message.parse(of, buffer.array(), body, apart, limits, hmac, memory);
        } catch (MessageTooLargeException e) { // too large when decompressed
            if (!answersTooLarge) {
                throw e;
            }
            return Message.refused(of, buffer.array(), body,
                    apart.ofAnnotations().isEmpty() ? (int) of.annotationsLength() : 0, e);
        }
    }

    /**
     * Waits until at least one byte of the next message has come.
     *
     * @return false if nothing came within the read timeout
     * @throws WaitInterruptedException if the thread was interrupted
     * @throws ConnectionClosedException if the peer closed
     */
    public boolean awaitFirstByte() {
        try {
            fill(1);
            return true;
        } catch (SocketTimeoutException e) {
            return false;
        } catch (IOException e) {
            throw input.failure(e);
        }
    }

    /**
     * Returns the dialect of the next message without reading it; waits for the bytes that show the dialect.
     *
     * @throws ConnectionClosedException if the peer closed
     * @throws CallTimeoutException if they did not come within the read timeout
     * @throws io.jyro.ProtocolException if the bytes are not a message
     */
    public Dialect awaitDialect() {
        try {
            fill(Header.PROLOGUE_SIZE);
            return Header.dialectOf(buffer.array(), buffer.start());
        } catch (IOException e) {
            throw input.failure(e);
        }
    }

    /** Returns the dialect of the last header that began to arrive; 502 before the first. */
    public Dialect lastDialect() {
        return lastDialect;
    }

    /** Returns whether bytes of a further message have already been read. */
    public boolean hasBufferedBytes() {
        return !buffer.isEmpty() || header != null;
    }

    /**
     * Checks without waiting whether the peer has closed the connection, or it is lost. Bytes that came before stay for
     * the next read. For a thread that may read, between two messages.
     */
    public boolean hasEnded() {
        if (hasBufferedBytes()) {
            return false;
        }
        try {
            int count;
            do {
                buffer.makeRoom(buffer.size() + 1);
                count = buffer.read(instantSource);
            } while (count > 0 && buffer.size() < MOST_READ_AHEAD);
            return count < 0;
        } catch (IOException e) {
            return true;
        }
    }

    /**
     * Returns whether there is anything to read, in the buffer or the connection, as far as that is known. May be
     * called by any thread.
     */
    public boolean hasMore() {
        try {
            return hasBufferedBytes() || connection.available() > 0;
        } catch (IOException e) {
            return true; // the next read reports the error
        }
    }

    /** Returns whether a further message has been read completely, or the next read will throw an error. */
    public boolean hasWholeMessage() {
        if (bulks != null || failure != null) {
            return true;
        }
        if (buffer.isEmpty()) {
            return false;
        }
        long length = Header.messageLength(buffer.array(), buffer.start(), buffer.size());
        return length >= 0 && length <= buffer.size();
    }

    /**
     * Makes the last message stay valid beyond the next read: it is copied if it is small, and otherwise keeps the
     * buffer.
     *
     * @return the same message, or its copy
     */
    public Message detach(Message message) {
        if (!buffer.isWorthKeeping(message.payload().ownLength())) {
            return message.copy();
        }
        buffer.abandon();
        return message;
    }

    /** Gives back memory that only a busy connection needs, before a long wait. */
    public void shrink() {
        buffer.shrink();
    }

    /** Returns the output for messages to the peer. */
    public TimeoutWriter output() {
        return output;
    }

    /** Sets the log for messages; null, the default, logs nothing. Must be called before the first message. */
    public void wireLog(@Nullable WireLog log) {
        wireLog = log;
        output.wireLog(log);
    }

    /** Sets how long {@link #read} waits for a first byte, and between bytes; zero is without limit. */
    public void readTimeout(Duration timeout) {
        input.timeout(timeout);
    }

    /**
     * Limits messages that have begun, unless there is a {@link #readDeadline}; zero, the default, is without limit.
     *
     * @param header from the first byte of a header to its last
     * @param body how long a body may make no progress
     */
    public void messageLimits(Duration header, Duration body) {
        input.pace().limit(header, body);
    }

    /** Sets how long all later reads may take together, until the next {@link #readTimeout}. */
    public void readDeadline(Duration fromNow) {
        input.pace().deadline(fromNow);
    }

    /** Sets a deadline for all later reads; the read timeout still applies to each pause. */
    public void readLimit(CallDeadline newLimit) {
        input.limit(newLimit);
    }

    /**
     * Closes the connection so that all written bytes arrive: ends the output, then reads and drops the bytes that the
     * peer still sends, for at most the given time. Closing with unread input would make the system discard the last
     * bytes written.
     */
    public void closeGently(Duration atMost) {
        try {
            connection.shutdownOutput();
            readDeadline(atMost);
            bulkReader.forget();
            do {
                buffer.clear();
            } while (buffer.read(source) >= 0);
        } catch (IOException | CommunicationException e) {
            // the peer has gone; closing is all that is left
        } finally {
            connection.close();
        }
    }

    /** Returns how many bytes were received so far; an approximate value for statistics, readable by any thread. */
    public long bytesRead() {
        return input.read();
    }

    /** Returns how many bytes were sent so far; an approximate value for statistics, readable by any thread. */
    public long bytesWritten() {
        return output.written();
    }

    /** Returns the underlying connection. */
    public Connection connection() {
        return connection;
    }

    /** Closes the connection at once; may be called by any thread. */
    @Override
    public void close() {
        connection.close();
    }

    private boolean hasHeader() {
        return !buffer.isEmpty() && Header.messageLength(buffer.array(), buffer.start(),
                buffer.size()) >= 0;
    }

    private void fill(int needed) throws IOException {
        if (buffer.isEmpty()) {
            buffer.rest();
            input.poll();
        }
        buffer.fill(needed, source);
    }
}
