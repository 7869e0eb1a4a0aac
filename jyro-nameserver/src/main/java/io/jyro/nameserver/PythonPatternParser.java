package io.jyro.nameserver;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.PatternSyntaxException;

import io.jyro.nameserver.PatternNode.Anchor;
import io.jyro.nameserver.PatternNode.Characters;
import io.jyro.nameserver.PatternNode.Choice;
import io.jyro.nameserver.PatternNode.Repeat;
import io.jyro.nameserver.PatternNode.Sequence;
import org.jspecify.annotations.Nullable;

/**
 * Parses a regular expression in the syntax of Python's {@code re}. Groups do not capture and lazy repeats are treated
 * as greedy, since neither changes whether a name matches. Features that need backtracking are refused: references to
 * groups, lookahead and lookbehind, atomic groups, possessive repeats, conditions. For one thread.
 *
 * <p>It recurses only for groups, whose depth is limited.
 */
final class PythonPatternParser {
    private static final int MAX_DEPTH = 100;
    private static final long TOO_MANY = 0xFFFF_FFFFL;
    private static final CodePoints NO_NEWLINE = CodePoints.of('\n').complement();

    private final PatternText text;
    private final PatternEscapes escapes;
    private final Map<String, Integer> names = new HashMap<>();
    private final BitSet closed = new BitSet();
    private PatternFlags global = PatternFlags.NONE;
    private String globalLetters = "";
    private int groups;
    private int depth;

    private PythonPatternParser(String regex) {
        text = new PatternText(regex);
        escapes = new PatternEscapes(text);
    }

    /**
     * Parses a pattern.
     *
     * @throws PatternSyntaxException if it is invalid, in Python's words, or not supported
     */
    static PatternNode parse(String regex) {
        PythonPatternParser parser = new PythonPatternParser(regex);
        PatternNode root = parser.choice(null);
        if (!parser.text.isAtEnd()) {
            throw parser.text.invalid("unbalanced parenthesis", parser.text.at());
        }
        return root;
    }

    /**
     * Parses the branches up to the end of a group or of the pattern; without flags of the group the global ones apply.
     */
    private PatternNode choice(@Nullable PatternFlags ofGroup) {
        List<PatternNode> branches = new ArrayList<>();
        do {
            branches.add(new Branch(ofGroup, branches.isEmpty()).parse());
        } while (text.take('|'));
        return branches.size() == 1 ? branches.getFirst() : new Choice(branches);
    }

    /** The kind of the last part of a branch, which decides whether a quantifier may follow. */
    private enum Last {
        NOTHING, PART, REPEATED
    }

    /** A branch that is being parsed. */
    private final class Branch {
        private final @Nullable PatternFlags ofGroup;
        private final boolean mayHaveGlobalFlags;
        private final List<PatternNode> parts = new ArrayList<>();
        private Last last = Last.NOTHING;

        Branch(@Nullable PatternFlags ofGroup, boolean isFirst) {
            this.ofGroup = ofGroup;
            mayHaveGlobalFlags = ofGroup == null && isFirst;
        }

        PatternNode parse() {
            while (!text.isAtEnd() && text.peek() != '|' && text.peek() != ')') {
                part();
            }
            return parts.size() == 1 ? parts.getFirst() : new Sequence(parts);
        }

        private PatternFlags flags() {
            return ofGroup == null ? global : ofGroup;
        }

        private void add(PatternNode part, Last kind) {
            parts.add(part);
            last = kind;
        }

        private void addCharacter(int c, int start) {
            add(new Characters(PatternSet.withCase(CodePoints.of(c), flags(), text, start)),
                    Last.PART);
        }

        private void part() {
            int start = text.at();
            int c = text.next();
            switch (c) {
                case '\\' -> escape(start);
                case '[' ->
                    add(new Characters(PatternSet.parse(text, flags(), start)), Last.PART);
                case '(' -> group(start);
                case '^' -> add(flags().multiline() ? Anchor.LINE_START : Anchor.START,
                        Last.NOTHING);
                case '$' -> add(flags().multiline() ? Anchor.LINE_END : Anchor.END_BUT_NEWLINE,
                        Last.NOTHING);
                case '.' -> add(new Characters(flags().dotAll() ? CodePoints.ALL : NO_NEWLINE),
                        Last.PART);
                case '*' -> repeat(start, 0, PatternNode.UNLIMITED);
                case '+' -> repeat(start, 1, PatternNode.UNLIMITED);
                case '?' -> repeat(start, 0, 1);
                case '{' -> braces(start);
                default -> {
                    if (flags().verbose() && c == '#') {
                        text.skipPast('\n');
                    } else if (!flags().verbose() || !isBlank(c)) {
                        addCharacter(c, start);
                    }
                }
            }
        }

        private void repeat(int start, long least, long most) {
            if (last == Last.NOTHING) {
                throw text.invalid("nothing to repeat", start);
            }
            if (last == Last.REPEATED) {
                throw text.invalid("multiple repeat", start);
            }
            if (text.take('+')) {
                throw text.backtracks("possessive repeats", start);
            }
            text.take('?');
            add(new Repeat(parts.removeLast(), least, most), Last.REPEATED);
        }

        private void braces(int start) {
            String least = text.digits();
            String most = least;
            boolean comma = text.take(',');
            if (comma) {
                most = text.digits();
            }
            if (least.isEmpty() && !comma || !text.take('}')) {
                text.backTo(start + 1);
                addCharacter('{', start);
                return;
            }
            long from = least.isEmpty() ? 0 : count(least, start);
            long to = most.isEmpty() ? PatternNode.UNLIMITED : count(most, start);
            if (to < from) {
                throw text.invalid("min repeat greater than max repeat", start);
            }
            repeat(start, from, to);
        }

        private void escape(int start) {
            int c = text.next();
            boolean ascii = flags().ascii();
            switch (c) {
                case 'A' -> add(Anchor.START, Last.NOTHING);
                case 'Z' -> add(Anchor.END, Last.NOTHING);
                case 'b' -> add(ascii ? Anchor.ASCII_BOUNDARY : Anchor.BOUNDARY, Last.NOTHING);
                case 'B' -> add(ascii ? Anchor.ASCII_NO_BOUNDARY : Anchor.NO_BOUNDARY,
                        Last.NOTHING);
                case 'd', 'D', 's', 'S', 'w', 'W' ->
                    add(new Characters(PythonClasses.of(c, ascii)), Last.PART);
                case '1', '2', '3', '4', '5', '6', '7', '8', '9' -> {
                    if (PatternEscapes.isOctal(c) && PatternEscapes.isOctal(text.peek())
                            && PatternEscapes.isOctal(text.peek(1))) {
                        addCharacter(escapes.character(c, start), start);
                    } else {
                        throw reference(c - '0', start + 1);
                    }
                }
                default -> addCharacter(escapes.character(c, start), start);
            }
        }

        private PatternSyntaxException reference(int firstDigit, int start) {
            int next = text.peek();
            int number = next >= '0' && next <= '9' ? 10 * firstDigit + next - '0' : firstDigit;
            return refuseReference(number, start);
        }

        private void group(int start) {
            if (!text.take('?')) {
                groups++;
                add(contents(start, flags(), groups), Last.PART);
                return;
            }
            int kindStart = text.at();
            int kind = text.next();
            switch (kind) {
                case ':' -> add(contents(start, flags(), 0), Last.PART);
                case 'P' -> named(start);
                case '#' -> {
                    if (!text.skipPast(')')) {
                        throw text.invalid("missing ), unterminated comment", start);
                    }
                }
                case '>' -> throw text.backtracks("atomic groups", start);
                case '=', '!' -> throw text.backtracks("lookaheads", start);
                case '<' -> {
                    int direction = text.next();
                    if (direction == '=' || direction == '!') {
                        throw text.backtracks("lookbehinds", start);
                    }
                    throw text.invalid("unknown extension ?<" + shown(direction), start + 1);
                }
                case '(' -> throw text.backtracks("conditional groups", start);
                case -1 -> throw text.invalid("unexpected end of pattern", text.at());
                default -> {
                    text.backTo(kindStart);
                    switchFlags(start);
                }
            }
        }

        private void named(int start) {
            int kind = text.next();
            int nameStart = text.at();
            switch (kind) {
                case '<' -> {
                    String name = name('>');
                    groups++;
                    if (names.putIfAbsent(name, groups) != null) {
                        throw text.invalid("redefinition of group name '" + name + "'", nameStart);
                    }
                    add(contents(start, flags(), groups), Last.PART);
                }
                case '=' -> {
                    String name = name(')');
                    Integer number = names.get(name);
                    throw number == null
                            ? text.invalid("unknown group name '" + name + "'", nameStart)
                            : refuseReference(number, nameStart);
                }
                default -> throw text.invalid("unknown extension ?P" + shown(kind), start + 1);
            }
        }

        private void switchFlags(int start) {
            FlagChange change = FlagChange.parse(text, start);
            if (!change.isGlobal()) {
                add(contents(start, change.appliedTo(flags()), 0), Last.PART);
                return;
            }
            if (!mayHaveGlobalFlags || !parts.isEmpty()) {
                throw text.invalid("global flags not at the start of the expression", start);
            }
            globalLetters += change.on();
            if (globalLetters.indexOf('a') >= 0 && globalLetters.indexOf('u') >= 0) {
                throw text.invalid("ASCII and UNICODE flags are incompatible", start);
            }
            global = change.appliedTo(global);
        }
    }

    /**
     * Parses the contents of a group, and its closing parenthesis.
     *
     * @param start the position of its opening parenthesis
     * @param number by which references name it, or 0 if it has none
     */
    private PatternNode contents(int start, PatternFlags flags, int number) {
        if (depth == MAX_DEPTH) {
            throw text.invalid("more than " + MAX_DEPTH + " groups inside each other", start);
        }
        depth++;
        PatternNode contents = choice(flags);
        depth--;
        if (!text.take(')')) {
            throw text.invalid("missing ), unterminated subpattern", start);
        }
        closed.set(number);
        return contents;
    }

    private PatternSyntaxException refuseReference(int number, int start) {
        if (number > groups) {
            return text.invalid("invalid group reference " + number, start);
        }
        return closed.get(number)
                ? text.backtracks("references to groups", start)
                : text.invalid("cannot refer to an open group", start);
    }

    private String name(char end) {
        int start = text.at();
        if (!text.skipPast(end)) {
            throw text.invalid("missing " + end + ", unterminated name", start);
        }
        String name = text.since(start);
        name = name.substring(0, name.length() - 1);
        if (name.isEmpty()) {
            throw text.invalid("missing group name", start);
        }
        int first = name.codePointAt(0);
        if (first != '_' && !Character.isUnicodeIdentifierStart(first)
                || !name.codePoints().allMatch(c -> Character.isUnicodeIdentifierPart(c)
                        && !Character.isIdentifierIgnorable(c))) {
            throw text.invalid("bad character in group name '" + name + "'", start);
        }
        return name;
    }

    private long count(String digits, int start) {
        long count = 0;
        for (int i = 0; i < digits.length() && count < TOO_MANY; i++) {
            count = 10 * count + digits.charAt(i) - '0';
        }
        if (count >= TOO_MANY) {
            throw text.invalid("the repetition number is too large", start);
        }
        return count;
    }

    private static boolean isBlank(int c) {
        return c == ' ' || c >= '\t' && c <= '\r';
    }

    private static String shown(int c) {
        return c < 0 ? "" : Character.toString(c);
    }
}
