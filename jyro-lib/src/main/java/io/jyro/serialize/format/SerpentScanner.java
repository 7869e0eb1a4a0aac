package io.jyro.serialize.format;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import io.jyro.RemoteText;
import io.jyro.SerializationException;
import io.jyro.serialize.Base64Text;
import io.jyro.serialize.CodecContext;
import io.jyro.serialize.DecodeBudget;
import io.jyro.serialize.SharedKeyDict;
import io.jyro.wire.Payload;
import org.jspecify.annotations.Nullable;

/** Scans the tokens of a serpent payload: blanks and comments, names, and literals of text and bytes. */
abstract class SerpentScanner extends TextReader {
    private static final byte[] HEADER = "# serpent utf-8 python3.2\n"
            .getBytes(StandardCharsets.US_ASCII);
    private static final byte[] BASE64_START = "'data': '".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] BASE64_END = "', 'encoding': 'base64'}"
            .getBytes(StandardCharsets.US_ASCII);
    /** The shortest text that is kept as bytes; decoding many short ones would be wasted if the receiver wants text. */
    private static final int SHORTEST_BASE64 = 1024;
    private static final int MOST_BEHIND_BASE64 = 64;
    private static final int LONGEST_NAME = 60;
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class,
            ByteOrder.LITTLE_ENDIAN);
    private static final long ONES = 0x0101010101010101L;
    private static final long HIGH_BITS = 0x8080808080808080L;
    /** All bytes below this, which include line ends and zero; other ones, such as tabs, only cost a second look. */
    private static final long BELOW_LINE_ENDS = ONES * ('\r' + 1);
    private static final long BACKSLASHES = ONES * '\\';

    /** The content of a string literal beside plain ASCII. */
    private static final int ESCAPES = 1;
    private static final int NON_ASCII = 2;
    private static final int CARRIAGE_RETURNS = 4;

    private int contents;
    private boolean triedLastEnd;

    SerpentScanner(Payload payload, CodecContext context, DecodeBudget budget) {
        super("serpent", payload, context, budget);
    }

    // Before and after the expression

    final void skipToExpression() {
        int behindHeader = start + HEADER.length;
        if (behindHeader < end && bytes[behindHeader] > '#' && bytes[behindHeader] != '\\'
                && Arrays.equals(bytes, start, behindHeader, HEADER, 0, HEADER.length)) {
            p = behindHeader;
            return;
        }
        while (p < end && (bytes[p] == ' ' || bytes[p] == '\t')) {
            p++; // Python strips blanks, though only on the very first line
        }
        boolean indented = false;
        while (p < end) {
            switch (bytes[p]) {
                case ' ', '\t' -> {
                    indented = true;
                    p++;
                }
                case '\n', '\r', '\f' -> {
                    indented = false;
                    p++;
                }
                case '#' -> skipComment();
                case '\\' -> skipContinuation();
                default -> {
                    if (indented) {
                        throw new SerializationException(
                                "serpent data must not be indented, but blanks precede the"
                                        + " expression at byte " + (p - start));
                    }
                    return;
                }
            }
        }
        throw wanted("an expression");
    }

    final void skipToEnd() {
        skipBlanks();
        depth++; // the text after the expression may span lines
        skipBlanks();
        depth--;
        if (p < end) {
            throw wanted("the end");
        }
    }

    /** Moves to the next significant byte; a line end is significant outside of brackets. */
    final void skipBlanks() {
        while (p < end) {
            switch (bytes[p]) {
                case ' ', '\t', '\f' -> p++;
                case '\n', '\r' -> {
                    if (depth == 0) {
                        return;
                    }
                    p++;
                }
                case '#' -> skipComment();
                case '\\' -> skipContinuation();
                default -> {
                    return;
                }
            }
        }
    }

    private void skipComment() {
        while (p < end && bytes[p] != '\n' && bytes[p] != '\r') {
            if (bytes[p++] == 0) {
                throw zeroByte(p - 1);
            }
        }
    }

    private void skipContinuation() {
        int next = p + 1 < end ? bytes[p + 1] : END;
        if (next != '\n' && next != '\r') {
            throw wanted("a literal");
        }
        p += next == '\r' && p + 2 < end && bytes[p + 2] == '\n' ? 3 : 2;
        if (p >= end) {
            throw wanted("a line to continue with");
        }
    }

    final @Nullable Object keyword(String word, @Nullable Object meaning) {
        skipWord(word, 0);
        return meaning;
    }

    /** Moves past a word, which may be followed by one more letter. */
    final void skipWord(String word, int mayFollow) {
        int length = word.length();
        if (end - p < length) {
            throw noLiteral(p);
        }
        for (int i = 0; i < length; i++) {
            if (bytes[p + i] != word.charAt(i)) {
                throw noLiteral(p);
            }
        }
        int behind = p + length;
        if (behind < end && isNamePart(bytes[behind]) && bytes[behind] != mayFollow) {
            throw noLiteral(p);
        }
        p = behind;
    }

    /** Returns the dotted name at an index; empty if there is none. */
    final String nameAt(int from) {
        int last = Math.min(end, from + LONGEST_NAME);
        int to = from;
        while (to < last && bytes[to] > 0 && (isNamePart(bytes[to]) || bytes[to] == '.')) {
            to++;
        }
        return from >= end || (bytes[from] >= '.' && bytes[from] <= '9')
                ? ""
                : new String(bytes, from, to - from, StandardCharsets.US_ASCII);
    }

    /**
     * Returns the exception for a text that is not a literal; for the repr of an object, the message quotes the name
     * with which it begins.
     */
    final SerializationException noLiteral(int at) {
        String name = nameAt(at);
        if (name.length() < 2) {
            return wanted("a literal", at);
        }
        boolean isNumpy = name.startsWith("np.") || name.startsWith("numpy.");
        return new SerializationException("serpent data: a literal was expected at byte "
                + (at - start) + ", but there is '" + RemoteText.shown(name) + "'; Python wrote "
                + (isNumpy
                        ? "a value of numpy that has no plain counterpart: send its item(), tolist() or str() instead"
                        : "the text of an object: convert it to numbers, text, lists or dicts before it is sent"));
    }

    static boolean isNamePart(int c) {
        return c < 0 || c == '_' || (c >= '0' && c <= '9')
                || ((c | 0x20) >= 'a' && (c | 0x20) <= 'z');
    }

    // Text and bytes

    /** Reads a text or bytes literal, or several adjacent ones, which Python joins. */
    final Object strings(boolean isName) {
        Object first = string(isName);
        int c = peek();
        if (c == ',' || c == ')' || c == ':' || c == '}' || c == ']') {
            return first;
        }
        skipBlanks();
        return startsString() ? joined(first) : first;
    }

    private boolean startsString() {
        return switch (peek()) {
            case '\'', '"', 'b', 'B', 'r', 'R', 'u', 'U' -> true;
            default -> false;
        };
    }

    private Object joined(Object first) {
        List<Object> parts = new ArrayList<>();
        budget.add(DecodeBudget.LIST);
        parts.add(first);
        long length = length(first);
        while (startsString()) {
            int from = p;
            Object part = string(false);
            if (part.getClass() != first.getClass()) {
                throw wanted("text next to text, and bytes next to bytes", from);
            }
            budget.add(DecodeBudget.ELEMENT);
            parts.add(part);
            length += length(part);
            skipBlanks();
        }
        budget.addEscaped((int) length); // the decoded text is never longer than the literal
        if (first instanceof String) {
            StringBuilder text = new StringBuilder((int) length);
            parts.forEach(text::append);
            return text.toString();
        }
        byte[] joined = new byte[(int) length];
        int at = 0;
        for (Object part : parts) {
            byte[] piece = (byte[]) part;
            System.arraycopy(piece, 0, joined, at, piece.length);
            at += piece.length;
        }
        return joined;
    }

    private static int length(Object part) {
        return part instanceof String text ? text.length() : ((byte[]) part).length;
    }

    private Object string(boolean isName) {
        boolean raw = false;
        boolean isBytes = false;
        int quote = bytes[p];
        if (quote != '\'' && quote != '"') {
            int first = quote | 0x20;
            int second = p + 1 < end ? bytes[p + 1] | 0x20 : 0;
            boolean two = (first == 'b' && second == 'r') || (first == 'r' && second == 'b');
            raw = first == 'r' || two;
            isBytes = first == 'b' || two;
            int at = p + (two ? 2 : 1);
            quote = at < end ? bytes[at] : END;
            if (quote != '\'' && quote != '"') {
                throw noLiteral(p);
            }
            p = at;
        }
        boolean triple = end - p > 2 && bytes[p + 1] == quote && bytes[p + 2] == quote;
        int from = p + (triple ? 3 : 1);
        int to = endOfString(from, quote, triple);
        p = to + (triple ? 3 : 1);
        if (isBytes) {
            addText(to - from);
            return new SerpentText(bytes, start).bytes(from, to, raw);
        }
        if (contents == 0) {
            if (isName) {
                return name(from, to);
            }
            addText(to - from);
            return new String(bytes, from, to - from, StandardCharsets.ISO_8859_1);
        }
        addText(to - from);
        SerpentText text = new SerpentText(bytes, start);
        boolean asItStands = contents == NON_ASCII || (raw && (contents & CARRIAGE_RETURNS) == 0);
        return asItStands ? text.utf8(from, to) : text.text(from, to, raw);
    }

    private void addText(int length) {
        if (contents == 0) {
            budget.addBytes(length);
        } else if (contents == NON_ASCII) {
            budget.addNonAscii(length);
        } else {
            budget.addEscaped(length);
        }
    }

    /**
     * Reads the dict as which serpent writes bytes, from its first key on. Returns null and reads nothing if the dict
     * is another one, or short, or not written exactly as by serpent.
     */
    final @Nullable SharedKeyDict base64Dict() {
        int from = p + BASE64_START.length;
        if (end - from < SHORTEST_BASE64 || !isAt(p, BASE64_START)) {
            return null;
        }
        int to = lastEndOfBase64(from);
        Base64Text text = to < 0 ? null : Base64Text.of(bytes, from, to - from);
        if (text == null) {
            to = skipPlain(from, '\'');
            if (to - from < SHORTEST_BASE64 || !isAt(to, BASE64_END)) {
                return null;
            }
            text = Base64Text.of(bytes, from, to - from);
            if (text == null) {
                return null;
            }
        }
        budget.add(DecodeBudget.DICT + 2 * DecodeBudget.ENTRY);
        budget.addBytes(to - from);
        budget.addBytes(text.decoded().length);
        p = to + BASE64_END.length;
        return SharedKeyDict.ofBase64(text);
    }

    // Large bytes are usually near the end of a payload. Then their end need not be searched, since decoding detects
    // bytes that are not base64. Tried only once: with many byte strings it would take quadratic time.
    private int lastEndOfBase64(int from) {
        if (!triedLastEnd) {
            triedLastEnd = true;
            int first = Math.max(from, end - BASE64_END.length - MOST_BEHIND_BASE64);
            for (int to = end - BASE64_END.length; to >= first; to--) {
                if (isAt(to, BASE64_END)) {
                    return to;
                }
            }
        }
        return -1;
    }

    private boolean isAt(int from, byte[] wanted) {
        return end - from >= wanted.length
                && Arrays.equals(bytes, from, from + wanted.length, wanted, 0, wanted.length);
    }

    /** Returns the index of the closing quote; records in {@link #contents} what the string contains. */
    private int endOfString(int from, int quote, boolean triple) {
        int found = 0;
        int q = from;
        while (true) {
            q = skipPlain(q, quote);
            if (q >= end) {
                throw new SerializationException(
                        "serpent data ends inside the string that begins at byte "
                                + (from - start));
            }
            int c = bytes[q];
            if (c == quote) {
                if (!triple || (end - q > 2 && bytes[q + 1] == quote && bytes[q + 2] == quote)) {
                    contents = found;
                    return q;
                }
                q++;
            } else if (c == '\\') {
                found |= ESCAPES;
                found |= end - q > 1 && bytes[q + 1] == '\r' ? CARRIAGE_RETURNS : 0;
                boolean crlf = end - q > 2 && bytes[q + 1] == '\r' && bytes[q + 2] == '\n';
                if (end - q > 1 && bytes[q + 1] == 0) {
                    throw zeroByte(q + 1);
                }
                // Skips only the backslash if a multi-byte character follows, which is then checked as usual.
                q += crlf ? 3 : end - q > 1 && bytes[q + 1] < 0 ? 1 : 2;
            } else if (c < 0) {
                found |= NON_ASCII;
                do {
                    q++;
                } while (q < end && bytes[q] < 0);
            } else if (c == 0) {
                throw zeroByte(q);
            } else {
                if ((c == '\n' || c == '\r') && !triple) {
                    throw new SerializationException(
                            "the string that begins at byte " + (from - start)
                                    + " of serpent data is not closed on its line");
                }
                found |= c == '\r' ? CARRIAGE_RETURNS : 0;
                q++;
            }
        }
    }

    /**
     * Returns the index of the next byte that is not an ordinary character of a string, checking eight bytes at a time.
     */
    private int skipPlain(int from, int quote) {
        int q = from;
        long quotes = ONES * quote;
        while (end - q >= Long.BYTES) {
            long eight = (long) LONG.get(bytes, q);
            long noQuote = eight ^ quotes;
            long noBackslash = eight ^ BACKSLASHES;
            // Only the lowest mark is used: a borrow may falsify those above it.
            long marks = ((noQuote - ONES & ~noQuote) | (noBackslash - ONES & ~noBackslash)
                    | (eight - BELOW_LINE_ENDS & ~eight) | eight) & HIGH_BITS;
            if (marks != 0) {
                return q + (Long.numberOfTrailingZeros(marks) >>> 3);
            }
            q += Long.BYTES;
        }
        while (q < end && bytes[q] != quote && bytes[q] != '\\' && bytes[q] > '\r') {
            q++;
        }
        return q;
    }

    private SerializationException zeroByte(int at) {
        return new SerializationException("serpent data holds a zero byte at byte " + (at - start)
                + "; it is damaged, or was written by another serializer");
    }
}
