package io.jyro.benchmarks;

import java.io.Closeable;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * One of the things that are compared, at one work: a server, which runs in a process of its own, and a client that
 * calls it, in another. Sides that are written in Java implement {@link JavaServer} and {@link JavaClient}.
 */
interface Contender {
    /** The short name that the report uses, without blanks; one of its kind in its work. */
    String name();

    /** What it is compared in. */
    Work work();

    /**
     * The command of the server's process. It prints {@value ServerProcess#READY} and its endpoint, one word, as soon
     * as it can be called, and ends when its standard input does.
     */
    List<String> serverCommand(Programs programs);

    /**
     * The command of the client's process. It calls for the time of the warm-up, then for the time that is measured,
     * and prints a {@link Sample#line}.
     */
    List<String> clientCommand(Programs programs, String endpoint, Timing timing);

    /** What this machine lacks for it, and how to come by it; empty if it can take part. */
    default Optional<String> missing(Programs programs) throws IOException, InterruptedException {
        return Optional.empty();
    }

    /**
     * Something that serves until it is closed.
     *
     * @param endpoint where clients find it: one word
     * @param service what is closed at the end
     */
    record Server(String endpoint, Closeable service) implements AutoCloseable {
        @Override
        public void close() throws IOException {
            service.close();
        }
    }

    /** A client that is connected. One thread, unless the work is {@linkplain Work#isShared shared}. */
    interface Caller extends AutoCloseable {
        /** The work that is measured, once; fails if the answer is wrong. */
        void call() throws Exception;

        /** Disconnects; again does nothing. */
        @Override
        void close() throws IOException;
    }
}
