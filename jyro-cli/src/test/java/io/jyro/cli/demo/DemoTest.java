package io.jyro.cli.demo;

import java.io.PrintWriter;
import java.io.StringWriter;

import io.jyro.cli.output.ToolOutput;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class DemoTest {
    private static final PythonPeers NO_CHECKOUT = new PythonPeers(null);

    private final StringWriter printed = new StringWriter();

    @Test
    void outsideOfACheckoutTheStepsWithPythonAreLeftOutAndTheOthersAreRight() {
        int status = run(new Thermostat(), NO_CHECKOUT);

        assertThat(status).as(printed.toString()).isEqualTo(2);
        assertThat(printed.toString()).contains("does not run from a checkout",
                "5 steps right, 0 wrong, 5 left out.");
    }

    @Test
    void anObjectThatAnswersWronglyIsNoticed() {
        int status = run(new Thermostat() {
            @Override
            public synchronized double warm(double degrees) {
                return super.warm(degrees) + 1;
            }
        }, NO_CHECKOUT);

        assertThat(status).as(printed.toString()).isEqualTo(1);
        assertThat(printed.toString()).contains("warm(1.5) = 22.5", "WRONG: expected 21.5");
    }

    private int run(Thermostat thermostat, PythonPeers python) {
        return new Demo(new ToolOutput(new PrintWriter(printed)), thermostat, python).run();
    }
}
