package io.jyro.client.exchange;

import java.util.ArrayList;
import java.util.List;

/** Futures whose replies have arrived, to be completed together. For the thread that reads. */
final class CompletionBatch {
    private final Exchange exchange;
    private List<PendingReply> settled = new ArrayList<>();

    CompletionBatch(Exchange exchange) {
        this.exchange = exchange;
    }

    void add(PendingReply future) {
        settled.add(future);
    }

    /** Completes the added futures. */
    void complete() {
        if (!settled.isEmpty()) {
            complete(settled);
            settled = new ArrayList<>();
        }
    }

    /** Completes other futures. Any thread. */
    void complete(List<PendingReply> others) {
        // On another thread: dependents of a future may make calls of their own, and wait for them.
        Thread.ofVirtual().name("jyro-futures")
                .start(() -> others.forEach(each -> each.complete(exchange)));
    }
}
