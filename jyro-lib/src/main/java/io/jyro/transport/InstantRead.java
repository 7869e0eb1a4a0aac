package io.jyro.transport;

import java.io.IOException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

import org.jspecify.annotations.Nullable;

/**
 * One read of a socket that does not wait. Sockets have no such read, but the read of an interrupted virtual thread
 * returns the available bytes, or ends, instead of waiting. Afterwards the socket is non-blocking in the operating
 * system, so that each read that has to wait takes two more system calls.
 */
final class InstantRead {
    /** The result if no carrier ran the virtual thread in time; it will not read later. */
    static final int NOT_RUN = -2;

    private static final long PATIENCE_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

    private enum State {
        SCHEDULED, READING, GIVEN_UP
    }

    private final ByteSource source;
    private final byte[] into;
    private final int offset;
    private final int length;
    private final AtomicReference<State> state = new AtomicReference<>(State.SCHEDULED);
    private final CountDownLatch ended = new CountDownLatch(1);
    // Written before the latch is released.
    private int count;
    private @Nullable IOException failure;

    private InstantRead(ByteSource source, byte[] into, int offset, int length) {
        this.source = source;
        this.into = into;
        this.offset = offset;
        this.length = length;
    }

    /**
     * Reads the bytes that are available.
     *
     * @param source a read of a socket, which throws {@link ReadInterruptedException} where it would wait
     * @return how many bytes were read; 0 if there are none; -1 at the end; or {@link #NOT_RUN}
     */
    static int run(ByteSource source, byte[] into, int offset, int length) throws IOException {
        InstantRead read = new InstantRead(source, into, offset, length);
        Thread.ofVirtual().name("jyro-look").start(new Runnable() {
            @Override
            public void run() {
                read.read();
            }
        });
        return read.result();
    }

    private void read() {
        if (!state.compareAndSet(State.SCHEDULED, State.READING)) {
            return;
        }
        Thread.currentThread().interrupt();
        try {
            count = source.read(into, offset, length);
        } catch (ReadInterruptedException e) {
            count = 0;
        } catch (IOException e) {
            failure = e;
        } catch (RuntimeException e) { // else the caller would wait without end
            failure = new IOException("reading failed", e);
        } finally {
            ended.countDown();
        }
    }

    private int result() throws IOException {
        boolean interrupted = Thread.interrupted();
        try {
            long left = PATIENCE_NANOS;
            long end = System.nanoTime() + left;
            while (true) {
                try {
                    if (ended.await(left, TimeUnit.NANOSECONDS)) {
                        break;
                    }
                    if (state.compareAndSet(State.SCHEDULED, State.GIVEN_UP)) {
                        return NOT_RUN;
                    }
                    left = Long.MAX_VALUE; // the read has begun and cannot block
                } catch (InterruptedException e) {
                    interrupted = true;
                    left = left == Long.MAX_VALUE ? left : end - System.nanoTime();
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
        if (failure != null) {
            throw failure;
        }
        return count;
    }
}
