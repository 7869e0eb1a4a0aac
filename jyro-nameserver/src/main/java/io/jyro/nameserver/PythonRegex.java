package io.jyro.nameserver;

import java.util.ArrayDeque;
import java.util.BitSet;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * Rewrites a regular expression from Python's syntax into Java's. The two mean mostly the same by the same characters;
 * where they do not, Python's meaning is kept: names of groups, {@code \Z}, {@code $} before a last newline,
 * {@code [[a&&b]}, <code>{,3}</code>, Unicode in {@code \w}, and what is an error. Only {@code (?(1)yes|no)}, which
 * Java lacks, is refused.
 *
 * <p>One pass over the text, one thread. Groups are counted, not nested calls, so that a hostile expression cannot
 * exhaust the stack here; Java's own compiler is protected by the limits on length and depth.
 */
final class PythonRegex {
    private static final int MAX_LENGTH = 4_000;
    private static final int MAX_DEPTH = 100;

    /**
     * Matches everywhere and looks at a character to know it. Stands wherever there is a choice between ways that
     * might all be empty: such choices multiply without looking at the text, and the text counts the steps.
     */
    private static final String LOOK = "(?!\\b\\B)";

    /** What stands before a quantifier. */
    private enum Last {
        NOTHING, ITEM, REPEATED
    }

    /** A group that is not closed yet. */
    private record Group(int start, int number, boolean verboseOutside) {}

    private final String regex;
    private final StringBuilder java = new StringBuilder();
    private final Deque<Group> open = new ArrayDeque<>();
    private final Map<String, Integer> names = new HashMap<>();
    private final BitSet closed = new BitSet();
    private int groups;
    private int at;
    private Last last = Last.NOTHING;
    private boolean verbose;
    private int flags = Pattern.UNIX_LINES | Pattern.UNICODE_CHARACTER_CLASS
            | Pattern.UNICODE_CASE;

    private PythonRegex(String regex) {
        this.regex = regex;
    }

    /**
     * The pattern that means in Java what a text means in Python.
     *
     * @throws PatternSyntaxException if it means nothing there; its description is in Python's words
     */
    static Pattern translate(String regex) {
        return new PythonRegex(regex).pattern();
    }

    private Pattern pattern() {
        if (regex.length() > MAX_LENGTH) {
            throw error("longer than " + MAX_LENGTH + " characters", MAX_LENGTH);
        }
        globalFlags();
        while (at < regex.length()) {
            step();
        }
        if (!open.isEmpty()) {
            throw error("missing ), unterminated subpattern", open.peek().start());
        }
        return Pattern.compile(java.toString(), flags);
    }

    private void step() {
        int start = at;
        int c = next();
        switch (c) {
            case '\\' -> escape(start);
            case '[' -> set(start);
            case '(' -> group(start);
            case ')' -> close(start);
            case '|' -> emit("|" + LOOK, Last.NOTHING);
            case '^' -> emit("^", Last.NOTHING);
            case '$' -> emit("$", Last.NOTHING);
            case '.' -> emit(".", Last.ITEM);
            case '*', '+', '?' -> repeat(start, Character.toString(c));
            case '{' -> braces(start);
            default -> {
                if (verbose && c == '#') {
                    skipTo('\n');
                } else if (!verbose || !isBlank(c)) {
                    literal(c);
                }
            }
        }
    }

    private void emit(String text, Last kind) {
        java.append(text);
        last = kind;
    }

    private void literal(int c) {
        if (c < 128 && !isLetterOrDigit(c)) {
            java.append('\\');
        }
        java.appendCodePoint(c);
        last = Last.ITEM;
    }

    // -- repeats

    private void repeat(int start, String quantifier) {
        if (last == Last.NOTHING) {
            throw error("nothing to repeat", start);
        }
        if (last == Last.REPEATED) {
            throw error("multiple repeat", start);
        }
        String kind = peek() == '?' || peek() == '+' ? Character.toString(next()) : "";
        emit(quantifier + kind, Last.REPEATED);
    }

    private void braces(int start) {
        String least = digits();
        String most = least;
        boolean comma = peek() == ',';
        if (comma) {
            at++;
            most = digits();
        }
        if (peek() != '}' || least.isEmpty() && !comma) {
            at = start + 1;
            literal('{');
            return;
        }
        at++;
        int from = least.isEmpty() ? 0 : count(least, start);
        if (!most.isEmpty() && count(most, start) < from) {
            throw error("min repeat greater than max repeat", start);
        }
        repeat(start, "{" + from + (comma ? "," + most : "") + "}");
    }

    private String digits() {
        int start = at;
        while (peek() >= '0' && peek() <= '9') {
            at++;
        }
        return regex.substring(start, at);
    }

    private int count(String digits, int start) {
        try {
            return Integer.parseInt(digits);
        } catch (NumberFormatException e) {
            throw error("the repetition number is too large", start);
        }
    }

    // -- groups

    private void group(int start) {
        if (open.size() == MAX_DEPTH) {
            throw error("more than " + MAX_DEPTH + " groups inside each other", start);
        }
        if (peek() != '?') {
            openCapturing(start);
            return;
        }
        at++;
        int kind = at < regex.length() ? next() : -1;
        switch (kind) {
            case ':', '=', '!', '>' -> openGroup(start, "(?" + (char) kind, 0);
            case '<' -> {
                int direction = at < regex.length() ? next() : -1;
                if (direction != '=' && direction != '!') {
                    throw error("unknown extension ?<" + text(direction), start + 1);
                }
                openGroup(start, "(?<" + (char) direction, 0);
            }
            case 'P' -> named(start);
            case '#' -> {
                if (!skipTo(')')) {
                    throw error("missing ), unterminated comment", start);
                }
            }
            case '(' -> throw error("conditional groups are not supported here", start);
            case -1 -> throw error("unexpected end of pattern", at);
            default -> {
                at--;
                scopedFlags(start);
            }
        }
    }

    private void openCapturing(int start) {
        groups++;
        openGroup(start, "(", groups);
    }

    private void openGroup(int start, String opening, int number) {
        open.push(new Group(start, number, verbose));
        emit(opening + LOOK, Last.NOTHING);
    }

    private void close(int start) {
        if (open.isEmpty()) {
            throw error("unbalanced parenthesis", start);
        }
        Group group = open.pop();
        closed.set(group.number());
        verbose = group.verboseOutside();
        emit(")", Last.ITEM);
    }

    private void named(int start) {
        int kind = at < regex.length() ? next() : -1;
        int nameStart = at;
        switch (kind) {
            case '<' -> {
                String name = name('>');
                if (names.putIfAbsent(name, groups + 1) != null) {
                    throw error("redefinition of group name '" + name + "'", nameStart);
                }
                openCapturing(start);
            }
            case '=' -> {
                String name = name(')');
                Integer number = names.get(name);
                if (number == null) {
                    throw error("unknown group name '" + name + "'", nameStart);
                }
                reference(number, nameStart);
            }
            default -> throw error("unknown extension ?P" + text(kind), start + 1);
        }
    }

    private String name(char end) {
        int start = at;
        if (!skipTo(end)) {
            throw error("missing " + end + ", unterminated name", start);
        }
        String name = regex.substring(start, at - 1);
        if (name.isEmpty()) {
            throw error("missing group name", start);
        }
        if (!Character.isUnicodeIdentifierStart(name.codePointAt(0)) && name.charAt(0) != '_'
                || !name.codePoints().allMatch(Character::isUnicodeIdentifierPart)) {
            throw error("bad character in group name '" + name + "'", start);
        }
        return name;
    }

    private void reference(int number, int start) {
        if (number > groups) {
            throw error("invalid group reference " + number, start);
        }
        if (!closed.get(number)) {
            throw error("cannot refer to an open group", start);
        }
        // In a group of its own, so that a digit that follows does not belong to the number.
        emit("(?:\\" + number + ")", Last.ITEM);
    }

    // -- flags

    /** {@code (?i)} and the like, which Python allows at the start only. */
    private void globalFlags() {
        while (regex.startsWith("(?", at) && isFlag(charAt(at + 2))) {
            int end = at + 2;
            while (isFlag(charAt(end))) {
                end++;
            }
            if (charAt(end) != ')') {
                return;
            }
            for (int i = at + 2; i < end; i++) {
                switch (regex.charAt(i)) {
                    case 'i' -> flags |= Pattern.CASE_INSENSITIVE;
                    case 'm' -> flags |= Pattern.MULTILINE;
                    case 's' -> flags |= Pattern.DOTALL;
                    case 'x' -> verbose = true;
                    case 'a' -> flags &= ~(Pattern.UNICODE_CHARACTER_CLASS | Pattern.UNICODE_CASE);
                    case 'L' -> throw bytesOnly(i);
                    default -> {
                        // u: what texts have anyway
                    }
                }
            }
            at = end + 1;
        }
    }

    /** <code>(?i-s:...)</code>. */
    private void scopedFlags(int start) {
        StringBuilder on = new StringBuilder();
        StringBuilder off = new StringBuilder();
        boolean turningOn = true;
        boolean verboseInside = verbose;
        while (peek() != ':') {
            int c = at < regex.length() ? next() : -1;
            switch (c) {
                case 'i', 'm', 's' -> (turningOn ? on : off).append((char) c);
                case 'x' -> verboseInside = turningOn;
                case 'a' -> off.append('U');
                case 'u' -> on.append('U');
                case '-' -> turningOn = false;
                case 'L' -> throw bytesOnly(start);
                case ')' -> throw error("global flags not at the start of the expression", start);
                default -> throw error("unknown extension ?" + text(c), start + 1);
            }
        }
        at++;
        openGroup(start, "(?" + on + (off.isEmpty() ? "" : "-" + off) + ":", 0);
        verbose = verboseInside;
    }

    private PatternSyntaxException bytesOnly(int position) {
        return error("bad inline flags: cannot use 'L' flag with a str pattern", position);
    }

    private static boolean isFlag(int c) {
        return c > 0 && "aiLmsux".indexOf(c) >= 0;
    }

    // -- escapes and sets

    private void escape(int start) {
        int c = at < regex.length() ? next() : -1;
        switch (c) {
            case 'A', 'b', 'B' -> emit("\\" + (char) c, Last.NOTHING);
            case 'Z' -> emit("\\z", Last.NOTHING);
            case 'd', 'D', 's', 'S', 'w', 'W' -> emit("\\" + (char) c, Last.ITEM);
            case '1', '2', '3', '4', '5', '6', '7', '8', '9' -> {
                if (isOctal(c) && isOctal(peek()) && isOctal(charAt(at + 1))) {
                    literal(escapedCharacter(c, start));
                } else {
                    int number = c - '0';
                    if (peek() >= '0' && peek() <= '9') {
                        number = 10 * number + next() - '0';
                    }
                    reference(number, start + 1);
                }
            }
            default -> literal(escapedCharacter(c, start));
        }
    }

    /** The character that an escape stands for, its first character read already. */
    private int escapedCharacter(int c, int start) {
        return switch (c) {
            case -1 -> throw error("bad escape (end of pattern)", start);
            case 'a' -> 7;
            case 'f' -> '\f';
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            case 'v' -> 11;
            case 'x' -> hex(2, start);
            case 'u' -> hex(4, start);
            case 'U' -> hex(8, start);
            case 'N' -> unicodeName(start);
            case '0', '1', '2', '3', '4', '5', '6', '7' -> octal(c, start);
            default -> {
                if (c < 128 && isLetterOrDigit(c)) {
                    throw error("bad escape \\" + (char) c, start);
                }
                yield c;
            }
        };
    }

    private int hex(int length, int start) {
        int end = Math.min(at + length, regex.length());
        long value = 0;
        int read = 0;
        while (at < end && Character.digit(regex.charAt(at), 16) >= 0 && regex.charAt(at) < 128) {
            value = 16 * value + Character.digit(next(), 16);
            read++;
        }
        if (read < length || value > Character.MAX_CODE_POINT) {
            throw error((read < length ? "incomplete escape " : "bad escape ")
                    + regex.substring(start, at), start);
        }
        return (int) value;
    }

    private int octal(int first, int start) {
        int value = first - '0';
        for (int read = 1; read < 3 && isOctal(peek()); read++) {
            value = 8 * value + next() - '0';
        }
        if (value > 0377) {
            throw error("octal escape value " + regex.substring(start, at)
                    + " outside of range 0-0o377", start);
        }
        return value;
    }

    private int unicodeName(int start) {
        if (peek() != '{' || regex.indexOf('}', at) < 0) {
            throw error("missing {", at);
        }
        int end = regex.indexOf('}', at);
        String name = regex.substring(at + 1, end);
        at = end + 1;
        try {
            return Character.codePointOf(name);
        } catch (IllegalArgumentException e) {
            throw error("undefined character name '" + name + "'", start);
        }
    }

    private void set(int start) {
        java.append('[');
        if (peek() == '^') {
            at++;
            java.append('^');
        }
        boolean first = true;
        while (first || peek() != ']') {
            first = false;
            setItem(start);
        }
        at++;
        emit("]", Last.ITEM);
    }

    private void setItem(int setStart) {
        int start = at;
        int low = setCharacter(setStart);
        if (peek() != '-' || charAt(at + 1) == ']') {
            if (low >= 0) {
                emitInSet(low);
            }
            return;
        }
        at++;
        int high = setCharacter(setStart);
        if (low < 0 || high < 0 || high < low) {
            throw error("bad character range " + regex.substring(start, at), start);
        }
        emitInSet(low);
        java.append('-');
        emitInSet(high);
    }

    /** One character of a set; or a class of characters, already emitted, and -1. */
    private int setCharacter(int setStart) {
        if (at >= regex.length()) {
            throw error("unterminated character set", setStart);
        }
        int start = at;
        int c = next();
        if (c != '\\') {
            return c;
        }
        int escaped = at < regex.length() ? next() : -1;
        return switch (escaped) {
            case 'd', 'D', 's', 'S', 'w', 'W' -> {
                java.append('\\').append((char) escaped);
                yield -1;
            }
            case 'b' -> '\b';
            default -> escapedCharacter(escaped, start);
        };
    }

    // By number: nothing in a set of Java's can be taken for an operator then.
    private void emitInSet(int c) {
        java.append("\\x{").append(Integer.toHexString(c)).append('}');
    }

    // -- characters

    private int next() {
        int c = regex.codePointAt(at);
        at += Character.charCount(c);
        return c;
    }

    private int peek() {
        return charAt(at);
    }

    private int charAt(int index) {
        return index < regex.length() ? regex.charAt(index) : -1;
    }

    /** Moves behind the next such character, or to the end if there is none. */
    private boolean skipTo(char end) {
        int found = regex.indexOf(end, at);
        at = found < 0 ? regex.length() : found + 1;
        return found >= 0;
    }

    private static boolean isOctal(int c) {
        return c >= '0' && c <= '7';
    }

    private static boolean isLetterOrDigit(int c) {
        return c >= '0' && c <= '9' || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z';
    }

    private static boolean isBlank(int c) {
        return c == ' ' || c >= '\t' && c <= '\r';
    }

    private static String text(int c) {
        return c < 0 ? "" : Character.toString(c);
    }

    private PatternSyntaxException error(String what, int position) {
        return new PatternSyntaxException(what + " at position " + position, regex, position);
    }
}
