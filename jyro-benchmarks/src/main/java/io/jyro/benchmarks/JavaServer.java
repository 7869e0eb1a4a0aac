package io.jyro.benchmarks;

import java.util.List;

/** A contender whose server is written in Java. */
interface JavaServer extends Contender {
    /** Starts serving, in the server's process. */
    Server serve() throws Exception;

    @Override
    default List<String> serverCommand(Programs programs) {
        return programs.jvm().command(ServerProcess.class, work().name(), name());
    }
}
