package io.jyro.benchmarks;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * One of the things that are compared: a server, which runs in a process of its own, and what a client does to it, in
 * another. The ones written in Java only say what happens inside; a peer in another language replaces the commands.
 */
interface Contender {
    /** The short name that the report uses, without blanks; one of its kind in its work. */
    String name();

    /** What it is compared in. */
    default Work work() {
        return Work.ECHO;
    }

    /** Its name among the contenders of all works. */
    default String id() {
        return work().name() + '/' + name();
    }

    /** Starts serving, in the server's process. */
    Server serve() throws Exception;

    /** Connects to where a {@link Server} is, in the client's process. */
    Caller connect(String endpoint) throws Exception;

    /** A caller for each of so many threads. */
    default List<Caller> connect(String endpoint, int callers) throws Exception {
        List<Caller> all = new ArrayList<>();
        for (int i = 0; i < callers; i++) {
            all.add(connect(endpoint));
        }
        return all;
    }

    /**
     * The command of the server's process. It prints {@value ServerProcess#READY} and its endpoint as soon as it can
     * be called, and ends when its standard input does.
     */
    default List<String> serverCommand(ChildJvm jvm) {
        return jvm.command(ServerProcess.class, id());
    }

    /**
     * The command of the client's process. It calls for the time of the warm-up, then for the time that is measured,
     * and prints a {@link Sample#line}.
     */
    default List<String> clientCommand(ChildJvm jvm, String endpoint, Timing timing) {
        return jvm.command(ClientProcess.class, id(), endpoint,
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
