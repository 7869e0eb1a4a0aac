package io.jyro.cli;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class TrainToolTest {
    @Test
    void everyToolThatItStartsEnds() {
        Jyro run = Jyro.run("train");

        assertThat(run.err()).isEmpty();
        assertThat(run.status()).isZero();
    }

    @Test
    void itIsNotAmongTheToolsForUsers() {
        assertThat(Jyro.run("--help").out()).doesNotContain("train");
        assertThat(Jyro.run("completion").out()).doesNotContain("train");
    }
}
