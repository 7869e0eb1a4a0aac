package io.jyro.client.exchange;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

import io.jyro.CallTimeoutException;
import io.jyro.CommunicationException;
import io.jyro.transport.CallDeadline;
import io.jyro.transport.message.MessageChannel;
import io.jyro.transport.message.TimeoutWriter;
import io.jyro.wire.ByteOutput;
import org.jspecify.annotations.Nullable;

/**
 * Sends the messages of many threads over one connection, in the order in which they arrive. Messages that arrive
 * during a write are sent together in the next one. A lone sender writes its own message, without a copy. Any thread.
 */
final class CoalescingWriter {
    // Larger messages are not copied to be sent together with others.
    private static final int MOST_UNSENT = 256 * 1024;
    private static final int INITIAL = 1024;
    // Messages whose replies no thread waits for are left to a writer thread if they follow each other this closely.
    private static final long BURST_NANOS = 20_000;
    private static final long IDLE_NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final long LOOKING_NANOS = 20_000;
    // A thread that waits for its own reply should not write for others indefinitely.
    private static final int MOST_WRITES_FOR_OTHERS = 16;
    private static final boolean SPINS = Runtime.getRuntime().availableProcessors() > 1;

    private final MessageChannel channel;
    private final TimeoutWriter output;
    private final Duration timeout;
    private final Consumer<Throwable> onFailure;

    // Guards all of the following fields.
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition room = lock.newCondition();
    private ByteOutput unsent = new ByteOutput(INITIAL);
    private ByteOutput spare = new ByteOutput(INITIAL);
    private boolean writing;
    private boolean closed;
    private long lastPosted;
    private @Nullable Thread writer;
    private volatile @Nullable Runnable whenIdle; // written under the lock
    // Read by the writer without the lock.
    private volatile boolean hasUnsent;

    /** @param onFailure called once if writing fails; the connection is then unusable */
    CoalescingWriter(MessageChannel channel, Duration timeout, Consumer<Throwable> onFailure) {
        this.channel = channel;
        output = channel.output();
        this.timeout = timeout;
        this.onFailure = onFailure;
    }

    /** Sends a message whose reply a thread waits for. */
    void send(ByteOutput message, CallDeadline deadline) {
        put(message, false, deadline);
    }

    /** Sends a message that no thread waits for: immediately if it comes alone, otherwise soon, with others. */
    void post(ByteOutput message, CallDeadline deadline) {
        put(message, true, deadline);
    }

    /**
     * Returns whether no message is being written or is waiting to be.
     *
     * @param otherwise if the result is false, runs once as soon as it would be true
     */
    boolean isIdle(Runnable otherwise) {
        lock.lock();
        try {
            boolean idle = !writing && unsent.position() == 0;
            whenIdle = idle ? null : otherwise;
            return idle;
        } finally {
            lock.unlock();
        }
    }

    /** Refuses all further messages; callers that wait for space fail. */
    void close() {
        lock.lock();
        try {
            closed = true;
            room.signalAll();
            if (writer != null) {
                LockSupport.unpark(writer);
            }
        } finally {
            lock.unlock();
        }
    }

    private void put(ByteOutput message, boolean patient, CallDeadline deadline) {
        ByteOutput first = null;
        lock.lock();
        try {
            awaitRoom(message.size(), deadline);
            boolean later = patient && isBurst() && message.size() <= MOST_UNSENT;
            if (writing || later || unsent.position() > 0) {
                unsent.put(message);
                hasUnsent = true;
                if (writing) {
                    return;
                }
                if (later) {
                    wakeWriter();
                    return;
                }
            } else {
                first = message;
            }
            writing = true;
        } finally {
            lock.unlock();
        }
        write(first, deadline.isNone() ? MOST_WRITES_FOR_OTHERS : 0, deadline);
    }

    private boolean isBurst() {
        long now = System.nanoTime();
        boolean close = now - lastPosted < BURST_NANOS;
        lastPosted = now;
        return close;
    }

    private void awaitRoom(int bytes, CallDeadline deadline) {
        Duration patience = deadline.bound(timeout);
        long left = patience.toNanos();
        while (!closed && unsent.position() + bytes > MOST_UNSENT
                && (writing || unsent.position() > 0)) {
            try {
                if (patience.isZero()) {
                    room.await();
                } else if ((left = room.awaitNanos(left)) <= 0) {
                    deadline.check("waiting to be sent to " + channel.connection()
                            + " and was not sent");
                    throw new CallTimeoutException("sending: timeout: " + channel.connection()
                            + " took no more bytes for " + timeout
                            + " (timeout, COMMTIMEOUT); the call was not sent");
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new CommunicationException(
                        "interrupted while waiting to send; the call was not sent", e);
            }
        }
        if (closed) {
            throw new NotSentException("the connection to " + channel.connection()
                    + " was closed; the call was not sent", null);
        }
    }

    /** Writes a message, then those that other threads have added in the meantime. */
    private void write(@Nullable ByteOutput message, int mostWrites, CallDeadline deadline) {
        ByteOutput next = message;
        try {
            for (int writes = 0;; writes++) {
                if (next != null) {
                    output.write(next, writes == 0 ? deadline : CallDeadline.NONE);
                }
                next = nextUnsent(writes < mostWrites);
                if (next == null) {
                    break;
                }
            }
        } catch (RuntimeException | Error e) { // it may be partly sent, and other threads rely on this one to write
            onFailure.accept(e); // before close(): a retrying caller must not find this closed on an open connection
            close();
            throw e;
        }
        if (whenIdle != null) {
            tellWhenIdle();
        }
    }

    private void tellWhenIdle() {
        Runnable told = null;
        lock.lock();
        try {
            if (!writing && unsent.position() == 0) {
                told = whenIdle;
                whenIdle = null;
            }
        } finally {
            lock.unlock();
        }
        if (told != null) {
            told.run();
        }
    }

    // Returns null if this thread need not write any more.
    private @Nullable ByteOutput nextUnsent(boolean goOn) {
        lock.lock();
        try {
            room.signalAll();
            if (unsent.position() == 0 || !goOn) {
                writing = false;
                if (unsent.position() > 0) {
                    wakeWriter();
                }
                return null;
            }
            ByteOutput taken = unsent;
            spare.position(0);
            unsent = spare;
            spare = taken;
            hasUnsent = false;
            return taken;
        } finally {
            lock.unlock();
        }
    }

    private void wakeWriter() {
        Thread there = writer;
        if (there == null) {
            writer = Thread.ofPlatform().daemon().name("jyro-writer-" + channel.connection())
                    .start(this::writeForOthers);
        } else {
            LockSupport.unpark(there);
        }
    }

    private void writeForOthers() {
        long idleSince = System.nanoTime();
        while (true) {
            boolean mine;
            lock.lock();
            try {
                mine = !writing && unsent.position() > 0;
                if (closed || !mine && !writing && System.nanoTime() - idleSince > IDLE_NANOS) {
                    writer = null;
                    return;
                }
                writing |= mine;
            } finally {
                lock.unlock();
            }
            if (mine) {
                try {
                    write(null, Integer.MAX_VALUE, CallDeadline.NONE);
                } catch (RuntimeException | Error e) {
                    return; // onFailure has been called already
                }
                idleSince = System.nanoTime();
                lookForMore();
            } else {
                LockSupport.parkNanos(this, IDLE_NANOS);
            }
        }
    }

    // Unparking this thread would cost the sender more than spinning costs here.
    private void lookForMore() {
        if (SPINS) {
            long end = System.nanoTime() + LOOKING_NANOS;
            while (!hasUnsent && System.nanoTime() < end) {
                Thread.onSpinWait();
            }
        }
    }

    @Override
    public String toString() {
        return channel.connection().toString();
    }
}
