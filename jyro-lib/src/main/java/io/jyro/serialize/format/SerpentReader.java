package io.jyro.serialize.format;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.jyro.SerializationException;
import io.jyro.serialize.CallPayload;
import io.jyro.serialize.CodecContext;
import io.jyro.serialize.DecodeBudget;
import io.jyro.serialize.DictShape;
import io.jyro.serialize.GrowingSet;
import io.jyro.serialize.HashableKeys;
import io.jyro.serialize.SharedKeyDict;
import io.jyro.types.Complex;
import io.jyro.types.Tuple;
import io.jyro.wire.Payload;
import org.jspecify.annotations.Nullable;

/**
 * Reads one serpent payload: a recursive descent over the bytes, in the grammar that Python's {@code ast.literal_eval}
 * accepts. For one payload, on one thread.
 *
 * <p>A method that reads an element expects the position at its first byte and moves it past its last; the next reading
 * method skips blanks.
 */
final class SerpentReader extends SerpentNumbers {
    SerpentReader(Payload payload, CodecContext context, DecodeBudget budget) {
        super(payload, context, budget);
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

    // Calls

    /** Returns whether the payload begins with a bracket and a text, as every peer writes a call. */
    private boolean isPlainEnvelope() {
        if (end - p < 2 || (bytes[p] != '(' && bytes[p] != '[')) {
            return false;
        }
        return bytes[p + 1] == '\'' || bytes[p + 1] == '"';
    }

    private CallPayload plainCall() {
        int close = bytes[p] == '(' ? ')' : ']';
        open();
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

    private List<@Nullable Object> arguments(@Nullable Object args, int behind) {
        if (args instanceof List<?> list) {
            return arguments(list);
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

    private @Nullable Map<String, @Nullable Object> keywordArguments(@Nullable Object kwargs,
            int from) {
        if (!isKeywordArguments(kwargs)) {
            throw wanted("a dict of keyword arguments with texts as keys, or None,", from);
        }
        return keywordArguments(kwargs);
    }

    /** Reads a call in any other form that Python accepts as a sequence of four. */
    private CallPayload unusualCall() {
        int from = p;
        Object envelope = expression();
        if (envelope instanceof List<?> parts && parts.size() == 4) {
            return call(parts.get(0), parts.get(1), parts.get(2), parts.get(3));
        }
        throw wrongCall(from);
    }

    @Override
    protected SerializationException wrongCall() {
        return wrongCall(start);
    }

    private SerializationException wrongCall(int from) {
        return wanted("a call (object id, method, arguments, keyword arguments)", from);
    }

    // Values

    /** Reads a value, or several separated by commas, which are a tuple without parentheses. */
    private @Nullable Object expression() {
        Object first = value();
        skipBlanks();
        if (peek() != ',') {
            return first;
        }
        int from = waiting();
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
            case 's' -> emptySetCall();
            case 'n' -> {
                Object scalar = numpyScalar();
                yield scalar instanceof Number ? sum(scalar) : scalar;
            }
            case '\\' -> {
                skipBlanks();
                yield value();
            }
            default -> throw noLiteral(p);
        };
    }

    /** Reads {@code set()}, the form of an empty set, which is not a literal. */
    private Set<@Nullable Object> emptySetCall() {
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
                return emptySet();
            }
        }
        throw noLiteral(from);
    }

    // Containers

    /** Moves past an opening bracket. */
    private void open() {
        p++;
        enter();
    }

    private List<@Nullable Object> list() {
        open();
        budget.add(DecodeBudget.LIST);
        int from = waiting();
        skipBlanks();
        while (peek() != ']') {
            addElement(value());
            separator(']');
        }
        leave();
        return popList(from);
    }

    /** Moves past a closing bracket. */
    private void leave() {
        p++;
        depth--;
    }

    /** Moves past a comma, if there is one, and then to the next element or the closing bracket. */
    private void separator(int close) {
        int c = peek();
        if (c != ',' && c != close) {
            skipBlanks();
            c = peek();
        }
        if (c == ',') {
            p++;
            if (p < end && bytes[p] <= '#') { // blanks and comments begin with such a byte
                skipBlanks();
            }
        } else if (c != close) {
            throw wanted("a comma or '" + (char) close + "'");
        }
    }

    @Override
    @Nullable
    Object parenthesised() {
        open();
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
        int from = waiting();
        addElement(first);
        separator(')');
        while (peek() != ')') {
            addElement(value());
            separator(')');
        }
        leave();
        return takeTuple(from);
    }

    private void addElement(@Nullable Object element) {
        budget.add(DecodeBudget.ELEMENT);
        push(element);
    }

    private Tuple takeTuple(int from) {
        budget.add(DecodeBudget.LIST);
        return popTuple(from);
    }

    private @Nullable Object dictOrSet(boolean convert) {
        open();
        skipBlanks();
        if (peek() == '}') {
            leave();
            return newDict();
        }
        SharedKeyDict base64 = base64Dict();
        if (base64 != null) {
            depth--;
            return base64;
        }
        DictShape likely = context.names().emptyDict().likely();
        if (likely != null && isNext(likely, '\'')) {
            return dict(likely, null, convert);
        }
        Object first = key();
        int c = peek();
        if (c != ':' && c != ',' && c != '}') {
            skipBlanks();
            c = peek();
        }
        return c == ':' ? dict(null, first, convert) : set(first);
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
        return value instanceof String ? value : HashableKeys.of(value, from - start);
    }

    /** Reads a dict whose first key has been read: the likely one with its colon, or another one. */
    private @Nullable Object dict(@Nullable DictShape likelyFirst, @Nullable Object firstKey,
            boolean convert) {
        DictShape shape = beginDict();
        int from = waiting();
        DictShape likely = likelyFirst;
        Object key = firstKey;
        while (true) {
            if (likely == null) {
                skipBlanks();
                if (peek() != ':') {
                    throw wanted("a colon");
                }
                p++;
            }
            if (p < end && bytes[p] <= '#') {
                skipBlanks();
            }
            shape = likely == null
                    ? entry(shape, from, key, value())
                    : entry(likely, value());
            separator('}');
            if (peek() == '}') {
                break;
            }
            likely = shape.likely();
            if (likely != null && !isNext(likely, '\'')) {
                likely = null;
            }
            if (likely == null) {
                key = key();
            }
        }
        leave();
        Map<Object, @Nullable Object> dict = endDict(shape, from);
        return convert ? instanceOrDict(shape, dict) : dict;
    }

    @Override
    protected @Nullable Object instance(String name, Map<Object, @Nullable Object> dict) {
        // Serpent itself writes this dict if a part is NaN, for which there is no literal.
        if (name.equals("complex") && dict.get("real") instanceof Double re
                && dict.get("imag") instanceof Double im) {
            return new Complex(re, im);
        }
        return super.instance(name, dict);
    }

    private Set<@Nullable Object> set(@Nullable Object first) {
        GrowingSet set = newSet();
        set.add(first);
        separator('}');
        while (peek() != '}') {
            set.add(key());
            separator('}');
        }
        leave();
        return set.set();
    }
}
