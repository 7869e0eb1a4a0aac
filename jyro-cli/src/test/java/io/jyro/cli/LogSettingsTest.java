package io.jyro.cli;

import java.util.Map;

import ch.qos.logback.classic.Level;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class LogSettingsTest {
    @Test
    void withoutVariablesThereIsNoLogFile() {
        assertThat(of(Map.of()).level()).isNull();
    }

    @Test
    void theLevelsAreThoseOfPython() {
        assertThat(of(Map.of("PYRO_LOGLEVEL", "debug")).level()).isEqualTo(Level.DEBUG);
        assertThat(of(Map.of("PYRO_LOGLEVEL", "WARNING")).level()).isEqualTo(Level.WARN);
        assertThat(of(Map.of("PYRO_LOGLEVEL", "CRITICAL")).level()).isEqualTo(Level.OFF);
    }

    @Test
    void variablesOfJyroWin() {
        LogSettings settings = of(
                Map.of("PYRO_LOGLEVEL", "INFO", "JYRO_LOGLEVEL", "ERROR", "PYRO_LOGFILE", "a",
                        "JYRO_LOGFILE", "b"));

        assertThat(settings).isEqualTo(new LogSettings(Level.ERROR, "b"));
    }

    @Test
    void theFileIsPyrosUnlessNamed() {
        assertThat(of(Map.of("PYRO_LOGLEVEL", "INFO")).file()).isEqualTo("pyro.log");
    }

    private static LogSettings of(Map<String, String> variables) {
        return LogSettings.of(variables::get);
    }
}
