package io.jyro;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;

/**
 * Two connected ends within one process: what one end writes, the other reads. A daemon is given the one, a proxy the
 * other, and they talk without any socket. Their messages are the same as on a socket, and so are values copied: what is
 * changed on one side stays as it was on the other. There is no handshake.
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
 * <p>For tests, and for parts of a program that are to be moved apart one day.
 *
 * @param one an end, to be given to a daemon or a proxy; it serves once
 * @param other the end that is connected to it
 */
public record Link(End one, End other) {
    private static final int CAPACITY = 64 * 1024;

    /** A new pair of ends. At most 64 KB each way are on their way; a writer waits while there are more. */
    public static Link inProcess() {
        BytePipe there = new BytePipe(CAPACITY);
        BytePipe back = new BytePipe(CAPACITY);
        return new Link(new End(back, there), new End(there, back));
    }

    /**
     * One end of a link: a stream of bytes in each direction. One thread may read while another writes; any thread may
     * close it, which ends both. A daemon or proxy that it is given to closes it when it is closed itself.
     */
    public static final class End implements AutoCloseable {
        private final BytePipe in;
        private final BytePipe out;

        private End(BytePipe in, BytePipe out) {
            this.in = in;
            this.out = out;
        }

        /**
         * Reads what is there, waiting for the first byte.
         *
         * @param timeout how long to wait; zero waits for ever
         * @return how many bytes were read, or -1 if the other end writes no more
         * @throws IOException if this end is closed, or the thread is interrupted
         * @throws InterruptedIOException if nothing came in time
         */
        public int read(byte[] into, int offset, int length, Duration timeout)
                throws IOException {
            return in.read(into, offset, length, timeout);
        }

        /** How many bytes can be read without waiting. */
        public int available() {
            return in.available();
        }

        /**
         * Writes all of it, waiting while there is no room.
         *
         * <p>An interrupt does not end it and only leaves the thread's status set: a part would be written. Closing does.
         *
         * @throws IOException if this end is closed or writes no more, or the other is closed; a part may have been
         *         written
         */
        public void write(byte[] bytes, int offset, int length) throws IOException {
            out.write(bytes, offset, length);
        }

        /** Writes no more: the other end reads what is on its way, and then the end. Reading goes on. */
        public void endOutput() {
            out.endOutput();
        }

        /** Closes: reads and writes that wait here fail; the other end reads what is on its way, and then the end. */
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
