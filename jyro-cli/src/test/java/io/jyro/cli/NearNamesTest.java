package io.jyro.cli;

import java.util.List;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class NearNamesTest {
    private static final List<String> TOOLS = List.of("demo", "echo-server", "ns", "nsc");

    @Test
    void swappedLettersAreOneMistake() {
        assertThat(NearNames.to("dmeo", TOOLS)).containsExactly("demo");
    }

    @Test
    void aBeginningIsNear() {
        assertThat(NearNames.to("echo", TOOLS)).containsExactly("echo-server");
    }

    @Test
    void severalAreInAlphabeticalOrder() {
        assertThat(NearNames.to("nss", TOOLS)).containsExactly("ns", "nsc");
    }

    @Test
    void whatIsFarFromAllHasNone() {
        assertThat(NearNames.to("gateway", TOOLS)).isEmpty();
    }
}
