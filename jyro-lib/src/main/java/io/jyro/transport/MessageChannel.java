package io.jyro.transport;

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
import io.jyro.wire.BulkFinder;
import io.jyro.wire.Bulks;
import io.jyro.wire.ByteOutput;
import io.jyro.wire.Header;
import io.jyro.wire.Hmac;
import io.jyro.wire.MemoryRefusedException;
import io.jyro.wire.Message;
import io.jyro.wire.WireLimits;
import org.jspecify.annotations.Nullable;

/**
 * Messages over a connection: one read and one write each, as a rule. Reading is for one thread at a time, writing
 * for one thread at a time, and the two may be different threads.
 */
public final class MessageChannel implements AutoCloseable {
    private static final int MOST_READ_AHEAD = 4096;
    // So much is read and dropped of a message that is too large, so that the connection goes on; it takes no memory.
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
    private final GuardedOutput output;
    private @Nullable WireLog wireLog;
    private final Function<Header, BulkFinder> bulkFinders;
    // Of a message that is there in part, or as a whole.
    private @Nullable Header header;
    private @Nullable Bulks bulks; // null until it is there as a whole
    private int size; // less the bulks
    private @Nullable Message refused; // in its place, when there was no memory for it, or it is too large
    private int toSkip; // what of that has not come yet
    private @Nullable RuntimeException failureAfter; // of what follows the message, when too much would be skipped
    private @Nullable RuntimeException failure;
    private Dialect lastDialect = Dialect.V502;
    private @Nullable Predicate<Message> chains; // a proxy has none
    private boolean answersTooLarge;

    /**
     * Over a connection; a key makes messages of protocol 48 checked against it.
     *
     * @param polls whether a thread may look for bytes for some microseconds before it sleeps
     * @param memory where it is counted what messages take
     * @param bulkFinders for what in a message is read into arrays of its own
     */
    public MessageChannel(Connection connection, WireLimits limits, @Nullable Hmac hmac,
            boolean polls, ConnectionMemory memory, Function<Header, BulkFinder> bulkFinders) {
        this.connection = connection;
        this.limits = limits;
        this.hmac = hmac;
        this.bulkFinders = bulkFinders;
        this.memory = memory;
        buffer = new ReadBuffer(memory);
        output = new GuardedOutput(connection);
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
     * for a length before the bytes are there. If the budget has none for it after the handshake of a client, or the
     * message is larger than its limits allow, it is read and dropped, and {@link Message#refusal} says so. Of one that is
     * much too large, only the header is read, and the next read fails.
     *
     * @return the message, checked for version, size, annotations and HMAC, not yet deserialized
     * @throws MemoryRefusedException if the budget has no memory for it, before the end of the handshake
     * @throws ConnectionClosedException if the peer closed
     * @throws CallTimeoutException if nothing came within the read timeout, or not all by the deadline; what came stays,
     *         and the next read goes on with it
     * @throws WaitInterruptedException if the thread was interrupted before a first byte came; later an interrupt only
     *         sets its status
     * @throws io.jyro.ProtocolException if the bytes are no message
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

    // Without what has not come yet.
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

    /** Sets the test that decides, by the annotations of a message alone, whether it belongs to a running chain of calls. */
    public void chains(Predicate<Message> belongsToChain) {
        chains = belongsToChain;
        memory.readsForChain(new BooleanSupplier() {
            @Override
            public boolean getAsBoolean() {
                return belongsToChain();
            }
        });
    }

    /** The handshake of a client has ended well: these limits are for what follows, and it is told what exceeds them. */
    public void welcome(WireLimits newLimits) {
        limits = newLimits;
        answersTooLarge = true;
        memory.welcome();
    }

    /** Where it is counted what messages take. */
    public ConnectionMemory memory() {
        return memory;
    }

    /**
     * Waits until all of the next message is there, for as long as its limits allow, but not for a peer that makes no
     * progress while a thread has patience: 1 KB within that time is progress. What has come stays. The next
     * {@link #read} does not wait, and throws what failed here.
     *
     * @param patience of the calling thread; zero is as much as it takes
     * @return false if it ran out
     */
    public boolean awaitMessage(Duration patience) {
        if (hasWholeMessage()) {
            return true;
        }
        input.pace().attend(patience);
        return attend();
    }

    /** Waits until more of the next message is there, for as long as its limits allow; {@link #read} throws what failed here. */
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

    /** How long the rest of a message that has begun may still be waited for; zero is for ever. */
    public Duration timeLeft() {
        return input.pace().timeLeft();
    }

    // Until all of the next message is there.
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

    // A read that timed out is gone on with, so what is left is counted.
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
        } catch (MessageTooLargeException e) { // it inflates to too much
            if (!answersTooLarge) {
                throw e;
            }
            return Message.refused(of, buffer.array(), body,
                    apart.ofAnnotations().isEmpty() ? (int) of.annotationsLength() : 0, e);
        }
    }

    /**
     * Waits until at least one byte of the next message is there.
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
     * The dialect of the next message, which is not read yet; waits until as much of it is there as tells.
     *
     * @throws ConnectionClosedException if the peer closed
     * @throws CallTimeoutException if that did not come within the read timeout
     * @throws io.jyro.ProtocolException if the bytes are no message
     */
    public Dialect awaitDialect() {
        try {
            fill(Header.PROLOGUE_SIZE);
            return Header.dialectOf(buffer.array(), buffer.start());
        } catch (IOException e) {
            throw input.failure(e);
        }
    }

    /** The dialect of the last header that was begun; 502 before the first. */
    public Dialect lastDialect() {
        return lastDialect;
    }

    /** Whether bytes of a further message have already been read. */
    public boolean hasBufferedBytes() {
        return !buffer.isEmpty() || header != null;
    }

    /**
     * Looks without waiting whether the peer has closed the connection, or it is lost. Bytes that came before stay for
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

    /** Whether there is anything to be read, here or in the connection, as far as can be told. Any thread. */
    public boolean hasMore() {
        try {
            return hasBufferedBytes() || connection.available() > 0;
        } catch (IOException e) {
            return true; // reading will tell
        }
    }

    /** Whether a whole further message has already been read, or an error that the next read will throw. */
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
     * Leaves the last message's bytes to whoever holds it, so that they stay valid beyond the next read: the message is
     * copied if it is small, and otherwise keeps the buffer.
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

    /** Gives back memory that a connection in use needs, before a long wait. */
    public void shrink() {
        buffer.shrink();
    }

    /** Sends all messages of a buffer. */
    public void write(ByteOutput messages) {
        write(messages, CallDeadline.NONE);
    }

    /**
     * Sends all messages of a buffer within a deadline.
     *
     * @throws CallTimeoutException if that took too long; the connection is closed, since a part may be out
     */
    public void write(ByteOutput messages, CallDeadline deadline) {
        if (wireLog != null) {
            wireLog.sent(messages, connection);
        }
        output.write(messages, deadline);
    }

    /** Where each message is logged from now on; null, as at first, is nowhere. Before the first is sent or read. */
    public void wireLog(@Nullable WireLog log) {
        wireLog = log;
    }

    /** How long a write may be without progress if the peer takes nothing; zero, as at first, is for ever. */
    public void writeTimeout(Duration timeout) {
        output.timeout(timeout);
    }

    /** How long {@link #read} waits for a first byte, and between bytes; zero is for ever. */
    public void readTimeout(Duration timeout) {
        input.timeout(timeout);
    }

    /**
     * Limits messages that have begun, unless there is a {@link #readDeadline}; zero, as at first, is for ever.
     *
     * @param header from the first byte of a header to its last
     * @param body how long a body may make no progress
     */
    public void messageLimits(Duration header, Duration body) {
        input.pace().limit(header, body);
    }

    /** From now on all reads together take at most so long; until the next {@link #readTimeout}. */
    public void readDeadline(Duration fromNow) {
        input.pace().deadline(fromNow);
    }

    /** Reads end at that moment at the latest, from now on; the read timeout applies to each pause as before. */
    public void readLimit(CallDeadline newLimit) {
        input.limit(newLimit);
    }

    /**
     * Closes so that what was written arrives: ends the output, then reads and drops what the peer still sends, for at
     * most the given time. Closing with unread input would make the system throw away our last words.
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
            // the peer did not care to the end; closing is all that is left
        } finally {
            connection.close();
        }
    }

    /** How many bytes came so far; for looking at, by any thread. */
    public long bytesRead() {
        return input.read();
    }

    /** How many bytes were sent so far; for looking at, by any thread. */
    public long bytesWritten() {
        return output.written();
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
