package io.jyro;

import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class RemoteTextTest {
    @ParameterizedTest
    @ValueSource(strings = {"", "house.thermostat", "Küche №5", "温度計", "a b\\c", "\uD83D\uDE00",
            "e\u0301"})
    void visibleTextStaysTheSameObject(String text) {
        assertThat(RemoteText.shown(text)).isSameAs(text);
    }

    @Test
    void controlCharactersAreWrittenAsEscapes() {
        assertThat(RemoteText.shown("\r\n12:00 ERROR audit - FAKE\u001b[31m\t\u0000\u007f\u009b2J"))
                .isEqualTo("\\r\\n12:00 ERROR audit - FAKE\\u001b[31m\\t\\u0000\\u007f\\u009b2J");
    }

    @ParameterizedTest
    @CsvSource({"2028, line separator", "2029, paragraph separator", "0085, next line",
            "202a, left-to-right embedding", "202e, right-to-left override",
            "2066, left-to-right isolate", "2069, end of an isolate", "200e, left-to-right mark",
            "200f, right-to-left mark", "061c, Arabic letter mark", "200b, zero width space",
            "200d, zero width joiner", "feff, byte order mark", "00ad, soft hyphen",
            "2060, word joiner", "fff9, interlinear anchor", "034f, grapheme joiner",
            "3164, Hangul filler", "ffa0, halfwidth Hangul filler", "115f, Hangul choseong filler",
            "180e, Mongolian vowel separator", "fe0f, variation selector", "17b4, Khmer vowel"})
    void whatBreaksLinesOrTurnsTheDirectionOrIsInvisibleIsWrittenAsAnEscape(String hex,
            String what) {
        char c = (char) Integer.parseInt(hex, 16);

        assertThat(RemoteText.shown("a" + c + "b")).as(what).isEqualTo("a\\u" + hex + "b");
    }

    @Test
    void tagsBeyondTheBasicPlaneAreWrittenAsEscapes() {
        assertThat(RemoteText.shown("x" + Character.toString(0xe0041)))
                .isEqualTo("x\\udb40\\udc41");
    }

    @ParameterizedTest
    @CsvSource({"d800, 0061", "dc00, 0061", "0061, d800", "dc00, d800"})
    void halvesOfSurrogatePairsAreWrittenAsEscapes(String first, String second) {
        String text = "" + (char) Integer.parseInt(first, 16) + (char) Integer.parseInt(second, 16);

        assertThat(RemoteText.shown(text)).isPrintable()
                .doesNotMatch("(?s).*[\ud800-\udfff].*");
    }

    @Test
    void longTextIsCutAndSaysHowLongItWas() {
        assertThat(RemoteText.shown("x".repeat(200))).isEqualTo("x".repeat(200));
        assertThat(RemoteText.shown("x".repeat(1_234_567)))
                .isEqualTo("x".repeat(200) + "… (1,234,567 characters)");
    }

    @Test
    void aPairOfSurrogatesIsNotCutApart() {
        String text = "x".repeat(199) + "\uD83D\uDE00".repeat(5);

        assertThat(RemoteText.shown(text)).isEqualTo("x".repeat(199) + "… (209 characters)");
    }

    @Test
    void nothingThatFollowsTheCutIsLookedAt() {
        String text = "x".repeat(1 << 20) + "\n";

        assertThat(RemoteText.shown(text)).hasSizeLessThan(240).doesNotContain("\\n");
    }

    @Test
    void textThatWasPreparedBeforeStaysAsItIs() {
        String once = RemoteText.shown("a\nb\u202ec");

        assertThat(RemoteText.shown(once)).isSameAs(once);
    }

    @Test
    void nullIsAWord() {
        assertThat(RemoteText.shown(null)).isEqualTo("null");
    }

    @Test
    void theMessageOfAnExceptionIsOneLineOfAtMostAThousandCharacters() {
        assertThat(RemoteText.message(new IllegalStateException("a\nb"))).isEqualTo("a\\nb");
        assertThat(RemoteText.message(new IllegalStateException("x".repeat(5000))))
                .isEqualTo("x".repeat(1000) + "… (5,000 characters)");
        assertThat(RemoteText.message(new IllegalStateException()))
                .isEqualTo("IllegalStateException");
    }

    @Test
    void anExceptionWithoutRemoteTextIsLoggedItself() {
        IllegalStateException plain = new IllegalStateException("no more", new Error("of it"));
        plain.addSuppressed(new Error("and more"));

        assertThat(RemoteText.loggable(plain)).isSameAs(plain);
    }

    @Test
    void messagesAnywhereInTheChainAreShownInOneLine() {
        IllegalStateException failure = new IllegalStateException("outer",
                new Error("cause\r\nFAKE"));
        failure.addSuppressed(new Error("x".repeat(100_000)));

        Throwable loggable = RemoteText.loggable(failure);

        assertThat(loggable).hasMessage("java.lang.IllegalStateException: outer");
        assertThat(loggable.getStackTrace()).isEqualTo(failure.getStackTrace());
        assertThat(loggable.getCause()).hasMessage("java.lang.Error: cause\\r\\nFAKE");
        assertThat(loggable.getSuppressed()[0].getMessage()).hasSizeLessThan(1100);
    }

    @Test
    void framesThatTheRemoteSideSentAreShownInOneLine() {
        RemoteCallException failure = new RemoteCallException("X", List.of("x"), Map.of());
        failure.attachRemoteTraceback(
                List.of("File \"a\u001b[31m.py\", line 1, in " + "f".repeat(5000) + "\n"));

        StackTraceElement frame = RemoteText.loggable(failure).getStackTrace()[0];

        assertThat(frame.getFileName()).isEqualTo("a\\u001b[31m.py");
        assertThat(frame.getMethodName()).hasSizeLessThan(250);
    }

    @Test
    void ofAThousandFramesTwoHundredAreLogged() {
        RemoteCallException failure = new RemoteCallException("X", List.of("x"), Map.of());
        failure.attachRemoteTraceback(
                List.of("File \"a.py\", line 1, in f\n".repeat(RemoteTraceback.MAX_FRAMES)));

        assertThat(RemoteText.loggable(failure).getStackTrace()).hasSize(200)
                .contains(new StackTraceElement("<pyro>", "cut",
                        failure.getStackTrace().length - 199 + " frames", -1));
        assertThat(failure.getStackTrace()).hasSizeGreaterThan(RemoteTraceback.MAX_FRAMES);
    }

    @Test
    void aLongOrCircularChainOfCausesIsCut() {
        Throwable chain = new Error("first");
        Error circle = new Error("circle", chain);
        chain.initCause(circle);
        Throwable loggable = RemoteText.loggable(circle);
        int length = 0;
        for (Throwable each = loggable; each != null; each = each.getCause()) {
            length++;
        }

        assertThat(length).isEqualTo(20);
    }

    @Test
    void anExceptionWhoseMethodsFailIsNamedByItsClass() {
        class Cursed extends RuntimeException {
            private static final long serialVersionUID = 1L;

            @Override
            public String getMessage() {
                throw new IllegalStateException("cursed");
            }
        }

        assertThat(RemoteText.message(new Cursed())).contains("Cursed", "getMessage() failed");
        assertThat(RemoteText.described(new Cursed())).contains("Cursed", "getMessage() failed");
        assertThat(RemoteText.loggable(new Cursed()).getMessage()).contains("Cursed");
    }

    @Test
    void whatProgramsReadStaysWhole() {
        RemoteCallException failure = new RemoteCallException("X", List.of("a\nb"), Map.of());

        RemoteText.loggable(failure);

        assertThat(failure).hasMessage("X: a\nb");
    }
}
