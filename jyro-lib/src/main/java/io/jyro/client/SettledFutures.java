package io.jyro.client;

import java.util.ArrayList;
import java.util.List;

/** Futures whose replies have come, and that are completed together. For the thread that reads. */
final class SettledFutures {
    private final Exchange exchange;
    private List<PendingReply> settled = new ArrayList<>();

    SettledFutures(Exchange exchange) {
        this.exchange = exchange;
    }

    void add(PendingReply future) {
        settled.add(future);
    }

    /** Completes what was added. */
    void complete() {
        if (!settled.isEmpty()) {
            complete(settled);
            settled = new ArrayList<>();
        }
    }

    /** Completes others. Any thread. */
    void complete(List<PendingReply> others) {
        // Not here: what depends on a future may make calls of its own, and wait for them.
        Thread.ofVirtual().name("jyro-futures")
                .start(() -> others.forEach(each -> each.complete(exchange)));
    }
}
