package io.jyro.benchmarks;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Some hundred idle connections with real processes; judges what is left of them, not times and memory. */
class IdleComparisonIT {
    private static final String[] BRIEFLY = {"idle", "--connections", "500", "--rounds", "1",
            "--seconds", "0.1", "--warm-up", "0.1", "--churn", "1000", "--goal-p50", "1e9",
            "--goal-p99", "1e9", "--goal-memory", "1e9", "--goal-heap", "1"};

    private final Printed printed = new Printed();

    @AfterEach
    void giveOutputBack() {
        printed.close();
    }

    @Test
    void idleConnectionsLeaveTheBusyClientAnsweredAndNothingBehind() {
        int status = Main.run(BRIEFLY);

        assertThat(status).as(printed.text()).isZero();
    }

    @Test
    void moreConnectionsThanTheMachineAllowsAreRefusedAtOnce() {
        int status = Main.run("idle", "--connections", "100000000");

        assertThat(status).isEqualTo(3);
    }
}
