package io.jyro.cli;

import java.util.Collection;
import java.util.Locale;
import java.util.TreeSet;
import java.util.stream.Collectors;

import io.jyro.Dialect;

/** Formats values like Python's {@code repr}. */
final class PythonRepr {
    private PythonRepr() {}

    /** Returns the sorted tags of a name server: a list as in Pyro4, or a set as in Pyro5. */
    static String tags(Collection<String> tags, Dialect dialect) {
        String texts = new TreeSet<>(tags).stream().map(PythonRepr::text)
                .collect(Collectors.joining(", "));
        return dialect == Dialect.V48 ? "[" + texts + "]" : "{" + texts + "}";
    }

    /** Returns a text in quotes, with escapes for unprintable characters. */
    static String text(String text) {
        char quote = text.indexOf('\'') >= 0 && text.indexOf('"') < 0 ? '"' : '\'';
        StringBuilder repr = new StringBuilder(text.length() + 2).append(quote);
        text.codePoints().forEach(c -> {
            switch (c) {
                case '\n' -> repr.append("\\n");
                case '\r' -> repr.append("\\r");
                case '\t' -> repr.append("\\t");
                case '\\' -> repr.append("\\\\");
                default -> {
                    if (c == quote) {
                        repr.append('\\').append(quote);
                    } else if (isPrintable(c)) {
                        repr.appendCodePoint(c);
                    } else {
                        repr.append(escape(c));
                    }
                }
            }
        });
        return repr.append(quote).toString();
    }

    private static String escape(int c) {
        String form = c < 0x100 ? "\\x%02x" : c < 0x10000 ? "\\u%04x" : "\\U%08x";
        return String.format(Locale.ROOT, form, c);
    }

    private static boolean isPrintable(int c) {
        return c == ' ' || switch (Character.getType(c)) {
            case Character.CONTROL, Character.FORMAT, Character.SURROGATE, Character.PRIVATE_USE,
                    Character.UNASSIGNED, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR,
                    Character.SPACE_SEPARATOR ->
                false;
            default -> true;
        };
    }
}
