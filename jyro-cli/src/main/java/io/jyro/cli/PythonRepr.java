package io.jyro.cli;

import java.util.Collection;
import java.util.Locale;
import java.util.TreeSet;
import java.util.stream.Collectors;

import io.jyro.Dialect;

/** Values as Python prints them in its source form. */
final class PythonRepr {
    private PythonRepr() {}

    /** Tags of a name server, sorted: as the list that Pyro4 has, or the set that Pyro5 has. */
    static String tags(Collection<String> tags, Dialect dialect) {
        String texts = new TreeSet<>(tags).stream().map(PythonRepr::text)
                .collect(Collectors.joining(", "));
        return dialect == Dialect.V48 ? "[" + texts + "]" : "{" + texts + "}";
    }

    /** A text in quotes, with escapes for what cannot be printed. */
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
