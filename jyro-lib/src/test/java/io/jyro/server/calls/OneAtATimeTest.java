package io.jyro.server.calls;

import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Tasks run one after the other whatever number of threads an executor has. */
class OneAtATimeTest {
    @Test
    void aTaskWaitsUntilTheOneBeforeItHasEnded() {
        List<Runnable> threads = new ArrayList<>();
        List<String> events = new ArrayList<>();
        OneAtATime tasks = new OneAtATime(threads::add);
        tasks.execute(() -> {
            events.add("first begins");
            threads.get(1).run(); // another thread is ready
            events.add("first ends");
        });
        tasks.execute(() -> events.add("second"));

        threads.get(0).run();

        assertThat(events).containsExactly("first begins", "first ends", "second");
    }
}
