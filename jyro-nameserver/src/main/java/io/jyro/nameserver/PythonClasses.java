package io.jyro.nameserver;

/**
 * The characters that {@code \w}, {@code \d} and {@code \s} mean in Python: by Unicode, or in ASCII with the flag
 * {@code a}. Python and Java each know the characters of their own version of Unicode.
 */
final class PythonClasses {
    private static final CodePoints ASCII_WORDS = CodePoints.range('0', '9')
            .or(CodePoints.range('A', 'Z')).or(CodePoints.of('_')).or(CodePoints.range('a', 'z'));
    private static final CodePoints ASCII_DIGITS = CodePoints.range('0', '9');
    private static final CodePoints ASCII_SPACES = CodePoints.range('\t', '\r')
            .or(CodePoints.of(' '));

    private PythonClasses() {}

    /** Returns the class of an escape such as {@code \w}; a capital letter is the complement. */
    static CodePoints of(int letter, boolean ascii) {
        return switch (letter) {
            case 'w' -> words(ascii);
            case 'd' -> ascii ? ASCII_DIGITS : OfUnicode.DIGITS;
            case 's' -> ascii ? ASCII_SPACES : OfUnicode.SPACES;
            default -> of(Character.toLowerCase(letter), ascii).complement();
        };
    }

    /** Returns the characters of words: {@code \b} matches between one of them and any other character. */
    static CodePoints words(boolean ascii) {
        return ascii ? ASCII_WORDS : OfUnicode.WORDS;
    }

    /** Built when the first pattern needs them, which takes some milliseconds. */
    private static final class OfUnicode {
        static final CodePoints WORDS = CodePoints.where(c -> switch (Character.getType(c)) {
            case Character.UPPERCASE_LETTER, Character.LOWERCASE_LETTER, Character.TITLECASE_LETTER,
                    Character.MODIFIER_LETTER, Character.OTHER_LETTER,
                    Character.DECIMAL_DIGIT_NUMBER, Character.LETTER_NUMBER,
                    Character.OTHER_NUMBER ->
                true;
            default -> c == '_';
        });
        static final CodePoints DIGITS = CodePoints.where(Character::isDigit);
        // Like Python's str.isspace: also the separators of paragraphs and segments in bidirectional text.
        static final CodePoints SPACES = CodePoints
                .where(c -> Character.isSpaceChar(c) || switch (Character.getDirectionality(c)) {
                    case Character.DIRECTIONALITY_WHITESPACE,
                            Character.DIRECTIONALITY_PARAGRAPH_SEPARATOR,
                            Character.DIRECTIONALITY_SEGMENT_SEPARATOR ->
                        true;
                    default -> false;
                });
    }
}
