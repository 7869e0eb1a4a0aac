package io.jyro.benchmarks;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** One round of hostile payloads; judges that all are measured, not the times. */
class CostComparisonIT {
    private final Printed printed = new Printed();

    @AfterEach
    void giveOutputBack() {
        printed.close();
    }

    @Test
    void eachPayloadIsMeasured() {
        int status = Main.run("cost", "--rounds", "1", "--most-millis", "1e9");

        assertThat(status).as(printed.text()).isZero();
        assertThat(printed.text()).contains("marshal: a long integer", "pickle: empty lists")
                .contains("0 of ");
    }
}
