package io.jyro.cli;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class PrintableTest {
    @Test
    void ordinaryTextStaysAsItIs() {
        assertThat(Printable.of("häuser \u65e5\u672c\t\ud83d\ude00"))
                .isEqualTo("häuser \u65e5\u672c\t\ud83d\ude00");
    }

    @Test
    void endsOfLinesAreWritten() {
        assertThat(Printable.of("a\r\nb")).isEqualTo("a\\r\\nb");
    }

    @Test
    void whatSteersTerminalsIsWritten() {
        assertThat(Printable.of("\u001b[2J\u202e")).isEqualTo("\\u001b[2J\\u202e");
    }
}
