package io.jyro.serialize;

import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

import io.jyro.NamingException;
import io.jyro.RemoteCallException;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class PythonTracebackTest {
    private static final StackTraceElement MAIN = new StackTraceElement("io.x.Main", "main",
            "Main.java", 5);
    private static final StackTraceElement CALL = new StackTraceElement("io.x.Foo", "bar",
            "Foo.java", 12);

    @Test
    void theOutermostFrameComesFirstAndTheExceptionLast() {
        Exception thrown = withStack(new IllegalStateException("too cold"), CALL, MAIN);

        assertThat(PythonTraceback.of(thrown, false)).containsExactly(
                "Traceback (most recent call last):\n",
                "  File \"Main.java\", line 5, in io.x.Main.main\n",
                "  File \"Foo.java\", line 12, in io.x.Foo.bar\n",
                "java.lang.IllegalStateException: too cold\n");
    }

    @Test
    void aCauseComesBeforeWhatItCausedWithoutTheFramesTheyShare() {
        StackTraceElement deep = new StackTraceElement("io.x.Foo", "deep", "Foo.java", 40);
        Exception cause = withStack(new IllegalStateException("cause"), deep, MAIN);
        Exception thrown = withStack(new IllegalArgumentException("effect", cause), CALL, MAIN);

        assertThat(PythonTraceback.of(thrown, false)).containsExactly(
                "Traceback (most recent call last):\n",
                "  File \"Foo.java\", line 40, in io.x.Foo.deep\n",
                "java.lang.IllegalStateException: cause\n",
                "\nThe above exception was the direct cause of the following exception:\n\n",
                "Traceback (most recent call last):\n",
                "  File \"Main.java\", line 5, in io.x.Main.main\n",
                "  File \"Foo.java\", line 12, in io.x.Foo.bar\n",
                "java.lang.IllegalArgumentException: effect\n");
    }

    @Test
    void exceptionsThatCauseEachOtherComeToAnEnd() {
        Exception one = new IllegalStateException("one");
        Exception other = new IllegalStateException("other", one);
        one.initCause(other);

        assertThat(PythonTraceback.of(one, false))
                .filteredOn(piece -> piece.startsWith("java.lang."))
                .hasSize(2);
    }

    @Test
    void aDeepStackIsCutInTheMiddle() {
        StackTraceElement[] frames = IntStream.range(0, 1000)
                .mapToObj(line -> new StackTraceElement("io.x.Foo", "bar", "Foo.java", line))
                .toArray(StackTraceElement[]::new);

        List<String> pieces = PythonTraceback.of(withStack(new StackOverflowError(), frames),
                false);

        assertThat(pieces).hasSize(203).contains("  [800 more frames]\n");
        assertThat(pieces.get(1)).contains("line 999,");
        assertThat(pieces.get(100)).contains("line 900,");
        assertThat(pieces.get(102)).contains("line 99,");
        assertThat(pieces.get(201)).contains("line 0,");
    }

    @Test
    void framesWithoutSourceAreNamed() {
        Exception thrown = withStack(new IllegalStateException(),
                new StackTraceElement("io.x.Foo", "run", null, -2),
                new StackTraceElement("io.x.Foo", "go", null, -1));

        assertThat(PythonTraceback.of(thrown, false)).contains(
                "  File \"<native>\", line 0, in io.x.Foo.run\n",
                "  File \"<unknown>\", line 0, in io.x.Foo.go\n",
                "java.lang.IllegalStateException\n");
    }

    @Test
    void whatTheNextMachineToldStandsBehindABar() {
        RemoteCallException thrown = new RemoteCallException("builtins.ValueError", List.of("x"),
                Map.of());
        thrown.attachRemoteTraceback(
                List.of("Traceback:\n  File \"a.py\"", ", line 1, in f\n", "ValueError: x\n"));

        List<String> pieces = PythonTraceback.of(thrown, false);

        assertThat(pieces).containsSequence(
                " +--- This exception occurred remotely (Pyro) - Remote traceback:\n",
                " | Traceback:\n", " |   File \"a.py\", line 1, in f\n", " | ValueError: x\n",
                " +--- End of remote traceback\n", "ValueError: x\n");
        assertThat(String.join("", pieces)).containsOnlyOnce("a.py")
                .contains("PythonTracebackTest.java");
    }

    @Test
    void manyHopsDoNotMakeItGrowForEver() {
        NamingException thrown = new NamingException("x");
        for (int hop = 0; hop < 50; hop++) {
            List<String> told = PythonTraceback.of(thrown, false);
            thrown = new NamingException("x");
            thrown.attachRemoteTraceback(told);
        }

        assertThat(PythonTraceback.of(thrown, false)).hasSizeLessThan(700);
    }

    @Test
    void aDetailedOneLeavesNoFrameOutAndTellsWhereEachCameFrom() {
        StackTraceElement[] frames = IntStream.range(0, 300)
                .mapToObj(line -> new StackTraceElement("app", "acme.house", "1.2", "io.x.Foo",
                        "bar", "Foo.java", line))
                .toArray(StackTraceElement[]::new);

        List<String> pieces = PythonTraceback.of(withStack(new IllegalStateException("x"), frames),
                true);

        assertThat(pieces).containsSequence("  File \"Foo.java\", line 150, in io.x.Foo.bar\n",
                "    module acme.house 1.2, class loader app\n",
                "  File \"Foo.java\", line 149, in io.x.Foo.bar\n");
    }

    @Test
    void aDetailedOneTellsThreadAndSuppressedExceptions() {
        Exception thrown = new IllegalStateException("x");
        thrown.addSuppressed(withStack(new IllegalArgumentException("also"), CALL));

        assertThat(PythonTraceback.of(thrown, true))
                .containsSequence("java.lang.IllegalStateException: x\n",
                        "Suppressed: java.lang.IllegalArgumentException: also\n",
                        "  File \"Foo.java\", line 12, in io.x.Foo.bar\n")
                .last().asString().contains(Thread.currentThread().getName())
                .contains(Runtime.version().toString());
    }

    private static <T extends Throwable> T withStack(T thrown, StackTraceElement... frames) {
        thrown.setStackTrace(frames);
        return thrown;
    }
}
