package io.jyro.nameserver;

/** Reads a character set in brackets. For one thread. */
final class PatternSet {
    private static final int IS_CLASS = -1;

    private final PatternText text;
    private final PatternEscapes escapes;
    private final PatternFlags flags;
    private final int start;
    private CodePoints listed = CodePoints.NONE;
    private CodePoints classes = CodePoints.NONE;

    private PatternSet(PatternText text, PatternFlags flags, int start) {
        this.text = text;
        this.flags = flags;
        this.start = start;
        escapes = new PatternEscapes(text);
    }

    /** Reads the characters of a set. Its opening bracket, at the given position, has been read. */
    static CodePoints parse(PatternText text, PatternFlags flags, int start) {
        return new PatternSet(text, flags, start).parse();
    }

    /** Returns some characters, with their upper and lower case if case is ignored. */
    static CodePoints withCase(CodePoints characters, PatternFlags flags, PatternText text,
            int start) {
        if (!flags.ignoreCase()) {
            return characters;
        }
        // Python does not find all of these letters: [𐐀x] does not match 𐐨, but 𐐀 does.
        if (!flags.ascii() && CaseFolding.hasCaseBeyondBmp(characters)) {
            throw text.invalid("letters beyond U+FFFF are not supported where case is ignored",
                    start);
        }
        return CaseFolding.ignoringCase(characters, flags.ascii());
    }

    private CodePoints parse() {
        boolean negated = text.take('^');
        boolean first = true;
        while (first || text.peek() != ']') {
            first = false;
            item();
        }
        text.next();
        CodePoints all = withCase(listed, flags, text, start).or(classes);
        return negated ? all.complement() : all;
    }

    private void item() {
        int itemStart = text.at();
        int low = character();
        if (text.peek() != '-' || text.peek(1) == ']') {
            if (low != IS_CLASS) {
                listed = listed.or(CodePoints.of(low));
            }
            return;
        }
        text.next();
        int high = character();
        if (low == IS_CLASS || high == IS_CLASS || high < low) {
            throw text.invalid("bad character range " + text.since(itemStart), itemStart);
        }
        listed = listed.or(CodePoints.range(low, high));
    }

    /** Reads one character; returns {@link #IS_CLASS} after adding a class of characters. */
    private int character() {
        if (text.isAtEnd()) {
            throw text.invalid("unterminated character set", start);
        }
        int position = text.at();
        int c = text.next();
        if (c != '\\') {
            return c;
        }
        int escaped = text.next();
        return switch (escaped) {
            case 'd', 'D', 's', 'S', 'w', 'W' -> {
                classes = classes.or(PythonClasses.of(escaped, flags.ascii()));
                yield IS_CLASS;
            }
            case 'b' -> '\b';
            default -> escapes.character(escaped, position);
        };
    }
}
