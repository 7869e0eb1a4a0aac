package io.jyro.nameserver;

/** The flags of Python's {@code re} that apply at a position of a pattern. */
record PatternFlags(boolean ignoreCase, boolean multiline, boolean dotAll, boolean verbose,
        boolean ascii) {
    static final PatternFlags NONE = new PatternFlags(false, false, false, false, false);
    private static final String LETTERS = "imsxau";

    /** Returns whether a letter is a flag that is allowed in a text pattern. */
    static boolean isFlag(int letter) {
        return letter > 0 && LETTERS.indexOf(letter) >= 0;
    }

    /** Returns these flags with one of them switched on or off; {@code u} is the opposite of {@code a}. */
    PatternFlags with(int letter, boolean on) {
        return switch (letter) {
            case 'i' -> new PatternFlags(on, multiline, dotAll, verbose, ascii);
            case 'm' -> new PatternFlags(ignoreCase, on, dotAll, verbose, ascii);
            case 's' -> new PatternFlags(ignoreCase, multiline, on, verbose, ascii);
            case 'x' -> new PatternFlags(ignoreCase, multiline, dotAll, on, ascii);
            case 'a', 'u' -> new PatternFlags(ignoreCase, multiline, dotAll, verbose,
                    letter == 'a' == on);
            default -> throw new IllegalArgumentException("no flag: " + (char) letter);
        };
    }
}
