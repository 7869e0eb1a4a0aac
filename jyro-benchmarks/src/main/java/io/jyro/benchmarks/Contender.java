package io.jyro.benchmarks;

import java.io.IOException;
import java.util.List;

/**
 * One of the things that are compared: a server, which runs in a process of its own, and what a client does to it, in
 * another. The ones written in Java only say what happens inside; a peer in another language replaces the commands.
 */
interface Contender {
    /** The short name that the report uses, without blanks; also how a child process is told what to be. */
    String name();

    /** Starts serving, in the server's process. */
    Server serve() throws Exception;

    /** Connects to where a {@link Server} is, in the client's process. */
    Caller connect(String endpoint) throws Exception;

    /**
     * The command of the server's process. It prints {@value ServerProcess#READY} and its endpoint as soon as it can
     * be called, and ends when its standard input does.
     */
    default List<String> serverCommand(ChildJvm jvm) {
        return jvm.command(ServerProcess.class, name());
    }

    /**
     * The command of the client's process. It calls for the time of the warm-up, then for the time that is measured,
     * and prints a {@link Sample#line}.
     */
    default List<String> clientCommand(ChildJvm jvm, String endpoint, Timing timing) {
        return jvm.command(ClientProcess.class, name(), endpoint,
                Long.toString(timing.warmUp().toMillis()),
                Long.toString(timing.measured().toMillis()));
    }

    /** Something that serves until it is closed. */
    interface Server extends AutoCloseable {
        /** Where clients find it: one word. */
        String endpoint();

        @Override
        void close() throws IOException;
    }

    /** A client that is connected. One thread. */
    interface Caller extends AutoCloseable {
        /** The work that is measured, once; fails if the answer is wrong. */
        void call() throws Exception;

        @Override
        void close() throws IOException;
    }
}
