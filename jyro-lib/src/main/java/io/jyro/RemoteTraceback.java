package io.jyro;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * Parses the traceback text that the peer sent into stack trace elements: Python's
 * {@code File "x.py", line 12, in foo} and Java's {@code at a.b.C.m(C.java:12)}. Other lines are
 * skipped, and limits bound the cost of a hostile text.
 *
 * <p>Python prints the outermost frame first, Java the innermost. A peer that was itself a caller
 * prints its own frames and then those of the peer that it called, each line after a bar. Here the
 * innermost frame of the innermost peer comes first, as in any Java stack trace.
 */
final class RemoteTraceback {
    /** Marks the place where one peer called another: {@code at <pyro>.call(...)}. */
    static final StackTraceElement CALL = marker("call",
            "above: the side that was called, below: its caller");
    /** Separates the frames of an exception, above, from the frames of its cause, below. */
    static final StackTraceElement CAUSE = marker("cause", "below: where the cause was raised");

    static final int MAX_FRAMES = 1000;
    private static final int MAX_CHARACTERS = 1_000_000;

    private final List<Deque<StackTraceElement>> sides = new ArrayList<>();
    private Deque<StackTraceElement> side = new ArrayDeque<>();
    private int count;

    private RemoteTraceback() {
        sides.add(side);
    }

    /**
     * Returns the frames of a traceback, innermost first, with a marker where one peer called
     * another and one at the end; empty if there are none.
     *
     * @param pieces the text, split at arbitrary places
     */
    static List<StackTraceElement> frames(List<String> pieces) {
        RemoteTraceback traceback = new RemoteTraceback();
        StringBuilder text = new StringBuilder();
        for (String piece : pieces) {
            text.append(piece, 0, Math.min(piece.length(), MAX_CHARACTERS - text.length()));
        }
        int start = 0;
        for (int end = text.indexOf("\n"); end >= 0; end = text.indexOf("\n", start)) {
            traceback.readLine(text.substring(start, end));
            start = end + 1;
        }
        traceback.readLine(text.substring(start));
        return traceback.innermostFirst();
    }

    private void readLine(String behindBars) {
        // No substring for each bar: a line may have any number of them.
        int start = skipBlanks(behindBars, 0);
        while (behindBars.startsWith("| ", start)) {
            start = skipBlanks(behindBars, start + "| ".length());
        }
        String line = behindBars.substring(start).strip();
        if (line.startsWith("File \"")) {
            addPython(pythonFrame(line));
        } else if (line.startsWith("at ")) {
            addJava(javaFrame(line));
        } else if (line.startsWith("+--- This exception occur")) {
            side = new ArrayDeque<>();
            sides.add(side);
        } else if (line.startsWith("The above exception was the direct cause")
                || line.startsWith("During handling of the above exception")) {
            addPython(CAUSE);
        } else if (line.startsWith("Caused by: ")) {
            addJava(CAUSE);
        }
    }

    private static int skipBlanks(String text, int from) {
        int at = from;
        while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
            at++;
        }
        return at;
    }

    private void addPython(@Nullable StackTraceElement frame) {
        if (frame == null) {
            return;
        }
        if (count == MAX_FRAMES) {
            if (side.pollLast() == null) {
                return;
            }
            count--;
        }
        side.addFirst(frame);
        count++;
    }

    private void addJava(@Nullable StackTraceElement frame) {
        if (frame != null && count < MAX_FRAMES) {
            side.addLast(frame);
            count++;
        }
    }

    private List<StackTraceElement> innermostFirst() {
        List<StackTraceElement> frames = new ArrayList<>();
        for (Deque<StackTraceElement> one : sides.reversed()) {
            if (!one.isEmpty()) {
                frames.addAll(one);
                frames.add(CALL);
            }
        }
        return frames;
    }

    /**
     * Parses {@code File "/srv/house.py", line 12, in raise_}; returns null for other lines about a
     * file.
     */
    private static @Nullable StackTraceElement pythonFrame(String line) {
        int fileEnd = line.indexOf("\", line ", "File \"".length());
        int numberStart = fileEnd + "\", line ".length();
        int numberEnd = line.indexOf(", in ", numberStart);
        if (fileEnd < 0 || numberEnd < 0) {
            return null;
        }
        String file = line.substring("File \"".length(), fileEnd);
        int number = number(line, numberStart, numberEnd);
        String function = line.substring(numberEnd + ", in ".length());
        // a Jyro peer writes its Java frames in this form, with the class before the method
        int classEnd = file.endsWith(".java") ? function.lastIndexOf('.') : -1;
        if (number < 0) {
            return null;
        }
        return classEnd < 0
                ? new StackTraceElement(module(file), function, file, number)
                : new StackTraceElement(function.substring(0, classEnd),
                        function.substring(classEnd + 1), file,
                        number);
    }

    /** Returns Python's name of the module, as far as its file tells. */
    private static String module(String file) {
        String name = file.substring(Math.max(file.lastIndexOf('/'), file.lastIndexOf('\\')) + 1);
        // a parenthesis would end the name if the frame is later parsed as a Java line
        return (name.endsWith(".py") ? name.substring(0, name.length() - 3) : name).replace('(',
                '_');
    }

    /**
     * Parses {@code at loader/module@version/a.b.C.m(C.java:12)}; the parts before the class are
     * optional.
     */
    private static @Nullable StackTraceElement javaFrame(String line) {
        int open = line.indexOf('(');
        int dot = open < 0 ? -1 : line.lastIndexOf('.', open);
        if (dot < 0 || !line.endsWith(")")) {
            return null;
        }
        String qualified = line.substring("at ".length(), Math.max(dot, "at ".length()));
        String method = line.substring(dot + 1, open);
        String source = line.substring(open + 1, line.length() - 1);
        String file = source.equals("Native Method") || source.equals("Unknown Source")
                ? null
                : source;
        int number = source.equals("Native Method") ? -2 : -1;
        int colon = source.lastIndexOf(':');
        if (colon > 0 && number(source, colon + 1, source.length()) >= 0) {
            file = source.substring(0, colon);
            number = number(source, colon + 1, source.length());
        }
        // a hidden class has a slash in its own name: C$$Lambda/0x0123
        int lambda = qualified.indexOf("$$Lambda/");
        int moduleEnd = qualified.lastIndexOf('/', lambda < 0 ? qualified.length() : lambda);
        int loaderEnd = qualified.lastIndexOf('/', moduleEnd - 1);
        String loader = loaderEnd < 0 ? null : qualified.substring(0, loaderEnd);
        String moduleAndVersion = moduleEnd < 0
                ? ""
                : qualified.substring(loaderEnd + 1, moduleEnd);
        int version = moduleAndVersion.indexOf('@');
        return new StackTraceElement(loader,
                version < 0 ? moduleAndVersion : moduleAndVersion.substring(0, version),
                version < 0 ? null : moduleAndVersion.substring(version + 1),
                qualified.substring(moduleEnd + 1),
                method, file, number);
    }

    private static int number(String text, int start, int end) {
        if (start >= end || end - start > 9) {
            return -1;
        }
        int number = 0;
        for (int i = start; i < end; i++) {
            char c = text.charAt(i);
            if (c < '0' || c > '9') {
                return -1;
            }
            number = number * 10 + (c - '0');
        }
        return number;
    }

    private static StackTraceElement marker(String what, String text) {
        return new StackTraceElement("<pyro>", what, text, -1);
    }
}
