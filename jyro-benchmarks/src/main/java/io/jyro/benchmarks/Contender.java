package io.jyro.benchmarks;

import java.io.Closeable;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * One of the compared programs for one work: a server in a process of its own, and a client in another. Sides written
 * in Java implement {@link JavaServer} and {@link JavaClient}.
 */
interface Contender {
    /** Returns the short name for the report, without blanks and unique within its work. */
    String name();

    /** Returns the work in which it is compared. */
    Work work();

    /**
     * Returns the command of the server's process. The process prints {@value ServerProcess#READY} and its endpoint,
     * one word, as soon as it can be called, and ends when its standard input does.
     */
    List<String> serverCommand(Programs programs);

    /**
     * Returns the command of the client's process. The process calls during the warm-up and the measured time, and
     * prints a {@link Sample#line}.
     */
    List<String> clientCommand(Programs programs, String endpoint, Timing timing);

    /** Returns what this machine lacks to run the contender, and the remedy; empty if the contender can take part. */
    default Optional<String> missing(Programs programs) throws IOException, InterruptedException {
        return Optional.empty();
    }

    /**
     * A running server.
     *
     * @param endpoint the address for clients: one word
     * @param service the service to close at the end
     */
    record Server(String endpoint, Closeable service) implements AutoCloseable {
        @Override
        public void close() throws IOException {
            service.close();
        }
    }

    /** A connected client. For one thread, unless the work is {@linkplain Work#isShared shared}. */
    interface Caller extends AutoCloseable {
        /** Makes one measured call; fails if the answer is wrong. */
        void call() throws Exception;

        /** Disconnects. Closing twice has no effect. */
        @Override
        void close() throws IOException;
    }
}
