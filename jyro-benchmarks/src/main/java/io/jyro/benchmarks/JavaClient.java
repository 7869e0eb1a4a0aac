package io.jyro.benchmarks;

import java.util.ArrayList;
import java.util.List;

/** A contender whose client is written in Java. */
interface JavaClient extends Contender {
    /** Connects to a server; called in the client's process. */
    Caller connect(String endpoint) throws Exception;

    /**
     * Returns a caller for each of several threads, which is the same for all of them if the work
     * is shared.
     */
    default List<Caller> connect(String endpoint, int callers) throws Exception {
        List<Caller> all = new ArrayList<>(List.of(connect(endpoint)));
        while (all.size() < callers) {
            all.add(work().isShared() ? all.getFirst() : connect(endpoint));
        }
        return all;
    }

    @Override
    default List<String> clientCommand(Programs programs, String endpoint, Timing timing) {
        return programs.jvm().command(ClientProcess.class, work().name(), name(), endpoint,
                Long.toString(timing.warmUp().toMillis()),
                Long.toString(timing.measured().toMillis()));
    }
}
