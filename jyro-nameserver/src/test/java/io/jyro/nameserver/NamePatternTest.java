package io.jyro.nameserver;

import java.util.List;
import java.util.Random;
import java.util.regex.PatternSyntaxException;
import java.util.stream.Stream;

import com.google.re2j.Pattern;
import io.jyro.NamingException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.params.provider.Arguments.arguments;

class NamePatternTest {
    private static final String NO_BACKTRACKING = " are not supported, since the name server matches"
            + " without backtracking, at position ";

    private static void assertRefused(String regex, String why) {
        assertThatExceptionOfType(NamingException.class)
                .isThrownBy(() -> NamePattern.compile(regex))
                .withMessageStartingWith("invalid regex: ").withMessageContaining(why);
    }

    /** The answers of Python 3.11's {@code re.match}. */
    static Stream<Arguments> answersOfPython() {
        return Stream.of(
                arguments("a", "abc", true),
                arguments("a", "b", false),
                arguments("a$", "abc", false),
                arguments("a$", "a", true),
                arguments("a$", "a\n", true),
                arguments("a$", "a\nb", false),
                arguments("a\\Z", "a", true),
                arguments("a\\Z", "a\n", false),
                arguments("a{,2}$", "aa", true),
                arguments("a{,2}$", "aaa", false),
                arguments("a{,}$", "aaa", true),
                arguments("a{,$", "a{,", true),
                arguments("a{x}", "a{x}", true),
                arguments("a{}", "a{}", true),
                arguments("a{}", "a", false),
                arguments("{", "{", true),
                arguments("[]a]+$", "]a", true),
                arguments("[^]a]+$", "b", true),
                arguments("[^]a]+$", "]", false),
                arguments("[[a&&b]+$", "[&ab", true),
                arguments("[[:alpha:]]", "a]", true),
                arguments("[[:alpha:]]", "[", false),
                arguments("[[:alpha:]]", "a", false),
                arguments("[a\\-c]+$", "a-c", true),
                arguments("[a\\-c]+$", "b", false),
                arguments("[a-]$", "-", true),
                arguments("[\\d_]+$", "1_", true),
                arguments("[\\d_]+$", "\u0663", true),
                arguments("[\\b]", "\b", true),
                arguments("[\\b]", "b", false),
                arguments("\\x61\\u0062\\143\\U00000064$", "abcd", true),
                arguments("\\N{DIGIT ONE}$", "1", true),
                arguments("\\08", "\u00008", true),
                arguments("(?i)ABC$", "abc", true),
                arguments("(?i)ABC$", "aBc", true),
                arguments("(?i)\u00c9$", "\u00e9", true),
                arguments("(?i)k", "\u212a", true),
                arguments("(?i)k", "K", true),
                arguments("(?ia)k", "\u212a", false),
                arguments("(?ia)k", "K", true),
                arguments("(?i)\u00df", "\u1e9e", true),
                arguments("(?i)\u00df", "ss", false),
                arguments("(?i)s", "\u017f", true),
                arguments("(?i)i", "\u0130", true),
                arguments("(?i)i", "\u0131", true),
                arguments("(?i)i", "I", true),
                arguments("(?i)[^k]", "\u212a", false),
                arguments("(?i)[^k]", "x", true),
                arguments("(?i)[a-k]", "\u212a", true),
                arguments("(?i)[a-k]", "K", true),
                arguments("a(?i:B)c$", "aBc", true),
                arguments("a(?i:B)c$", "abc", true),
                arguments("a(?i:B)c$", "abC", false),
                arguments("(?i)a(?-i:b)$", "AB", false),
                arguments("(?i)a(?-i:b)$", "Ab", true),
                arguments("(?x) a b  c $", "abc", true),
                arguments("(?x)[a ]b", " b", true),
                arguments("(?x)a # first\nb", "ab", true),
                arguments("(?x)a#\\\nb", "a", true),
                arguments("(?x)a#\\\nb", "ab", true),
                arguments("(?x: a )b", "ab", true),
                arguments("(?x:a b) c", "ab c", true),
                arguments("(?a)\\w$", "\u00e9", false),
                arguments("(?a)\\w$", "e", true),
                arguments("\\w$", "\u00e9", true),
                arguments("\\w$", "\u00bd", true),
                arguments("\\w$", "\u0345", false),
                arguments("\\d", "\u0663", true),
                arguments("\\d", "\u00b2", false),
                arguments("\\s", "\u2003", true),
                arguments("\\s", "\u001c", true),
                arguments("\\s", "\u200b", false),
                arguments("(?a)\\s", "\u2003", false),
                arguments("(?a)\\s", "\u001c", false),
                arguments("(?u)(?i)\\w", "\u00e9", true),
                arguments("\\W", "\u0301", true),
                arguments("\\W", "-", true),
                arguments("a\\b", "a", true),
                arguments("a\\b", "a-", true),
                arguments("a\\b", "ab", false),
                arguments("a\\b", "a\u00e9", false),
                arguments("(?a)a\\b", "a\u00e9", true),
                arguments("a\\B", "ab", true),
                arguments("a\\B", "a-", false),
                arguments("a\\B", "a\u00e9", true),
                arguments("\\b", "-", false),
                arguments("\\b", "\u00e9", true),
                arguments("[\\s\\S]+\\b-", "\u00e9-", true),
                arguments("[\\s\\S]+\\b-", "--", false),
                arguments("[\\s\\S]+\\b-", "\u65e5-", true),
                arguments("a(?#why)*$", "aa", true),
                arguments("(?#a\\)b)c", "c", true),
                arguments("(?#a\\)b)c", "b", false),
                arguments("(?#first)(?i)a", "A", true),
                arguments("(?P<under_score>a)(b|c)+", "abc", true),
                arguments("(?:a|ab)(?:c|bcd)(?:d*)$", "abcd", true),
                arguments("a*?$", "aa", true),
                arguments("a*?$", "ab", false),
                arguments("a??b", "ab", true),
                arguments("a??b", "b", true),
                arguments(".", "\n", false),
                arguments(".", "a", true),
                arguments(".", "\ud83d\ude00", true),
                arguments("(?s).", "\n", true),
                arguments(".{2}", "\ud83d\ude00", false),
                arguments("..", "\ud83d\ude00a", true),
                arguments("^a", "ab", true),
                arguments("[\\s\\S]^b", "ab", false),
                arguments("[\\s\\S]^b", "\nb", false),
                arguments("(?m)[\\s\\S]^b", "\nb", true),
                arguments("(?m)[\\s\\S]^b", "ab", false),
                arguments("(?m)a$", "a\nb", true),
                arguments("(?m)a$", "ab", false),
                arguments("(?m)(?:a\n?^)*b", "a\nab", false),
                arguments("(?m)(?:a\n?^)*b", "a\na\nb", true),
                arguments("\\ud83d\\ude00", "\ud83d\ude00", false),
                arguments("\ud801\udc00", "\ud801\udc00", true),
                arguments("\ud801\udc00", "\ud801\udc28", false),
                arguments("[\ud801\udc00-\ud801\udc4f]", "\ud801\udc28", true),
                arguments("a{2,3}$", "a", false),
                arguments("a{2,3}$", "aa", true),
                arguments("a{2,3}$", "aaa", true),
                arguments("a{2,3}$", "aaaa", false),
                arguments("(?:ab){2}", "abab", true),
                arguments("(?:ab){2}", "aba", false),
                arguments("a{1500}", "a".repeat(1500), true),
                arguments("a{1500}", "a".repeat(1499), false),
                arguments("a{0,1500}b", "a".repeat(1500) + "b", true),
                arguments("a{0,1500}b", "a".repeat(1501) + "b", false),
                arguments("(?:a{2}){2,}$", "aaaa", true),
                arguments("(?:a{2}){2,}$", "aaaaa", false),
                arguments("(?:a{2}){2,}$", "aaaaaa", true),
                arguments("(?:){3}a", "a", true),
                arguments("a{0}b", "b", true),
                arguments("a{0}b", "ab", false),
                arguments("|a", "x", true),
                arguments("(?:^a)*b", "ab", true),
                arguments("(?:^a)*b", "b", true),
                arguments("(?:^a)*b", "aab", false),
                arguments("a#b", "a#b", true),
                arguments("a-b~/", "a-b~/", true),
                arguments("[^\\w\\W]", "a", false),
                arguments("[\\w\\W]", "a", true),
                arguments("[\\w\\W]", "-", true),
                arguments("\\.\\-\\/\\_", ".-/_", true),
                arguments("(?i)(?:\u03c3)$", "\u03c2", true),
                arguments("(?i)(?:\u03c3)$", "\u03a3", true),
                arguments("(?i)\u0345", "\u03b9", true),
                arguments("(?i)\u0345", "\u1fbe", true),
                arguments("(?i)\u0345", "\u0399", true),
                arguments("(?:|a)+b", "aab", true),
                arguments("(?:a|b?)*?c", "abac", true),
                arguments("(?:(?:a*)*)*b", "aab", true),
                arguments("(?:(?:a*)*)*b", "aac", false));
    }

    @ParameterizedTest
    @MethodSource("answersOfPython")
    void namesMatchAsInPython(String regex, String name, boolean matches) {
        assertThat(NamePattern.compile(regex).matches(name)).isEqualTo(matches);
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
            "a{4294967295}, the repetition number is too large at position 1",
            "[a,       unterminated character set at position 0",
            "[c-a],    bad character range c-a at position 1",
            "[\\w-a],  bad character range \\w-a at position 1",
            "\\q,      bad escape \\q at position 0",
            "\\,       bad escape (end of pattern) at position 0",
            "\\x1,     incomplete escape \\x1 at position 0",
            "\\400,    octal escape value \\400 outside of range 0-0o377 at position 0",
            "\\N{NO SUCH}, undefined character name 'NO SUCH' at position 0",
            "\\1,      invalid group reference 1 at position 1",
            "(a\\1),   cannot refer to an open group at position 3",
            "(?P=x),   unknown group name 'x' at position 4",
            "(?P<1>a), bad character in group name '1' at position 4",
            "(?Qa),    unknown extension ?Q at position 1",
            "(?L)a,    bad inline flags: cannot use 'L' flag with a str pattern at position 0",
            "(?-a:b),  \"bad inline flags: cannot turn off flags 'a', 'u' and 'L' at position 0\"",
            "(?i-i:b), bad inline flags: flag turned on and off at position 0",
            "(?a)(?u)b, ASCII and UNICODE flags are incompatible at position 4",
            "a(?i)b,   global flags not at the start of the expression at position 1",
            "(?#a\\),  \"missing ), unterminated comment at position 0\""})
    void aBadExpressionIsRefusedInPythonsWords(String regex, String why) {
        assertThatExceptionOfType(NamingException.class)
                .isThrownBy(() -> NamePattern.compile(regex))
                .withMessage("invalid regex: " + why);
    }

    @ParameterizedTest
    @CsvSource({"(a)\\1, references to groups", "(?P<x>a)(?P=x), references to groups",
            "a(?=b), lookaheads", "a(?!b), lookaheads", "(?<=a)b, lookbehinds",
            "(?<!a)b, lookbehinds", "(?>a+)a, atomic groups", "a++a, possessive repeats",
            "a{2}+, possessive repeats", "(a)(?(1)b|c), conditional groups"})
    void whatNeedsBacktrackingIsRefused(String regex, String what) {
        assertRefused(regex, what + NO_BACKTRACKING);
    }

    @ParameterizedTest
    @CsvSource({"(?i)\ud801\udc00, letters beyond U+FFFF are not supported where case is ignored",
            "(?i)[a-\ud801\udc00], letters beyond U+FFFF are not supported where case is ignored",
            "\\b(?a:\\b), \\b and \\B with and without the flag a are not supported in one pattern",
            "a$|(?m:^b), anchors with and without the flag m are not supported in one pattern"})
    void whatTheMatcherCannotDoAsPythonDoesIsRefused(String regex, String why) {
        assertRefused(regex, why);
    }

    @ParameterizedTest
    @ValueSource(strings = {"(.*a){20}$", "((a*)*)*b", "(a+)+$", "(a|aa)+$", "(a|a)*$",
            "a(|)(|)(|)(|)(|)(|)(|)(|)(|)(|)(|)(|)(|)(|)(|)(|)(|)(|)(|)(|)(|)(|)(|)(|)(|)(|)(|)(|)x",
            "a(?:|){60}x", "(?:a?){1000}$"})
    void anExpressionThatBacktrackingCannotDecideIsDecided(String regex) {
        assertThat(NamePattern.compile(regex).matches("a".repeat(60) + "!")).isFalse();
    }

    // Each of these kept a thread busy for ever when the name server still backtracked.
    @Test
    void repeatedReferencesToNothingAreRefused() {
        assertRefused("x()" + "\\1?".repeat(40) + "y", "references to groups");
        assertRefused("x()\\1{2147483647}y", "references to groups");
    }

    @Test
    void aLongChainOfOptionalCharactersIsDecided() {
        assertThat(NamePattern.compile("x?".repeat(499) + "y").matches("x".repeat(24))).isFalse();
        assertRefused("x?".repeat(1_500) + "y", "longer than 1000 characters");
    }

    @ParameterizedTest
    @ValueSource(strings = {"((((a{30}){30}){30}){30})", "a{10001}", "(?:(?:a{0,99}){0,99}){0,99}",
            "(?:a{4294967294}){4294967294}", "(?:(?:(?:){99}){99}){99}", "\\b(?:a|-){1000}",
            "(?:a|b){5000}"})
    void repeatsAreCountedBeforeTheProgramIsMade(String regex) {
        assertRefused(regex, "it would need more than 10000 instructions");
    }

    @Test
    void theInstructionsThatAreCountedAreNeverFewerThanTheProgramHas() {
        long seed = Long.getLong("jyro.test.seed", 1);
        Random random = new Random(seed);
        String[] pieces = {"a", "b", "[a-c]", "\\w", "(?:", "(?:", ")", "|", "*", "+", "?", "{2,}",
                "{3}",
                "{0,7}", "{2,5}", "{0,}", "{120}", "\\b", "^", "$", ".", "{1,130}"};
        int compiled = 0;
        while (compiled < 2_000) {
            StringBuilder regex = new StringBuilder();
            for (int i = random.nextInt(12); i >= 0; i--) {
                regex.append(pieces[random.nextInt(pieces.length)]);
            }
            PatternTranslation translation;
            try {
                translation = PatternTranslation
                        .of(PythonPatternParser.parse(regex.toString()));
            } catch (PatternSyntaxException e) {
                continue;
            }
            compiled++;
            if (translation.instructions() <= NamePattern.MAX_INSTRUCTIONS) {
                assertThat(Pattern.compile(translation.text()).programSize())
                        .as("seed %d: %s", seed, regex)
                        .isLessThanOrEqualTo((int) translation.instructions());
            }
        }
    }

    @Test
    void groupsInsideEachOtherAreLimited() {
        assertRefused("(".repeat(500) + ")".repeat(500), "more than 100 groups inside each other");
        String deepest = "(?:".repeat(100) + "a" + ")+".repeat(100);
        assertThat(NamePattern.compile(deepest).matches("aaa")).isTrue();
    }

    @Test
    void whatAllNamesOfASearchCostTogetherIsLimited() {
        NamePattern pattern = NamePattern.compile("a{9990}");
        String name = "a".repeat(1_000);

        assertThatExceptionOfType(NamingException.class).isThrownBy(() -> {
            for (int i = 0; i < 100; i++) {
                pattern.matches(name);
            }
        }).withMessageStartingWith("invalid regex: it takes too many steps");
    }

    @Test
    void harmlessExpressionsDoNotExhaustTheStepsOfManyNames() {
        NamePattern pattern = NamePattern.compile("(?:house|garden)\\.(\\w+)\\.sensor\\d*$");

        long matching = 0;
        for (int i = 0; i < 50_000; i++) {
            matching += pattern.matches("house.room" + i + ".sensor" + i) ? 1 : 0;
        }

        assertThat(matching).isEqualTo(50_000);
    }

    @Test
    void namesThatBeginOtherwiseCostNearlyNothing() {
        for (String begin : List.of("", "^", "(?m)^^")) {
            NamePattern pattern = NamePattern.compile(begin + "garden\\.(?:[a-z]*){1000}!");

            for (int i = 0; i < 100_000; i++) {
                assertThat(pattern.matches("house.room.that.has.a.rather.long.name")).isFalse();
            }
        }
    }
}
