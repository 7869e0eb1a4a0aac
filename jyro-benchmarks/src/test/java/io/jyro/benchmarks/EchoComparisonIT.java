package io.jyro.benchmarks;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** The whole comparison with real processes, too short to say anything about speed. */
class EchoComparisonIT {
    private static final String[] BRIEFLY = {"echo", "--free", "--rounds", "1", "--seconds", "0.1",
            "--warm-up", "0.1"};

    private final Printed printed = new Printed();

    @AfterEach
    void giveOutputBack() {
        printed.close();
    }

    @Test
    void everyContenderGetsARow() {
        int status = Main.run(BRIEFLY);

        assertThat(status).isZero();
        assertThat(printed.text()).containsPattern("(?m)^raw +[0-9]")
                .containsPattern("(?m)^jyro-v48 +[0-9]").containsPattern("(?m)^jyro-v502 +[0-9]");
    }

    @Test
    void aGoalThatIsMissedIsStatusOne() {
        String[] withGoal = concat(BRIEFLY, "--goal", "1000");

        int status = Main.run(withGoal);

        assertThat(status).isEqualTo(1);
        assertThat(printed.text())
                .contains("missed by raw, jyro-v48, jyro-v502");
    }

    private static String[] concat(String[] some, String... others) {
        String[] all = new String[some.length + others.length];
        System.arraycopy(some, 0, all, 0, some.length);
        System.arraycopy(others, 0, all, some.length, others.length);
        return all;
    }
}
