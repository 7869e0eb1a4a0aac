package io.jyro.serialize;

import java.nio.charset.StandardCharsets;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class NameTableTest {
    private final NameTable names = new NameTable();

    private String get(String text) {
        byte[] bytes = ("<<" + text + ">>").getBytes(StandardCharsets.ISO_8859_1);
        return names.get(bytes, 2, text.length(),
                new DecodeBudget(CodecLimits.DEFAULT, text.length()));
    }

    @Test
    void theSameBytesGiveTheSameString() {
        String first = get("temperature");

        assertThat(first).isEqualTo("temperature");
        assertThat(get("temperature")).isSameAs(first);
    }

    @Test
    void namesThatShareAPlaceAreNotConfused() {
        for (int round = 0; round < 2; round++) {
            for (int i = 0; i < 5_000; i++) {
                assertThat(get("name" + i)).isEqualTo("name" + i);
            }
        }
    }

    @Test
    void namesOfOneHashAreNotConfused() {
        // Only the first and last eight characters and the length decide on the place.
        String first = "beginning" + "-one-" + "theendofit";
        String second = "beginning" + "-two-" + "theendofit";

        assertThat(get(first)).isEqualTo(first);
        assertThat(get(second)).isEqualTo(second);
    }

    @Test
    void everyLengthIsRead() {
        for (int length = 0; length < 200; length++) {
            String text = "x".repeat(length);

            assertThat(get(text)).isEqualTo(text);
        }
    }

    @Test
    void textThatIsNoNameIsNotKept() {
        String large = "x".repeat(65);

        assertThat(get(large)).isEqualTo(large).isNotSameAs(get(large));
    }
}
