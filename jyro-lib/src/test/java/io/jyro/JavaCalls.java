package io.jyro;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds calls in Java source and takes their arguments apart, as far as the rules about remote text need it: across
 * lines, with comments left out, and with string literals that may hold anything.
 */
final class JavaCalls {
    private final String source;
    // The same with comments and the insides of literals blanked, so that brackets and commas in them do not count.
    private final String code;

    JavaCalls(String source) {
        this.source = source;
        this.code = blanked(source);
    }

    /** A call: what was matched before the bracket, and the arguments as they are written. */
    record Call(MatchResult head, int line, List<Argument> arguments) {}

    /** An argument, or a part of one, in the source. */
    final class Argument {
        private final int start;
        private final int end;

        private Argument(int start, int end) {
            int first = start;
            int last = end;
            while (first < last && Character.isWhitespace(code.charAt(first))) {
                first++;
            }
            while (last > first && Character.isWhitespace(code.charAt(last - 1))) {
                last--;
            }
            this.start = first;
            this.end = last;
        }

        /** As it is written, on one line, wherever the formatter breaks it. */
        String text() {
            return source.substring(start, end).replaceAll("\\s+", " ").replace(" .", ".")
                    .replace("( ", "(");
        }

        /** Whether it is one literal. */
        boolean isLiteral() {
            return code.substring(start, end).matches("\"_*\"|'_*'|-?\\d[\\w.]*|null|true|false");
        }

        /**
         * The values that become part of a text: the operands of a concatenation and the two branches of a choice,
         * literals left out.
         */
        List<String> values() {
            List<String> values = new ArrayList<>();
            collect(values);
            return values;
        }

        private void collect(List<String> values) {
            if (start == end || isLiteral()) {
                return;
            }
            if (code.charAt(start) == '(' && closing(start) == end - 1) {
                new Argument(start + 1, end - 1).collect(values);
                return;
            }
            int question = topLevel('?', start, end);
            int colon = question < 0 ? -1 : colonOf(question);
            if (colon > 0) {
                new Argument(question + 1, colon).collect(values);
                new Argument(colon + 1, end).collect(values);
                return;
            }
            int plus = topLevel('+', start, end);
            if (plus >= 0) {
                new Argument(start, plus).collect(values);
                new Argument(plus + 1, end).collect(values);
                return;
            }
            values.add(text());
        }

        private int colonOf(int question) {
            int open = 0;
            for (int i = question + 1; i < end; i++) {
                switch (code.charAt(i)) {
                    case '(', '[', '{' -> i = closing(i);
                    case '?' -> open++;
                    case ':' -> {
                        if (open-- == 0) {
                            return i;
                        }
                    }
                    default -> {
                    }
                }
            }
            return -1;
        }
    }

    /** All calls whose head, up to and with the opening bracket, matches a pattern. */
    List<Call> calls(Pattern head) {
        List<Call> calls = new ArrayList<>();
        Matcher matcher = head.matcher(code);
        while (matcher.find()) {
            calls.add(new Call(matcher.toMatchResult(), lineOf(matcher.start()),
                    arguments(matcher.end())));
        }
        return calls;
    }

    /** What matches a pattern outside of comments and literals, by its line. */
    Map<Integer, String> find(Pattern pattern) {
        Map<Integer, String> found = new TreeMap<>();
        Matcher matcher = pattern.matcher(code);
        while (matcher.find()) {
            found.put(lineOf(matcher.start()), matcher.group());
        }
        return found;
    }

    private int lineOf(int at) {
        return (int) code.substring(0, at).chars().filter(c -> c == '\n').count() + 1;
    }

    private List<Argument> arguments(int from) {
        List<Argument> arguments = new ArrayList<>();
        int end = closing(from - 1);
        int start = from;
        for (int comma = topLevel(',', start, end); comma >= 0; comma = topLevel(',', start, end)) {
            arguments.add(new Argument(start, comma));
            start = comma + 1;
        }
        if (!code.substring(start, end).isBlank()) {
            arguments.add(new Argument(start, end));
        }
        return arguments;
    }

    /** The first of a character outside of brackets, or -1. */
    private int topLevel(char wanted, int from, int end) {
        for (int i = from; i < end; i++) {
            char c = code.charAt(i);
            if (c == wanted) {
                return i;
            }
            if (c == '(' || c == '[' || c == '{') {
                i = closing(i);
            }
        }
        return -1;
    }

    private int closing(int open) {
        int depth = 0;
        for (int i = open; i < code.length(); i++) {
            char c = code.charAt(i);
            if (c == '(' || c == '[' || c == '{') {
                depth++;
            } else if (c == ')' || c == ']' || c == '}') {
                depth--;
                if (depth == 0) {
                    return i;
                }
            }
        }
        throw new IllegalArgumentException("a bracket is not closed");
    }

    private static String blanked(String source) {
        StringBuilder code = new StringBuilder(source);
        int i = 0;
        while (i < source.length()) {
            char c = source.charAt(i);
            int end;
            if (source.startsWith("//", i)) {
                end = source.indexOf('\n', i);
                blank(code, i, end, ' ');
            } else if (source.startsWith("/*", i)) {
                end = source.indexOf("*/", i) + 2;
                blank(code, i, end, ' ');
            } else if (source.startsWith("\"\"\"", i)) {
                end = source.indexOf("\"\"\"", i + 3) + 3;
                blank(code, i + 1, end - 1, '_');
            } else if (c == '"' || c == '\'') {
                end = i + 1;
                while (source.charAt(end) != c) {
                    end += source.charAt(end) == '\\' ? 2 : 1;
                }
                blank(code, i + 1, end, '_');
                end++;
            } else {
                end = i + 1;
            }
            i = end;
        }
        return code.toString();
    }

    private static void blank(StringBuilder code, int from, int end, char with) {
        for (int i = from; i < end; i++) {
            if (code.charAt(i) != '\n' || with == '_') {
                code.setCharAt(i, with);
            }
        }
    }
}
