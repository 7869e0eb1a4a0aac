package io.jyro.client;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/** When two names are so alike that one may have been meant for the other. */
class NearNamesTest {
    @ParameterizedTest
    @CsvSource({"House.Heating, house.heating, 0", "heating, haeting, 1", "heating, heatin, 1",
            "heating, heatingg, 1", "heating, beating, 1", "thermostat, termostad, 2",
            "house, house.thermostat, 10", "house.thermostat, house, 10", "abc, xyz, 100",
            "a, bc, 100", "a, b, 1", "'', x, 1", "'', xyz, 100"})
    void namesAreAsFarApartAsTheyLook(String wanted, String other, int distance) {
        assertThat(NearNames.distance(wanted, other)).isEqualTo(distance);
    }
}
