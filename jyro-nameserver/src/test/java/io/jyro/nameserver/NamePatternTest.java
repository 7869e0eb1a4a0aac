package io.jyro.nameserver;

import io.jyro.NamingException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** The expected values are those of Python 3.11's {@code re.match}. */
class NamePatternTest {
    @ParameterizedTest
    @CsvSource(quoteCharacter = '"', value = {
            "a,          abc,   true", // a match at the start is enough
            "b,          abc,   false",
            "a$,         abc,   false",
            "a\\Z,       a,     true",
            "(?P<x>a)(?P=x), aa, true",
            "(?P<under_score>a)\\1, aa, true",
            "(a)(?:\\1)1, aa1,  true",
            "\"a{,2}$\", aa,    true",
            "\"a{,$\",   \"a{,\",  true",
            "a{x},       a{x},  true",
            "{,          {,     true",
            "[]a]+$,     ]a,    true",
            "[[a&&b]+$,  [&ab,  true",
            "[a\\-c]+$,  a-c,   true",
            "[\\d_]+$,   1_,    true",
            "\\x61\\u0062\\143$, abc, true",
            "\\N{DIGIT ONE}$, 1, true",
            "(?i)ABC$,   abc,   true",
            "(?i)É$,     é,     true",
            "a(?i:B)c$,  aBc,   true",
            "a(?i:B)c$,  abC,   false",
            "(?i)a(?-i:b)$, AB, false",
            "(?x) a b  c $, abc, true",
            "(?x)[a ]b,  \" b\", true",
            "(?a)\\w$,   é,     false",
            "\\w$,       é,     true",
            "a(?#why)*$, aa,    true",
            "(?<=a)b,    ab,    false",
            "a(?<=a)b,   ab,    true",
            "a(?!b),     ab,    false",
            "(?>a+)a,    aaa,   false",
            "a++a,       aaa,   false",
            "a#b,        a#b,   true",
            "a-b~/,      a-b~/, true",
            "'',         '',    true"})
    void namesMatchAsInPython(String regex, String name, boolean matches) {
        assertThat(NamePattern.compile(regex).matches(name)).isEqualTo(matches);
    }

    @Test
    void theEndIsBeforeALastNewlineToo() {
        assertThat(NamePattern.compile("a$").matches("a\n")).isTrue();
        assertThat(NamePattern.compile("a\\Z").matches("a\n")).isFalse();
        assertThat(NamePattern.compile("a$").matches("a\r")).isFalse();
    }

    @Test
    void aCommentInAVerboseExpressionEndsWithItsLine() {
        assertThat(NamePattern.compile("(?x)a # first\nb").matches("ab")).isTrue();
    }

    @ParameterizedTest
    @CsvSource(quoteCharacter = '"', value = {
            "(,        \"missing ), unterminated subpattern at position 0\"",
            "a),       unbalanced parenthesis at position 1",
            "*a,       nothing to repeat at position 0",
            "^*,       nothing to repeat at position 1",
            "a**,      multiple repeat at position 2",
            "a{2}{3},  multiple repeat at position 4",
            "\"a{3,2}\", min repeat greater than max repeat at position 1",
            "[a,       unterminated character set at position 0",
            "[c-a],    bad character range c-a at position 1",
            "[\\w-a],  bad character range \\w-a at position 1",
            "\\q,      bad escape \\q at position 0",
            "\\,       bad escape (end of pattern) at position 0",
            "\\x1,     incomplete escape \\x1 at position 0",
            "\\1,      invalid group reference 1 at position 1",
            "(?P=x),   unknown group name 'x' at position 4",
            "(?Qa),    unknown extension ?Q at position 1",
            "a(?i)b,   global flags not at the start of the expression at position 1",
            "(a)(?(1)b|c), conditional groups are not supported here at position 3"})
    void aBadExpressionIsRefusedInPythonsWords(String regex, String why) {
        assertThatExceptionOfType(NamingException.class)
                .isThrownBy(() -> NamePattern.compile(regex))
                .withMessage("invalid regex: " + why);
    }

    @ParameterizedTest
    @ValueSource(strings = {"(.*a){20}$", "((a*)*)*b", "(a+)+\\1$", "(a|aa)+\\1$",
            "a(|)(|)(|)(|)(|)(|)(|)(|)(|)(|)(|)(|)(|)(|)(|)(|)(|)(|)(|)(|)(|)(|)(|)(|)(|)(|)(|)x"})
    void anExpressionThatBacktracksWithoutEndIsStopped(String regex) {
        NamePattern pattern = NamePattern.compile(regex);

        assertThatExceptionOfType(NamingException.class)
                .isThrownBy(() -> pattern.matches("a".repeat(60) + "!"))
                .withMessageContaining("too many steps");
    }

    // Java remembers where a loop failed, Python tries it again.
    @ParameterizedTest
    @ValueSource(strings = {"(a+)+$", "(a|a)*$", "(a|aa)+$", "a(?:|){60}x",
            "(?:(?=a)|)(?:|(?=a)){60}x"})
    void anExpressionWhoseLoopsRepeatThemselvesEnds(String regex) {
        assertThat(NamePattern.compile(regex).matches("a".repeat(60) + "!")).isFalse();
    }

    @Test
    void aVeryLongNameDoesNotOverflowTheStack() {
        NamePattern pattern = NamePattern.compile("(a|b)*c");

        assertThatExceptionOfType(NamingException.class)
                .isThrownBy(() -> pattern.matches("ab".repeat(100_000)))
                .withMessageContaining("too many steps");
    }

    @Test
    void groupsInsideEachOtherAreLimited() {
        assertThatExceptionOfType(NamingException.class)
                .isThrownBy(() -> NamePattern.compile("(".repeat(2_000) + ")".repeat(2_000)))
                .withMessageContaining("more than 100 groups inside each other");
    }

    @Test
    void theLengthOfAnExpressionIsLimited() {
        assertThatExceptionOfType(NamingException.class)
                .isThrownBy(() -> NamePattern.compile("a".repeat(5_000)))
                .withMessageContaining("longer than 4000 characters");
    }

    @Test
    void harmlessExpressionsDoNotExhaustTheStepsOfManyNames() {
        NamePattern pattern = NamePattern.compile("(?:house|garden)\\.(\\w+)\\.sensor\\d*$");

        long matching = 0;
        for (int i = 0; i < 20_000; i++) {
            matching += pattern.matches("house.room" + i + ".sensor" + i) ? 1 : 0;
        }

        assertThat(matching).isEqualTo(20_000);
    }
}
