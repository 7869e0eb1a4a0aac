package io.jyro.client.exchange;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

import io.jyro.transport.message.MessageChannel;

/**
 * Reads the replies of a connection while futures wait for them and no caller reads, until it was not needed for a
 * second. The work of a {@link ReaderThread}.
 */
final class BackgroundReader {
    private static final long IDLE_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final CallsInFlight calls;
    private final ReplyPump pump;
    private final MessageChannel channel;
    private final Duration timeout;
    private final Duration step; // how often late futures are looked for; zero if none can be late
    private long lastLookForLate;

    /** @param patience the longest that a future may wait for its reply; zero means no limit */
    BackgroundReader(CallsInFlight calls, ReplyPump pump, MessageChannel channel, Duration timeout,
            Duration patience) {
        this.calls = calls;
        this.pump = pump;
        this.channel = channel;
        this.timeout = timeout;
        step = patience.dividedBy(4);
    }

    void run() {
        boolean idle = false;
        while (true) {
            switch (calls.nextTask(idle)) {
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
                if (!pump.readAnyReply(step)) {
                    giveUpLate();
                }
            }
        } catch (RuntimeException | Error e) { // it concerns all waiting calls; no caller waits for this thread
            pump.fail(e);
        } finally {
            pump.passTurnOn();
        }
    }

    private void giveUpLate() {
        long now = System.nanoTime();
        if (now - lastLookForLate >= step.toNanos()) {
            lastLookForLate = now;
            List<PendingReply> late = calls.abandonLateFutures(now);
            if (!late.isEmpty()) {
                pump.failLate(late);
            }
        }
    }
}
