package io.jyro.benchmarks;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** A few unfinished calls with real processes; judges that all works, not the times. */
class UnfinishedComparisonIT {
    private final Printed printed = new Printed();

    @AfterEach
    void giveOutputBack() {
        printed.close();
    }

    @Test
    void aNewcomerIsMeasuredBesideUnfinishedAndBusyCalls() {
        int status = Main.run("unfinished", "--connections", "50", "--busy", "1", "--rounds", "1",
                "--seconds", "0.1", "--warm-up", "0.1", "--goal-p50", "1e9");

        assertThat(status).as(printed.text()).isZero();
    }
}
