package io.jyro.benchmarks;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Works with real processes, too short to say anything about speed. */
class WorkComparisonIT {
    private final PrintStream standardOutput = System.out;
    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();

    @BeforeEach
    void catchOutput() {
        System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
    }

    @AfterEach
    void giveOutputBack() {
        System.setOut(standardOutput);
    }

    @Test
    void everyContenderOfAWorkGetsARow() {
        int status = Main.run("compare", "--work", "BYTES_1,CONNECTIONS_8,ONEWAY", "--rounds", "1",
                "--seconds", "0.1", "--warm-up", "0.1");

        assertThat(status).isZero();
        assertThat(printed.toString(StandardCharsets.UTF_8)).containsPattern("(?m)^raw +[0-9]")
                .containsPattern("(?m)^jyro-v48-marshal +[0-9]")
                .containsPattern("(?m)^jyro-v502 +[0-9]").containsPattern("(?m)^rmi +[0-9]");
    }
}
