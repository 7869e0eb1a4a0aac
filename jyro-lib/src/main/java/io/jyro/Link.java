package io.jyro;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;

/**
 * Two connected ends within one process: what one end writes, the other reads. Give one end to a daemon and the other
 * to a proxy, and they talk without a socket. Their messages are the same as on a socket, so values are copied: a
 * change on one side does not show on the other. There is no handshake.
 *
 * {@snippet :
 * Link link = Link.inProcess();
 * try (Daemon daemon = Daemon.builder().link(link.one()).start();
 *         Proxy proxy = Proxy.builder("thermostat").link(link.other()).build()) {
 *     daemon.register(new Thermostat(), "thermostat");
 *     proxy.call("warm", 1.5);
 * }
 * }
 *
 * <p>For tests, and for parts of a program that may later run in separate processes.
 *
 * @param one an end for a daemon or a proxy; it can be used once
 * @param other the end that is connected to it
 */
public record Link(End one, End other) {
    private static final int CAPACITY = 64 * 1024;

    /** Creates a new pair of ends. Each direction buffers up to 64 KB; a writer waits while its buffer is full. */
    public static Link inProcess() {
        BytePipe there = new BytePipe(CAPACITY);
        BytePipe back = new BytePipe(CAPACITY);
        return new Link(new End(back, there), new End(there, back));
    }

    /**
     * One end of a link: a stream of bytes in each direction. One thread may read while another writes; any thread may
     * close it, which ends both directions. The daemon or proxy that uses it closes it when it is closed itself.
     */
    public static final class End implements AutoCloseable {
        private final BytePipe in;
        private final BytePipe out;

        private End(BytePipe in, BytePipe out) {
            this.in = in;
            this.out = out;
        }

        /**
         * Reads the available bytes, waiting for the first one.
         *
         * @param timeout how long to wait; zero waits forever
         * @return how many bytes were read, or -1 if the other end has ended its output
         * @throws IOException if this end is closed, or the thread is interrupted
         * @throws InterruptedIOException if no byte arrived in time
         */
        public int read(byte[] into, int offset, int length, Duration timeout)
                throws IOException {
            return in.read(into, offset, length, timeout);
        }

        /** Returns how many bytes can be read without waiting. */
        public int available() {
            return in.available();
        }

        /**
         * Writes all the bytes, waiting while the buffer is full.
         *
         * <p>An interrupt only sets the thread's interrupt status, since ending the wait would leave a message half
         * written. Closing an end does end the wait.
         *
         * @throws IOException if this end is closed or has ended its output, or the other end is closed; some bytes may
         *         have been written
         */
        public void write(byte[] bytes, int offset, int length) throws IOException {
            out.write(bytes, offset, length);
        }

        /**
         * Ends the output: the other end can still read the bytes in the buffer, and then reaches the end of the
         * stream. This end can still read.
         */
        public void endOutput() {
            out.endOutput();
        }

        /**
         * Closes this end. Reads and writes that wait here fail; the other end can still read the bytes in the buffer.
         */
        @Override
        public void close() {
            out.endOutput();
            in.abandon();
        }

        @Override
        public String toString() {
            return "in-process link";
        }
    }
}
