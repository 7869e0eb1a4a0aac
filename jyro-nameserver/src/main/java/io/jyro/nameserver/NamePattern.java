package io.jyro.nameserver;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.PatternSyntaxException;

import com.google.re2j.Pattern;
import io.jyro.NamingException;
import io.jyro.RemoteText;
import io.jyro.nameserver.PatternNode.Characters;
import io.jyro.nameserver.PatternNode.Sequence;
import org.jspecify.annotations.Nullable;

/**
 * A regular expression in Python's syntax that a client sent, matched against the beginning of names. The matcher does
 * not backtrack: its time is at most the instructions of its program times the characters of the names. Both are
 * limited. For one search and one thread.
 */
final class NamePattern {
    static final int MAX_LENGTH = 1_000;
    static final int MAX_INSTRUCTIONS = 10_000;
    /**
     * Takes some tenths of a second, at a measured 1 to 18 ns a step. Enough for 100,000 names of 25 characters and a
     * regex of 19 instructions.
     */
    static final long MAX_STEPS = 50_000_000;

    private final List<CodePoints> beginning;
    private final Pattern program;
    private final PatternAlphabet alphabet;
    private final long stepsPerCharacter;
    private long stepsLeft = MAX_STEPS;

    private NamePattern(List<CodePoints> beginning, Pattern program, PatternAlphabet alphabet) {
        this.beginning = beginning;
        this.program = program;
        this.alphabet = alphabet;
        stepsPerCharacter = (long) program.programSize() * alphabet.charactersPerCharacter();
    }

    /**
     * Compiles an expression.
     *
     * @throws NamingException {@code invalid regex: } and the reason
     */
    static NamePattern compile(String regex) {
        if (regex.length() > MAX_LENGTH) {
            throw invalid("longer than " + MAX_LENGTH + " characters", null);
        }
        try {
            PatternNode root = PythonPatternParser.parse(regex);
            PatternTranslation translation = PatternTranslation.of(root);
            if (translation.instructions() > MAX_INSTRUCTIONS) {
                throw invalid("it repeats too much: it would need more than " + MAX_INSTRUCTIONS
                        + " instructions; use smaller counts in braces", null);
            }
            return new NamePattern(beginning(root), Pattern.compile(translation.text()),
                    translation.alphabet());
        } catch (PatternSyntaxException e) {
            throw invalid(e.getDescription(), e);
        } catch (IllegalArgumentException e) {
            throw invalid(String.valueOf(e.getMessage()), e);
        }
    }

    /**
     * Returns the sets for the first characters of all matching names, as far as the pattern begins with plain sets.
     */
    private static List<CodePoints> beginning(PatternNode root) {
        List<PatternNode> parts = root instanceof Sequence sequence
                ? sequence.parts()
                : List.of(root);
        List<CodePoints> beginning = new ArrayList<>();
        for (PatternNode part : parts) {
            if (beginning.isEmpty() && (part == PatternNode.Anchor.START
                    || part == PatternNode.Anchor.LINE_START)) {
                continue; // matching begins at the start of the name anyway
            }
            if (!(part instanceof Characters characters)) {
                break;
            }
            beginning.add(characters.set());
        }
        return beginning;
    }

    /**
     * Returns whether a name begins with text that the expression matches.
     *
     * @throws NamingException if all names of this search together have too many characters for this expression
     */
    boolean matches(String name) {
        if (!beginsRight(name)) {
            return false;
        }
        takeSteps(stepsPerCharacter * (name.length() + 1));
        return program.matcher(alphabet.written(name)).lookingAt();
    }

    /** Rejects most names that do not match by their first characters alone. */
    private boolean beginsRight(String name) {
        int at = 0;
        for (CodePoints set : beginning) {
            takeSteps(1);
            if (at >= name.length() || !set.contains(name.codePointAt(at))) {
                return false;
            }
            at += Character.charCount(name.codePointAt(at));
        }
        return true;
    }

    private void takeSteps(long steps) {
        stepsLeft -= steps;
        if (stepsLeft < 0) {
            throw invalid("it takes too many steps: its instructions times the characters of all"
                    + " names exceed " + MAX_STEPS + "; use a shorter regex or a prefix", null);
        }
    }

    private static NamingException invalid(String why, @Nullable Throwable cause) {
        return new NamingException("invalid regex: " + RemoteText.shown(why), cause);
    }
}
