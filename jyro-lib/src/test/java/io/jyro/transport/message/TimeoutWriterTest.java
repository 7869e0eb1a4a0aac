package io.jyro.transport.message;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;

import io.jyro.CallTimeoutException;
import io.jyro.Link;
import io.jyro.transport.CallDeadline;
import io.jyro.transport.Connection;
import io.jyro.transport.DelegatingConnection;
import io.jyro.wire.ByteOutput;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Writes that the peer does not take. */
@Timeout(60)
class TimeoutWriterTest {
    private static final int MORE_THAN_ANY_SYSTEM_BUFFERS = 300_000;

    /** Closing ends its write, and returns only when the writer has gone on. */
    private static final class Stuck extends DelegatingConnection {
        private final CountDownLatch closing = new CountDownLatch(1);
        private final CountDownLatch wentOn = new CountDownLatch(1);
        private final Thread writer = Thread.currentThread();

        Stuck() {
            super(Connection.over(Link.inProcess().one()));
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            try {
                closing.await();
            } catch (InterruptedException e) {
                throw new IOException(e);
            }
            throw new IOException("it was closed on this side");
        }

        @Override
        public void close() {
            closing.countDown();
            if (Thread.currentThread().equals(writer)) { // the time was over before the write began
                super.close();
                return;
            }
            try {
                wentOn.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            super.close();
        }
    }

    @Test
    void aLateWriteIsATimeoutAlsoWhileTheConnectionIsStillBeingClosed() {
        Stuck connection = new Stuck();
        TimeoutWriter output = new TimeoutWriter(connection);
        output.timeout(Duration.ofMillis(1));
        ByteOutput message = new ByteOutput(MORE_THAN_ANY_SYSTEM_BUFFERS);
        message.put(new byte[MORE_THAN_ANY_SYSTEM_BUFFERS], 0, MORE_THAN_ANY_SYSTEM_BUFFERS);
        try {
            assertThatThrownBy(() -> output.write(message, CallDeadline.NONE))
                    .isInstanceOf(CallTimeoutException.class)
                    .hasMessageContaining(
                            "took no more bytes for PT0.001S (timeout, COMMTIMEOUT)");
        } finally {
            connection.wentOn.countDown();
        }
    }
}
