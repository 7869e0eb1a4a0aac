package io.jyro.serialize;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.math.BigInteger;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.jyro.SerializationException;
import io.jyro.types.ClassDict;
import io.jyro.types.Complex;
import io.jyro.types.Tuple;
import org.jspecify.annotations.Nullable;

/**
 * Reads one serpent payload: a recursive descent over the bytes, in the grammar of what Python's
 * {@code ast.literal_eval} accepts. For one payload, by one thread.
 *
 * <p>Methods that read something find the position at its first byte and leave it behind its last; blanks are skipped
 * by whoever comes next to want something.
 */
final class SerpentReader {
    private static final byte[] HEADER = "# serpent utf-8 python3.2\n"
            .getBytes(StandardCharsets.US_ASCII);
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class,
            ByteOrder.LITTLE_ENDIAN);
    private static final long ONES = 0x0101010101010101L;
    private static final long HIGH_BITS = 0x8080808080808080L;
    /** Line ends and zero bytes are below; the tabs that are too only cost a second look. */
    private static final long BELOW_LINE_ENDS = ONES * ('\r' + 1);
    private static final long BACKSLASHES = ONES * '\\';

    /** What stands inside a string literal, beside plain ASCII. */
    private static final int ESCAPES = 1;
    private static final int NON_ASCII = 2;
    private static final int CARRIAGE_RETURNS = 4;

    private static final int END = -1;
    private static final @Nullable Object[] NO_ELEMENTS = new Object[0];

    private final byte[] bytes;
    private final int start;
    private final int end;
    private final CodecContext context;
    private final int maxDepth;

    private int p;
    private int depth;
    private int contents;
    private @Nullable Object[] elements = NO_ELEMENTS;
    private int elementCount;

    SerpentReader(byte[] bytes, int offset, int length, CodecContext context) {
        this.bytes = bytes;
        this.start = offset;
        this.end = offset + length;
        this.context = context;
        this.maxDepth = context.limits().maxNestingDepth();
        this.p = offset;
    }

    @Nullable
    Object read() {
        skipToExpression();
        Object value = expression();
        skipToEnd();
        return value;
    }

    CallPayload readCall() {
        skipToExpression();
        CallPayload call = isPlainEnvelope() ? plainCall() : unusualCall();
        skipToEnd();
        return call;
    }

    // What stands around the expression

    private void skipToExpression() {
        int behindHeader = start + HEADER.length;
        if (behindHeader < end && bytes[behindHeader] > '#' && bytes[behindHeader] != '\\'
                && Arrays.equals(bytes, start, behindHeader, HEADER, 0, HEADER.length)) {
            p = behindHeader;
            return;
        }
        while (p < end && (bytes[p] == ' ' || bytes[p] == '\t')) {
            p++; // Python strips them, though only from the very first line
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
                                "serpent data must not be indented, but blanks stand"
                                        + " before the expression at byte " + (p - start));
                    }
                    return;
                }
            }
        }
        throw wanted("an expression");
    }

    private void skipToEnd() {
        skipBlanks();
        depth++; // what follows the expression may span lines
        skipBlanks();
        depth--;
        if (p < end) {
            throw wanted("the end");
        }
    }

    /** To the next byte that means something: line ends do, outside brackets. */
    private void skipBlanks() {
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

    private int peek() {
        return p < end ? bytes[p] : END;
    }

    // Calls

    /** Whether this is a bracket and a text, as every peer writes a call. */
    private boolean isPlainEnvelope() {
        if (end - p < 2 || (bytes[p] != '(' && bytes[p] != '[')) {
            return false;
        }
        return bytes[p + 1] == '\'' || bytes[p + 1] == '"';
    }

    private CallPayload plainCall() {
        int close = bytes[p] == '(' ? ')' : ']';
        enter();
        String objectId = name("an object id");
        nextPart();
        String method = name("a method name");
        nextPart();
        List<@Nullable Object> args = arguments(value(), p);
        nextPart();
        Map<String, @Nullable Object> kwargs = keywordArguments();
        skipBlanks();
        if (peek() == ',') {
            p++;
            skipBlanks();
        }
        if (peek() != close) {
            throw wanted("the end of a call, which has four parts,");
        }
        leave();
        return new CallPayload(objectId, method, args, kwargs);
    }

    private String name(String what) {
        int from = p;
        int c = peek();
        Object name = c == '\'' || c == '"' ? strings(true) : value();
        if (name instanceof String text) {
            return text;
        }
        throw wanted(what + " as text", from);
    }

    private void nextPart() {
        skipBlanks();
        if (peek() != ',') {
            throw wanted("a comma, since a call has four parts,");
        }
        p++;
        skipBlanks();
    }

    @SuppressWarnings("unchecked") // lists made here hold objects
    private List<@Nullable Object> arguments(@Nullable Object args, int behind) {
        if (args instanceof List<?> list) {
            return (List<@Nullable Object>) list;
        }
        throw wanted("a tuple or list of arguments to end", behind);
    }

    private @Nullable Map<String, @Nullable Object> keywordArguments() {
        int from = p;
        if (peek() == '{') {
            if (p + 1 < end && bytes[p + 1] == '}') {
                p += 2;
                return Collections.emptyMap();
            }
            Object dict = dictOrSet(false);
            return keywordArguments(dict, from);
        }
        return keywordArguments(value(), from);
    }

    @SuppressWarnings("unchecked") // every key is looked at
    private @Nullable Map<String, @Nullable Object> keywordArguments(@Nullable Object kwargs,
            int from) {
        if (kwargs == null) {
            return null;
        }
        if (!(kwargs instanceof LinkedHashMap<?, ?> dict)) {
            throw wanted("a dict of keyword arguments, or None,", from);
        }
        for (Object key : dict.keySet()) {
            if (!(key instanceof String)) {
                throw wanted("a dict of keyword arguments with texts as keys", from);
            }
        }
        return (Map<String, @Nullable Object>) dict;
    }

    /** A call in any other form that Python reads as a sequence of four. */
    private CallPayload unusualCall() {
        int from = p;
        Object envelope = expression();
        if (envelope instanceof List<?> parts && parts.size() == 4
                && parts.get(0) instanceof String objectId
                && parts.get(1) instanceof String method) {
            return new CallPayload(objectId, method, arguments(parts.get(2), p),
                    keywordArguments(parts.get(3), from));
        }
        throw wanted("a call (object id, method, arguments, keyword arguments)", from);
    }

    // Values

    /** A value, or several with commas between them, which are a tuple without its brackets. */
    private @Nullable Object expression() {
        Object first = value();
        skipBlanks();
        if (peek() != ',') {
            return first;
        }
        int from = elementCount;
        addElement(first);
        while (peek() == ',') {
            p++;
            skipBlanks();
            if (p >= end || bytes[p] == '\n' || bytes[p] == '\r') {
                break;
            }
            addElement(value());
            skipBlanks();
        }
        return takeTuple(from);
    }

    private @Nullable Object value() {
        int c = peek();
        return switch (c) {
            case '\'', '"', 'b', 'B', 'r', 'R', 'u', 'U' -> strings(false);
            case '0', '1', '2', '3', '4', '5', '6', '7', '8', '9', '.' -> sum(number());
            case '-', '+' -> sum(signed(c));
            case '(' -> {
                Object value = parenthesised();
                yield value instanceof Number ? sum(value) : value;
            }
            case '[' -> list();
            case '{' -> dictOrSet(true);
            case 'N' -> keyword("None", null);
            case 'T' -> keyword("True", true);
            case 'F' -> keyword("False", false);
            case 's' -> emptySet();
            case '\\' -> {
                skipBlanks();
                yield value();
            }
            default -> throw wanted("a literal");
        };
    }

    /** Past an opening bracket. */
    private void enter() {
        p++;
        if (++depth > maxDepth) {
            throw new SerializationException(
                    "serpent data is nested more than " + maxDepth + " levels deep at byte "
                            + (p - 1 - start) + "; raise maxNestingDepth if that is meant");
        }
    }

    private @Nullable Object keyword(String word, @Nullable Object meaning) {
        int length = word.length();
        if (end - p < length) {
            throw wanted("a literal");
        }
        for (int i = 0; i < length; i++) {
            if (bytes[p + i] != word.charAt(i)) {
                throw wanted("a literal");
            }
        }
        int behind = p + length;
        if (behind < end && isNamePart(bytes[behind])) {
            throw wanted("a literal");
        }
        p = behind;
        return meaning;
    }

    private static boolean isNamePart(int c) {
        return c < 0 || c == '_' || (c >= '0' && c <= '9')
                || ((c | 0x20) >= 'a' && (c | 0x20) <= 'z');
    }

    /** {@code set()}, which is no literal but stands for one. */
    private Set<@Nullable Object> emptySet() {
        int from = p;
        keyword("set", null);
        skipBlanks();
        if (peek() == '(') {
            p++;
            depth++;
            skipBlanks();
            depth--;
            if (peek() == ')') {
                p++;
                return new LinkedHashSet<>();
            }
        }
        throw wanted("a literal", from);
    }

    // Containers

    private List<@Nullable Object> list() {
        enter();
        List<@Nullable Object> list = new ArrayList<>();
        skipBlanks();
        while (peek() != ']') {
            list.add(value());
            separator(']');
        }
        leave();
        return list;
    }

    /** Past a closing bracket. */
    private void leave() {
        p++;
        depth--;
    }

    /** Past a comma if there is one, and then to the next element or the closing bracket. */
    private void separator(int close) {
        int c = peek();
        if (c != ',' && c != close) {
            skipBlanks();
            c = peek();
        }
        if (c == ',') {
            p++;
            if (p < end && bytes[p] <= '#') { // blanks and comments are
                skipBlanks();
            }
        } else if (c != close) {
            throw wanted("a comma or '" + (char) close + "'");
        }
    }

    private @Nullable Object parenthesised() {
        enter();
        skipBlanks();
        if (peek() == ')') {
            leave();
            return Tuple.of();
        }
        Object first = value();
        skipBlanks();
        if (peek() == ')') {
            leave();
            return first;
        }
        int from = elementCount;
        addElement(first);
        separator(')');
        while (peek() != ')') {
            addElement(value());
            separator(')');
        }
        leave();
        return takeTuple(from);
    }

    /** Elements of unfinished tuples share one stack, so that each tuple is made at its size at once. */
    private void addElement(@Nullable Object element) {
        if (elementCount == elements.length) {
            elements = Arrays.copyOf(elements, Math.max(8, elementCount * 2));
        }
        elements[elementCount++] = element;
    }

    private Tuple takeTuple(int from) {
        Tuple tuple = Tuple.ofRange(elements, from, elementCount);
        elementCount = from;
        return tuple;
    }

    private @Nullable Object dictOrSet(boolean convert) {
        enter();
        skipBlanks();
        if (peek() == '}') {
            leave();
            return new LinkedHashMap<>();
        }
        Object first = key();
        int c = peek();
        if (c != ':' && c != ',' && c != '}') {
            skipBlanks();
            c = peek();
        }
        return c == ':' ? dict(first, convert) : set(first);
    }

    private @Nullable Object key() {
        int from = p;
        int c = peek();
        if (c == '\'' || c == '"') {
            return keyOf(strings(true), from);
        }
        if (c == '{') {
            throw wanted("a key that can be hashed");
        }
        return keyOf(value(), from);
    }

    private @Nullable Object keyOf(@Nullable Object value, int from) {
        return value instanceof String ? value : Keys.of(value, from - start);
    }

    private @Nullable Object dict(@Nullable Object firstKey, boolean convert) {
        Map<Object, @Nullable Object> dict = new LinkedHashMap<>();
        boolean isClass = false;
        Object key = firstKey;
        while (true) {
            skipBlanks();
            if (peek() != ':') {
                throw wanted("a colon");
            }
            p++;
            if (p < end && bytes[p] <= '#') {
                skipBlanks();
            }
            put(dict, key, value());
            isClass |= key instanceof String text && text.equals(ClassDict.CLASS_KEY);
            separator('}');
            if (peek() == '}') {
                break;
            }
            key = key();
        }
        leave();
        return isClass && convert && dict.get(ClassDict.CLASS_KEY) instanceof String name
                ? ofClass(name, dict)
                : dict;
    }

    @SuppressWarnings("NullAway") // None is a key like any other
    private static void put(Map<Object, @Nullable Object> dict, @Nullable Object key,
            @Nullable Object value) {
        int before = dict.size();
        dict.put(key, value);
        if (dict.size() > before && Keys.isTimeToLook(dict.size())) {
            Keys.refuseFlood(dict.keySet());
        }
    }

    private @Nullable Object ofClass(String name, Map<Object, @Nullable Object> dict) {
        // Serpent itself writes this one, when a part is not a number: no literal stands for that.
        if (name.equals("complex") && dict.get("real") instanceof Double re
                && dict.get("imag") instanceof Double im) {
            return new Complex(re, im);
        }
        return context.types().fromClassDict(name, dict, context);
    }

    private Set<@Nullable Object> set(@Nullable Object first) {
        Set<@Nullable Object> set = new LinkedHashSet<>();
        set.add(first);
        separator('}');
        while (peek() != '}') {
            if (set.add(key()) && Keys.isTimeToLook(set.size())) {
                Keys.refuseFlood(set);
            }
            separator('}');
        }
        leave();
        return set;
    }

    // Text and bytes

    /** A text or bytes literal, or several side by side, which are one. */
    private Object strings(boolean isName) {
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
        parts.add(first);
        long length = length(first);
        while (startsString()) {
            int from = p;
            Object part = string(false);
            if (part.getClass() != first.getClass()) {
                throw wanted("text beside text, and bytes beside bytes", from);
            }
            parts.add(part);
            length += length(part);
            skipBlanks();
        }
        if (first instanceof String) {
            StringBuilder text = new StringBuilder((int) length);
            parts.forEach(text::append);
            return text.toString();
        }
        byte[] joined = new byte[(int) length]; // what was read is never longer than what stood there
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
                throw wanted("a literal");
            }
            p = at;
        }
        boolean triple = end - p > 2 && bytes[p + 1] == quote && bytes[p + 2] == quote;
        int from = p + (triple ? 3 : 1);
        int to = endOfString(from, quote, triple);
        p = to + (triple ? 3 : 1);
        if (isBytes) {
            return new SerpentText(bytes, start).bytes(from, to, raw);
        }
        if (contents == 0) {
            return isName
                    ? context.names().get(bytes, from, to - from)
                    : new String(bytes, from, to - from, StandardCharsets.ISO_8859_1);
        }
        SerpentText text = new SerpentText(bytes, start);
        boolean asItStands = contents == NON_ASCII || (raw && (contents & CARRIAGE_RETURNS) == 0);
        return asItStands ? text.utf8(from, to) : text.text(from, to, raw);
    }

    /** The index of the closing quote; notes in {@link #contents} what is between. */
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
                // Only the backslash before other letters: a two-byte character behind it is looked at as usual.
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

    /** To the next byte that is not plainly part of a string, eight at a time. */
    private int skipPlain(int from, int quote) {
        int q = from;
        long quotes = ONES * quote;
        while (end - q >= Long.BYTES) {
            long eight = (long) LONG.get(bytes, q);
            long noQuote = eight ^ quotes;
            long noBackslash = eight ^ BACKSLASHES;
            // The lowest mark is right, those above it may be wrong by a borrow, and are not used.
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

    // Numbers

    private Object number() {
        long value = 0;
        int q = p;
        int last = Math.min(end, p + 18); // so many digits always fit a long
        while (q < last) {
            int digit = bytes[q] - '0';
            if (digit < 0 || digit > 9) {
                break;
            }
            value = value * 10 + digit;
            q++;
        }
        boolean goesOn = q < end && (bytes[q] == '.' || isNamePart(bytes[q]));
        if (goesOn || q == p || (bytes[p] == '0' && value != 0)) {
            SerpentNumber number = new SerpentNumber(bytes, start, end,
                    context.limits().maxIntegerDigits());
            Object unusual = number.read(p);
            p = number.position();
            return unusual;
        }
        p = q;
        if (value == (int) value) {
            return (int) value;
        }
        return value;
    }

    private Object signed(int sign) {
        int from = p;
        p++;
        skipBlanks();
        Object number = unsigned(from);
        if (sign == '+') {
            return number;
        }
        return switch (number) {
            case Integer i -> negated(i);
            case Long l -> negated(l);
            case Double d -> -d;
            case Complex c -> new Complex(-c.re(), -c.im());
            case BigInteger b -> SerpentNumber.smallest(b.negate());
            default -> throw wanted("a number behind the sign", from);
        };
    }

    private static Object negated(long value) {
        // The smallest comes here only when a sign stands before a negative number in brackets.
        return value == Long.MIN_VALUE
                ? BigInteger.valueOf(value).negate()
                : SerpentNumber.smallest(-value);
    }

    /** A number where only a number may be: behind a sign. */
    private Object unsigned(int from) {
        int c = peek();
        if ((c >= '0' && c <= '9') || c == '.') {
            return number();
        }
        if (c == '(') {
            Object value = parenthesised();
            if (value instanceof Number || value instanceof Complex) {
                return value;
            }
        }
        throw wanted("a number behind the sign", from);
    }

    /** The number, or with a sign and an imaginary number behind it the complex number that both are. */
    private Object sum(Object number) {
        int c = peek();
        if (c == ',' || c == ')' || c == ':' || c == '}' || c == ']') {
            return number;
        }
        skipBlanks();
        c = peek();
        if ((c != '+' && c != '-') || number instanceof Complex) {
            return number;
        }
        int from = p;
        p++;
        skipBlanks();
        if (unsigned(from) instanceof Complex imaginary && imaginary.re() == 0) {
            // Not added: -0.0 would lose its sign.
            return new Complex(real(number, from), c == '+' ? imaginary.im() : -imaginary.im());
        }
        throw wanted("an imaginary number behind the sign", from);
    }

    private double real(Object number, int from) {
        double real = ((Number) number).doubleValue();
        if (Double.isInfinite(real) && !(number instanceof Double)) {
            throw wanted("a number that fits a complex number", from);
        }
        return real;
    }

    // Errors

    private SerializationException wanted(String what) {
        return wanted(what, p);
    }

    private SerializationException wanted(String what, int at) {
        String found;
        if (at >= end) {
            found = "the end of the data";
        } else if (bytes[at] > ' ' && bytes[at] < 0x7f) {
            found = "'" + (char) bytes[at] + "'";
        } else {
            found = String.format("byte 0x%02x", bytes[at] & 0xff);
        }
        return new SerializationException(
                "serpent data: " + what + " was expected at byte " + (at - start)
                        + ", but there is " + found);
    }

    private SerializationException zeroByte(int at) {
        return new SerializationException("serpent data holds a zero byte at byte " + (at - start)
                + "; it is damaged, or it is of another serializer");
    }
}
