package io.jyro.client;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

import io.jyro.transport.MessageChannel;
import org.jspecify.annotations.Nullable;

/**
 * Reads the replies of a connection while futures wait for them and no caller reads. Has a thread from the first need until
 * there has been none for a second.
 */
final class FuturesReader {
    private static final long IDLE_NANOS = TimeUnit.SECONDS.toNanos(1);

    /** What its thread is to do. */
    enum Task {
        /** Read: it is its turn. */
        READ,
        /** Wait: a caller reads, or there is nothing to read. */
        WAIT,
        /** End: there is no connection any more, or there was nothing to read for a second. */
        END
    }

    private final SideBySide calls;
    private final MessageChannel channel;
    private final Duration timeout;
    private final Duration step; // how often futures are looked at; zero if none can be late
    private @Nullable Thread thread; // guarded by the lock of the calls
    private long lastLookForLate; // its thread's own

    /** @param patience the longest that a future may wait for its reply; zero for ever */
    FuturesReader(SideBySide calls, MessageChannel channel, Duration timeout, Duration patience) {
        this.calls = calls;
        this.channel = channel;
        this.timeout = timeout;
        step = patience.dividedBy(4);
    }

    /** There is something to read. Under the lock of the calls. */
    void wake() {
        if (thread == null) {
            thread = Thread.ofPlatform().daemon().name("jyro-reader-" + channel.connection())
                    .start(this::run);
        } else {
            LockSupport.unpark(thread);
        }
    }

    /** Has its thread look for its next task, if there is one. Under the lock of the calls. */
    void look() {
        if (thread != null) {
            LockSupport.unpark(thread);
        }
    }

    /** Its thread was told to end. Under the lock of the calls. */
    void ends() {
        thread = null;
    }

    private void run() {
        boolean idle = false;
        while (true) {
            switch (calls.nextTaskForFutures(idle)) {
                case READ -> {
                    idle = false;
                    read();
                }
                case WAIT -> {
                    idle = !calls.futuresWait();
                    LockSupport.parkNanos(this, IDLE_NANOS);
                }
                case END -> {
                    return;
                }
            }
        }
    }

    private void read() {
        try {
            while (channel.hasWholeMessage() || calls.futuresWait()) {
                if (!step.isZero()) {
                    channel.readTimeout(step);
                    boolean more = channel.awaitFirstByte();
                    giveUpLate();
                    if (!more) {
                        continue;
                    }
                    channel.readTimeout(timeout);
                }
                if (!calls.readAnyReply(step)) {
                    giveUpLate();
                }
            }
        } catch (RuntimeException | Error e) { // it belongs to all that wait; nobody waits for this thread
            calls.fail(e);
        } finally {
            calls.passReadingOn();
        }
    }

    private void giveUpLate() {
        long now = System.nanoTime();
        if (now - lastLookForLate >= step.toNanos()) {
            lastLookForLate = now;
            calls.abandonLateFutures(now);
        }
    }
}
