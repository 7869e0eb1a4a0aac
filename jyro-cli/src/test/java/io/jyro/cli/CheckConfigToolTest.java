package io.jyro.cli;

import java.util.List;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class CheckConfigToolTest {
    @Test
    void theFirstLinesSayWhatRunsWhere() {
        List<String> lines = Jyro.run("check-config").out().lines().toList();

        assertThat(lines.get(0)).startsWith("Jyro version: ");
        assertThat(lines.get(1)).startsWith("Loaded from: ");
        assertThat(lines.get(2)).startsWith("Java version: ")
                .contains(System.getProperty("java.version"));
        assertThat(lines.get(3)).isEqualTo("Protocol versions: 48 and 502");
        assertThat(lines.get(4)).isEqualTo("Currently active configuration settings:");
    }

    @Test
    void theSettingsFollowSortedByName() {
        List<String> settings = Jyro.run("check-config").out().lines().skip(5).toList();

        assertThat(settings).isSorted().contains("NS_PORT = 9090", "COMPRESSION = False")
                .allMatch(line -> line.matches("[A-Z_0-9]+ = .*"));
    }
}
