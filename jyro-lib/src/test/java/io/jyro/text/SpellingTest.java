package io.jyro.text;

import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/** When two names are so alike that one may have been meant for the other. */
class SpellingTest {
    private static final List<String> TOOLS = List.of("demo", "echo-server", "ns", "nsc");

    @ParameterizedTest
    @CsvSource({"House.Heating, house.heating, 0", "heating, haeting, 1", "heating, heatin, 1",
            "heating, heatingg, 1", "heating, beating, 1", "thermostat, termostad, 2",
            "house, house.thermostat, 10", "house.thermostat, house, 10", "abc, xyz, 100",
            "a, bc, 100", "a, b, 1", "'', x, 1", "'', xyz, 100"})
    void namesAreAsFarApartAsTheyLook(String wanted, String other, int distance) {
        assertThat(Spelling.distance(wanted, other)).isEqualTo(distance);
    }

    @ParameterizedTest
    @CsvSource({"dmeo, demo", "echo, echo-server", "nss, ns;nsc", "gateway, ''"})
    void theNearestComeFirstThenByTheAlphabet(String typed, String near) {
        assertThat(String.join(";", Spelling.near(typed, TOOLS))).isEqualTo(near);
    }

    @Test
    void longNamesAreNotCompared() {
        String name = "a".repeat(201);

        assertThat(Spelling.near(name, List.of(name))).isEmpty();
        assertThat(Spelling.near("a", List.of(name))).isEmpty();
    }
}
