package io.jyro;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static io.jyro.RemoteTraceback.CALL;
import static io.jyro.RemoteTraceback.CAUSE;
import static org.assertj.core.api.Assertions.assertThat;

class RemoteTracebackTest {
    private static final List<String> PYTHON = List.of("Traceback (most recent call last):\n",
            "  File \"/srv/house.py\", line 12, in main\n    raise_(5)\n    ~~~~~~^^^\n",
            "  File \"/srv/house.py\", line 7, in raise_\n    raise ValueError(degrees)\n",
            "ValueError: 5\n");

    @Test
    void pythonFramesAreTurnedAround() {
        assertThat(texts(RemoteTraceback.frames(PYTHON))).containsExactly(
                "house.raise_(/srv/house.py:7)",
                "house.main(/srv/house.py:12)", CALL.toString());
    }

    @Test
    void aPythonFrameHasFileLineAndFunction() {
        StackTraceElement frame = RemoteTraceback.frames(PYTHON).getFirst();

        assertThat(frame.getFileName()).isEqualTo("/srv/house.py");
        assertThat(frame.getLineNumber()).isEqualTo(7);
        assertThat(frame.getMethodName()).isEqualTo("raise_");
        assertThat(frame.getClassName()).isEqualTo("house");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"a.b.C.m(C.java:12)", "java.base/java.lang.Thread.run(Thread.java:1583)",
                    "app//a.b.C.m(C.java:1)", "app/my.module@1.2/a.b.C.m(C.java:1)",
                    "a.b.C.<init>(Unknown Source)",
                    "a.b.C.m(Native Method)", "a.b.C.m(C.java)",
                    "a.b.C$$Lambda/0x00007f.apply(Unknown Source)",
                    "app//a.b.C$$Lambda/0x00007f.apply(Unknown Source)",
                    "house.raise_(/srv/my (house)/house.py:7)",
                    "a.b.C.lambda$m$0(C.java:5)",
                    "<pyro>.call(above: the side that was called, below: its caller)"})
    void javaLinesAreReadAsTheyWerePrinted(String line) {
        List<StackTraceElement> frames = RemoteTraceback.frames(List.of("\tat " + line + "\n"));

        assertThat(texts(frames)).containsExactly(line, CALL.toString());
    }

    @Test
    void aJavaFrameHasItsParts() {
        StackTraceElement frame = RemoteTraceback
                .frames(List.of("\tat app/my.module@1.2/a.b.C.m(C.java:12)\n"))
                .getFirst();

        assertThat(frame).isEqualTo(
                new StackTraceElement("app", "my.module", "1.2", "a.b.C", "m", "C.java", 12));
    }

    @Test
    void aJavaStackKeepsItsOrder() {
        StringWriter text = new StringWriter();
        IllegalStateException thrown = new IllegalStateException("x");
        thrown.printStackTrace(new PrintWriter(text));

        List<StackTraceElement> frames = RemoteTraceback
                .frames(text.toString().lines().map(l -> l + "\n").toList());

        assertThat(frames.subList(0, frames.size() - 1)).map(StackTraceElement::toString)
                .isEqualTo(texts(List.of(thrown.getStackTrace())));
    }

    /**
     * As Pyro5 5.17 sends it when a method failed in a call of another daemon: cut in the
     * middle of lines.
     */
    @Test
    void theInnermostSideComesFirst() {
        List<String> pieces = List.of("Traceback (most recent call last):\n",
                "  File \"/a/outer.py\", line 1, in outer\n    call()\n", "ValueError: x\n",
                " +--- This exception occurred remotely (Pyro) - Remote traceback:", "\n | ",
                "Traceback (most recent call last):", "\n | ",
                "  File \"/b/middle.py\", line 2, in middle", "\n | ",
                "    call()", "\n | ", "ValueError: x", "\n | ",
                " +--- This exception occured remotely (Pyro) - Remote traceback:", "\n |  | ",
                "\tat c.D.inner(D.java:3)",
                "\n |  | ", "\tat c.D.run(D.java:4)", "\n |  +--- End of remote traceback",
                "\n +--- End of remote traceback\n");

        assertThat(texts(RemoteTraceback.frames(pieces))).containsExactly("c.D.inner(D.java:3)",
                "c.D.run(D.java:4)",
                CALL.toString(), "middle.middle(/b/middle.py:2)", CALL.toString(),
                "outer.outer(/a/outer.py:1)",
                CALL.toString());
    }

    @Test
    void aJavaFrameInPythonsFormKeepsItsClass() {
        List<StackTraceElement> frames = RemoteTraceback
                .frames(List.of("  File \"C.java\", line 12, in a.b.C.m\n"));

        assertThat(frames.getFirst()).isEqualTo(new StackTraceElement("a.b.C", "m", "C.java", 12));
    }

    @Test
    void theCauseStandsBelowWhatItCaused() {
        List<String> pieces = List.of("Traceback (most recent call last):\n",
                "  File \"x.py\", line 1, in cause\n",
                "KeyError: 'a'\n",
                "\nThe above exception was the direct cause of the following exception:\n\n",
                "Traceback (most recent call last):\n", "  File \"x.py\", line 2, in effect\n",
                "ValueError: b\n");

        assertThat(texts(RemoteTraceback.frames(pieces))).containsExactly("x.effect(x.py:2)",
                CAUSE.toString(),
                "x.cause(x.py:1)", CALL.toString());
    }

    @Test
    void theCauseOfAJavaExceptionStandsBelowToo() {
        List<String> pieces = List.of("\tat a.B.effect(B.java:1)\n",
                "Caused by: java.io.IOException: x\n",
                "\tat a.B.cause(B.java:2)\n", "\t... 12 more\n");

        assertThat(texts(RemoteTraceback.frames(pieces))).containsExactly("a.B.effect(B.java:1)",
                CAUSE.toString(),
                "a.B.cause(B.java:2)", CALL.toString());
    }

    @Test
    void theDetailedTracebackHasFramesToo() {
        List<String> pieces = List.of("----------------------------------------------------\n",
                " EXCEPTION <class 'ZeroDivisionError'>: division by zero\n",
                " Extended stacktrace follows (most recent call last)\n",
                "File \"/a/x.py\", line 3, in f\n",
                "Source code:\n", "    1/n\n", "Local values:\n", "    n = 0\n");

        assertThat(texts(RemoteTraceback.frames(pieces))).containsExactly("x.f(/a/x.py:3)",
                CALL.toString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\n\n\n", "x", "at ", "at (", "at ()", "at a()", "at .", "at )(",
            "at a.b(",
            "File \"", "File \"x\", line 1", "File \"x\", line , in f",
            "File \"x\", line 1234567890, in f",
            "File \"x\", line -1, in f", "File \", line 1, in f", "| | | ",
            "+--- This exception occur", "Caused by: ",
            "The above exception was the direct cause", "\0\uffff\ud800"})
    void whatIsNoFrameIsPassedOver(String line) {
        assertThat(texts(RemoteTraceback.frames(List.of(line + "\n", line))))
                .doesNotContain("at", "x")
                .allMatch(text -> text.startsWith("<pyro>"));
    }

    @Test
    void anyTextIsRead() {
        String[] tokens = {"File \"", "x.py", "\", line ", "12", ", in ", "f", "at ", "a.B", ".",
                "(", ")", ":", "/", "@",
                "$$Lambda/", "\n", " | ", "+--- This exception occur", "Caused by: ", "\\", "\""};
        Random random = new Random(4711);
        for (int i = 0; i < 50_000; i++) {
            List<String> pieces = random.ints(random.nextInt(12), 0, tokens.length)
                    .mapToObj(t -> tokens[t]).toList();

            List<StackTraceElement> frames = RemoteTraceback.frames(pieces);

            assertThat(frames).as(() -> String.join("", pieces)).hasSizeLessThan(12);
        }
    }

    @Test
    void noMoreThanAThousandFramesAreMadeOfAJavaStack() {
        List<StackTraceElement> frames = RemoteTraceback
                .frames(Collections.nCopies(20_000, "\tat a.B.c(B.java:1)\n"));

        assertThat(frames).hasSize(RemoteTraceback.MAX_FRAMES + 1);
    }

    @Test
    void ofTooManyPythonFramesTheInnermostAreKept() {
        List<String> pieces = new ArrayList<>();
        for (int i = 1; i <= 5000; i++) {
            pieces.add("  File \"x.py\", line " + i + ", in f\n");
        }

        List<StackTraceElement> frames = RemoteTraceback.frames(pieces);

        assertThat(frames).hasSize(RemoteTraceback.MAX_FRAMES + 1);
        assertThat(frames.getFirst().getLineNumber()).isEqualTo(5000);
    }

    @Test
    void aTextOfManySidesStaysBounded() {
        List<String> pieces = Collections.nCopies(100_000,
                "+--- This exception occurred\nFile \"x\", line 1, in f\n");

        assertThat(RemoteTraceback.frames(pieces))
                .hasSizeLessThanOrEqualTo(2 * RemoteTraceback.MAX_FRAMES);
    }

    @Test
    void theRemoteFramesStandAboveTheLocalOnes() {
        PyroException exception = new PyroException("x");
        StackTraceElement[] local = exception.getStackTrace();

        exception.attachRemoteTraceback(PYTHON);

        assertThat(exception.remoteTraceback()).isEqualTo(PYTHON);
        assertThat(exception.getStackTrace()).hasSize(3 + local.length).endsWith(local);
        assertThat(exception.getStackTrace()[0]).hasToString("house.raise_(/srv/house.py:7)");
        assertThat(exception.getStackTrace()[2]).isEqualTo(CALL);
    }

    @Test
    void aTracebackWithoutFramesLeavesTheStackAsItIs() {
        PyroException exception = new PyroException("x");
        StackTraceElement[] local = exception.getStackTrace();

        exception.attachRemoteTraceback(List.of("ValueError: 5\n"));

        assertThat(exception.getStackTrace()).isEqualTo(local);
    }

    @Test
    void attachingAgainReplacesWhatWasAttached() {
        PyroException exception = new PyroException("x");
        exception.attachRemoteTraceback(PYTHON);

        exception.attachRemoteTraceback(List.of("\tat a.B.c(B.java:1)\n"));

        assertThat(texts(List.of(exception.getStackTrace())))
                .startsWith("a.B.c(B.java:1)", CALL.toString())
                .filteredOn(CALL.toString()::equals).hasSize(1);
        assertThat(exception.remoteTraceback()).containsExactly("\tat a.B.c(B.java:1)\n");
    }

    @Test
    @SuppressWarnings({"unchecked", "rawtypes"}) // as a list from the wire may be
    void whatIsNoTextIsLeftOut() {
        PyroException exception = new PyroException("x");

        exception.attachRemoteTraceback((List) Arrays.asList(null, 5, "a\n"));

        assertThat(exception.remoteTraceback()).containsExactly("a\n");
    }

    /** What a daemon between two others sends on is the merged stack, as text. */
    @Test
    void aTraceOfSeveralHopsSurvivesTheNextHop() {
        PyroException middle = new PyroException("x");
        middle.attachRemoteTraceback(PYTHON);
        List<String> sent = Arrays.stream(middle.getStackTrace())
                .map(frame -> "\tat " + frame + "\n").toList();

        List<StackTraceElement> received = RemoteTraceback.frames(sent);

        assertThat(texts(received.subList(0, received.size() - 1)))
                .isEqualTo(texts(List.of(middle.getStackTrace())));
    }

    private static List<String> texts(List<StackTraceElement> frames) {
        return frames.stream().map(StackTraceElement::toString).toList();
    }
}
