package io.jyro.serialize.format;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.math.BigInteger;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import io.jyro.SerializationException;
import io.jyro.serialize.CallPayload;
import io.jyro.serialize.CodecContext;
import io.jyro.serialize.DecodeBudget;
import io.jyro.serialize.DictShape;
import io.jyro.serialize.PythonInteger;
import io.jyro.serialize.Utf8;
import io.jyro.wire.Payload;
import org.jspecify.annotations.Nullable;

/**
 * Reads one JSON payload: a recursive descent over the bytes, in the grammar that Python's json module accepts. For one
 * payload, on one thread.
 *
 * <p>A method that reads an element expects the position at its first byte and moves it past its last; the next reading
 * method skips blanks.
 */
final class JsonReader extends TextReader {
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class,
            ByteOrder.LITTLE_ENDIAN);
    private static final long ONES = 0x0101010101010101L;
    private static final long HIGH_BITS = 0x8080808080808080L;
    private static final long BLANKS = ONES * ' ';
    private static final long QUOTES = ONES * '"';
    private static final long BACKSLASHES = ONES * '\\';
    /** Integers with this many digits always fit a long. */
    private static final int SHORT_INTEGER = 18;

    JsonReader(Payload payload, CodecContext context, DecodeBudget budget) {
        super("json", payload, context, budget);
    }

    @Nullable
    Object read() {
        skipBlanks();
        Object value = value();
        skipToEnd();
        return value;
    }

    private void skipToEnd() {
        skipBlanks();
        if (p < end) {
            throw wanted("the end");
        }
    }

    private void skipBlanks() {
        while (p < end) {
            int c = bytes[p];
            if (c != ' ' && c != '\n' && c != '\r' && c != '\t') {
                return;
            }
            p++;
        }
    }

    // Calls

    /** Reads an object with the four keys of a call, in any order; other entries are read and ignored. */
    CallPayload readCall() {
        skipBlanks();
        if (peek() != '{') {
            throw wrongCall();
        }
        p++;
        enter();
        Object objectId = null;
        Object method = null;
        Object args = null;
        Object kwargs = null;
        boolean hasKwargs = false;
        skipBlanks();
        while (peek() != '}') {
            switch (key()) {
                case "object" -> objectId = name();
                case "method" -> method = name();
                case "params" -> args = value();
                case "kwargs" -> {
                    kwargs = rawDict();
                    hasKwargs = true;
                }
                default -> value();
            }
            separator('}');
        }
        p++;
        depth--;
        skipToEnd();
        if (!hasKwargs) {
            throw wrongCall();
        }
        return call(objectId, method, args, kwargs);
    }

    private @Nullable Object name() {
        return peek() == '"' ? string(true) : value();
    }

    /** Reads the keyword arguments, where {@code __class__} is an ordinary name. */
    private @Nullable Object rawDict() {
        if (peek() != '{') {
            return value();
        }
        p++;
        return dict(false);
    }

    @Override
    protected SerializationException wrongCall() {
        return new SerializationException(
                "json data is not a call: an object was expected with the keys object and method"
                        + " (both text), params (an array) and kwargs (an object or null)");
    }

    // Values

    private @Nullable Object value() {
        return switch (peek()) {
            case '"' -> string(false);
            case '0', '1', '2', '3', '4', '5', '6', '7', '8', '9', '-' -> number();
            case '{' -> {
                p++;
                yield dict(true);
            }
            case '[' -> {
                p++;
                yield list();
            }
            case 't' -> word("true", true);
            case 'f' -> word("false", false);
            case 'n' -> word("null", null);
            case 'N' -> word("NaN", Double.NaN);
            case 'I' -> word("Infinity", Double.POSITIVE_INFINITY);
            default -> throw wanted("a value");
        };
    }

    /** Reads a literal word such as {@code true} and returns its meaning; fails if another word is here. */
    private @Nullable Object word(String word, @Nullable Object meaning) {
        int length = word.length();
        for (int i = 0; i < length; i++) {
            if (p + i >= end || bytes[p + i] != word.charAt(i)) {
                throw wanted(word);
            }
        }
        p += length;
        return meaning;
    }

    // Containers

    private List<@Nullable Object> list() {
        enter();
        budget.add(DecodeBudget.LIST);
        List<@Nullable Object> list = new ArrayList<>();
        skipBlanks();
        while (peek() != ']') {
            budget.add(DecodeBudget.ELEMENT);
            list.add(value());
            separator(']');
        }
        p++;
        depth--;
        return list;
    }

    private @Nullable Object dict(boolean convert) {
        enter();
        DictShape shape = beginDict();
        int from = waiting();
        skipBlanks();
        while (peek() != '}') {
            DictShape likely = shape.likely();
            if (likely != null && isNext(likely, '"')) {
                skipBlanks();
                shape = entry(likely, value());
            } else {
                String key = key();
                shape = entry(shape, from, key, value());
            }
            separator('}');
        }
        p++;
        depth--;
        Map<Object, @Nullable Object> dict = endDict(shape, from);
        return convert ? instanceOrDict(shape, dict) : dict;
    }

    /** Reads a key and the colon after it, up to the first byte of the value. */
    private String key() {
        if (peek() != '"') {
            throw wanted("a key in double quotes");
        }
        String key = string(true);
        if (peek() != ':') {
            skipBlanks();
            if (peek() != ':') {
                throw wanted("a colon");
            }
        }
        p++;
        skipBlanks();
        return key;
    }

    /** Moves past a comma to the next element, or to the closing bracket; refuses a comma right before that. */
    private void separator(int close) {
        skipBlanks();
        int c = peek();
        if (c == ',') {
            p++;
            skipBlanks();
            if (peek() == close) {
                throw wanted("another element after the comma");
            }
        } else if (c != close) {
            throw wanted("a comma or '" + (char) close + "'");
        }
    }

    // Text

    private String string(boolean isName) {
        int from = p + 1;
        int q = skipPlain(from);
        if (q < end && bytes[q] == '"') {
            p = q + 1;
            if (isName) {
                return name(from, q);
            }
            budget.addBytes(q - from);
            return new String(bytes, from, q - from, StandardCharsets.ISO_8859_1);
        }
        while (q < end && bytes[q] < 0) {
            q = skipPlain(q + 1);
        }
        if (q < end && bytes[q] == '"') {
            p = q + 1;
            budget.addNonAscii(q - from);
            return Utf8.readStrictly(bytes, from, q, start);
        }
        return escapedString(from, q);
    }

    /** Reads a string with escapes, or reports a byte that is not allowed in a string. */
    private String escapedString(int from, int firstEscape) {
        StringBuilder text = new StringBuilder();
        int written = from;
        int q = firstEscape;
        while (true) {
            if (q >= end) {
                throw new SerializationException(
                        "json data ends inside the string that begins at byte "
                                + (from - 1 - start));
            }
            int c = bytes[q];
            if (c < 0) {
                q++;
            } else if (c < ' ') {
                throw wanted("a control character as an escape in a string", q);
            } else {
                budget.addEscaped(q - written);
                text.append(Utf8.readStrictly(bytes, written, q, start));
                if (c == '"') {
                    p = q + 1;
                    return text.toString();
                }
                q = escape(q, text);
                written = q;
            }
            q = skipPlain(q);
        }
    }

    /** Reads an escape sequence and returns the index after it. */
    private int escape(int at, StringBuilder text) {
        int c = at + 1 < end ? bytes[at + 1] : END;
        switch (c) {
            case '"', '\\', '/' -> text.append((char) c);
            case 'b' -> text.append('\b');
            case 'f' -> text.append('\f');
            case 'n' -> text.append('\n');
            case 'r' -> text.append('\r');
            case 't' -> text.append('\t');
            case 'u' -> {
                text.append(hexadecimal(at + 2)); // two escaped surrogates join to one character by themselves
                return at + 6;
            }
            default -> throw wanted("an escape of JSON", at + 1);
        }
        return at + 2;
    }

    private char hexadecimal(int from) {
        int code = 0;
        for (int i = from; i < from + 4; i++) {
            int digit = i < end ? SerpentText.hexDigit(bytes[i]) : END;
            if (digit < 0) {
                throw wanted("a hexadecimal digit", i);
            }
            code = code << 4 | digit;
        }
        return (char) code;
    }

    private int skipPlain(int from) {
        return skipPlain(bytes, from, end);
    }

    /**
     * Returns the index of the next byte that is not an ordinary character of a string, checking eight bytes at a time.
     */
    static int skipPlain(byte[] bytes, int from, int end) {
        int q = from;
        while (end - q >= Long.BYTES) {
            long eight = (long) LONG.get(bytes, q);
            long noQuote = eight ^ QUOTES;
            long noBackslash = eight ^ BACKSLASHES;
            // Only the lowest mark is used: a borrow may falsify those above it.
            long marks = ((noQuote - ONES & ~noQuote) | (noBackslash - ONES & ~noBackslash)
                    | (eight - BLANKS & ~eight)
                    | eight) & HIGH_BITS;
            if (marks != 0) {
                return q + (Long.numberOfTrailingZeros(marks) >>> 3);
            }
            q += Long.BYTES;
        }
        while (q < end && bytes[q] != '"' && bytes[q] != '\\' && bytes[q] >= ' ') {
            q++;
        }
        return q;
    }

    // Numbers

    private @Nullable Object number() {
        int from = p;
        boolean negative = bytes[p] == '-';
        if (negative) {
            p++;
            if (peek() == 'I') {
                return word("Infinity", Double.NEGATIVE_INFINITY);
            }
        }
        int first = p;
        long value = digits();
        int count = p - first;
        if (count == 0 || count > 1 && bytes[first] == '0') {
            throw wanted("a number without leading zeros", from);
        }
        int c = peek();
        if (c == '.' || (c | 0x20) == 'e') {
            skipFraction(from);
            double number = (double) number(first, p);
            return negative ? -number : number;
        }
        if (count > SHORT_INTEGER) {
            return longInteger(first, negative);
        }
        return integer(negative ? -value : value);
    }

    /** Moves past all digits and returns their value, which is correct only if it fits a long. */
    private long digits() {
        long value = 0;
        while (p < end) {
            int digit = bytes[p] - '0';
            if (digit < 0 || digit > 9) {
                break;
            }
            value = value * 10 + digit;
            p++;
        }
        return value;
    }

    private void skipFraction(int from) {
        if (peek() == '.') {
            p++;
            needDigits(from);
        }
        if ((peek() | 0x20) == 'e') {
            p++;
            if (peek() == '+' || peek() == '-') {
                p++;
            }
            needDigits(from);
        }
    }

    private void needDigits(int from) {
        int first = p;
        digits();
        if (p == first) {
            throw wanted("digits in the number that begins at byte " + (from - start));
        }
    }

    private Object longInteger(int first, boolean negative) {
        Object number = number(first, p);
        return switch (number) {
            case Long value when negative -> PythonInteger.smallest(-value);
            case BigInteger value when negative -> PythonInteger.smallest(value.negate());
            default -> number;
        };
    }
}
