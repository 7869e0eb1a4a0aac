package io.jyro.transport;

import java.io.IOException;
import java.io.OutputStream;
import java.util.concurrent.CountDownLatch;

import org.jspecify.annotations.Nullable;

/**
 * A write that may block, on a virtual thread that nobody interrupts, while the caller's virtual thread waits for its
 * end. An interrupted virtual thread would abandon a write to a socket and leave an unknown part of it unwritten.
 */
final class UninterruptedWrite {
    private final OutputStream out;
    private final CountDownLatch done = new CountDownLatch(1);
    private @Nullable IOException failure;

    private UninterruptedWrite(OutputStream out) {
        this.out = out;
    }

    /** Writes all bytes; an interrupt of the caller only sets its status. */
    static void run(OutputStream out, byte[] bytes, int offset, int length) throws IOException {
        UninterruptedWrite write = new UninterruptedWrite(out);
        Thread.ofVirtual().name("jyro-write").start(() -> write.write(bytes, offset, length));
        write.await();
    }

    private void write(byte[] bytes, int offset, int length) {
        try {
            out.write(bytes, offset, length);
        } catch (IOException e) {
            failure = e;
        } catch (RuntimeException | Error e) { // the caller must not wait forever
            failure = new IOException("writing failed: " + e, e);
        } finally {
            done.countDown();
        }
    }

    private void await() throws IOException {
        boolean interrupted = false;
        while (true) {
            try {
                done.await();
                break;
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        if (failure != null) {
            throw failure;
        }
    }
}
