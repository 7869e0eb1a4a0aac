package io.jyro.cli.output;

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

    @Test
    void whatIsNotSeenOrTurnsTheDirectionOfWritingIsWritten() {
        assertThat(Printable.of("\u0007\u009b\u061c\u200e\u200f\u202a\u2066\u2069\u200b\ufeff"))
                .isEqualTo(
                        "\\u0007\\u009b\\u061c\\u200e\\u200f\\u202a\\u2066\\u2069\\u200b\\ufeff");
        assertThat(Printable.of("\udb40\udc41")).isEqualTo("\\U000e0041");
        assertThat(Printable.of("\ud800a")).isEqualTo("\\ud800a");
        assertThat(Printable.of("Pyro.NameServer\u3164\ufe0f"))
                .isEqualTo("Pyro.NameServer\\u3164\\ufe0f");
        assertThat(Printable.of("\u2028\u2029\u007f")).isEqualTo("\\u2028\\u2029\\u007f");
    }
}
