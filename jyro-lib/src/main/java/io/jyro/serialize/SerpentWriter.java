package io.jyro.serialize;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Map;
import java.util.Set;

import io.jyro.SerializationException;
import io.jyro.types.ClassDict;
import io.jyro.types.Complex;
import io.jyro.types.Tuple;
import io.jyro.wire.ByteOutput;
import org.jspecify.annotations.Nullable;

/** Writes one serpent payload, in exactly the form in which Python's serpent writes it. One thread at a time. */
final class SerpentWriter {
    private static final byte[] HEADER = "# serpent utf-8 python3.2\n"
            .getBytes(StandardCharsets.US_ASCII);
    private static final String NAN = "{'__class__':'float','value':'nan'}";
    private static final String BASE64_DICT_START = "{'data': '";
    private static final String BASE64_DICT_END = "', 'encoding': 'base64'}";
    private static final byte[] BASE64 = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
            .getBytes(StandardCharsets.US_ASCII);
    private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);

    private final ByteOutput out;
    private final CodecContext context;
    private final int maxDepth;
    private int depth;
    private int converting;

    SerpentWriter(ByteOutput out, CodecContext context) {
        this.out = out;
        this.context = context;
        this.maxDepth = context.limits().maxNestingDepth();
    }

    void write(@Nullable Object value) {
        out.put(HEADER);
        value(value);
    }

    void writeCall(CallPayload call) {
        out.put(HEADER);
        depth = 1; // inside the tuple that a call is
        out.put('(');
        text(call.objectId());
        out.put(',');
        text(call.method());
        out.put(',');
        tuple(call.args());
        out.put(',');
        Map<String, @Nullable Object> kwargs = call.kwargs();
        if (kwargs == null) {
            out.putAscii("None");
        } else {
            dict(kwargs);
        }
        out.put(')');
    }

    private void value(@Nullable Object value) {
        switch (value) {
            case null -> out.putAscii("None");
            case String text -> text(text);
            case Integer number -> integer(number);
            case Boolean bool -> out.putAscii(bool ? "True" : "False");
            case Double number -> floating(number);
            case Long number -> integer(number);
            case Tuple tuple -> tuple(tuple);
            case Map<?, ?> map -> dict(map);
            case Set<?> set -> set(set);
            case Collection<?> collection -> list(collection);
            case byte[] bytes -> bytes(ByteBuffer.wrap(bytes));
            case ByteBuffer bytes -> bytes(bytes);
            case BigInteger number -> integer(number);
            case Short number -> integer(number);
            case Byte number -> integer(number);
            case Float number -> floating(number);
            case Character character -> text(character.toString());
            case CharSequence text -> text(text.toString());
            case Complex complex -> complex(complex);
            case ClassDict instance -> dict(instance.toDict());
            default -> unusual(value);
        }
    }

    private void unusual(Object value) {
        switch (value) {
            case int[] array -> integers(array);
            case long[] array -> integers(array);
            case double[] array -> floats(array);
            case float[] array -> floats(array);
            case Object array when array.getClass().isArray() -> value(PlainArrays.plain(array));
            default -> {
                converting = PlainValues.enter(converting, value, context);
                value(PlainValues.of(value, context));
                converting--;
            }
        }
    }

    // Containers

    private void enter(Object container) {
        if (++depth > maxDepth) {
            throw Nesting.tooDeep(container, maxDepth);
        }
    }

    private void list(Collection<?> list) {
        enter(list);
        out.put('[');
        elements(list);
        out.put(']');
        depth--;
    }

    private void tuple(Collection<?> tuple) {
        enter(tuple);
        out.put('(');
        if (elements(tuple) == 1) {
            out.put(',');
        }
        out.put(')');
        depth--;
    }

    private int elements(Collection<?> elements) {
        int count = 0;
        for (Object element : elements) {
            comma(count++);
            value(element);
        }
        return count;
    }

    private void integers(int[] array) {
        enter(array);
        out.put('[');
        for (int i = 0; i < array.length; i++) {
            comma(i);
            integer(array[i]);
        }
        out.put(']');
        depth--;
    }

    private void integers(long[] array) {
        enter(array);
        out.put('[');
        for (int i = 0; i < array.length; i++) {
            comma(i);
            integer(array[i]);
        }
        out.put(']');
        depth--;
    }

    private void floats(double[] array) {
        enter(array);
        out.put('[');
        for (int i = 0; i < array.length; i++) {
            comma(i);
            floating(array[i]);
        }
        out.put(']');
        depth--;
    }

    private void floats(float[] array) {
        enter(array);
        out.put('[');
        for (int i = 0; i < array.length; i++) {
            comma(i);
            floating(array[i]);
        }
        out.put(']');
        depth--;
    }

    private void comma(int index) {
        if (index > 0) {
            out.put(',');
        }
    }

    private void set(Set<?> set) {
        if (set.isEmpty()) {
            out.putAscii("()"); // no literal stands for an empty set
            return;
        }
        enter(set);
        int separator = '{';
        for (Object member : set) {
            out.put(separator);
            separator = ',';
            key(member);
        }
        out.put('}');
        depth--;
    }

    private void dict(Map<?, ?> dict) {
        enter(dict);
        int separator = '{';
        for (Map.Entry<?, ?> entry : dict.entrySet()) {
            out.put(separator);
            separator = ',';
            key(entry.getKey());
            out.put(':');
            value(entry.getValue());
        }
        if (separator == '{') {
            out.put('{');
        }
        out.put('}');
        depth--;
    }

    /**
     * A key of a dict or member of a set. Bytes are always written as a literal here: Python's serpent writes a base64
     * dict, which no reader takes for a key.
     */
    private void key(@Nullable Object key) {
        switch (key) {
            case String text -> text(text);
            case Tuple tuple -> keys(tuple);
            case byte[] bytes -> bytesLiteral(ByteBuffer.wrap(bytes));
            case ByteBuffer bytes -> bytesLiteral(bytes);
            case Double number when number.isNaN() -> throw notANumber();
            case Float number when number.isNaN() -> throw notANumber();
            case Complex complex when Double.isNaN(complex.re()) || Double.isNaN(complex.im()) ->
                throw notANumber();
            case Boolean bool -> value(bool);
            case Integer number -> value(number);
            case Long number -> value(number);
            case Short number -> value(number);
            case Byte number -> value(number);
            case BigInteger number -> value(number);
            case Double number -> value(number);
            case Float number -> value(number);
            case Complex complex -> value(complex);
            case Character character -> value(character);
            case CharSequence text -> value(text);
            case null -> throw unhashable("null");
            case Collection<?> collection -> throw unhashable(collection.getClass().getName());
            case Map<?, ?> map -> throw unhashable(map.getClass().getName());
            case ClassDict instance -> throw unhashable(instance.className());
            default -> {
                if (key.getClass().isArray()) {
                    throw unhashable(key.getClass().getTypeName());
                }
                converting = PlainValues.enter(converting, key, context);
                key(PlainValues.of(key, context));
                converting--;
            }
        }
    }

    private void keys(Tuple tuple) {
        enter(tuple);
        int separator = '(';
        for (Object element : tuple) {
            out.put(separator);
            separator = ',';
            if (element == null) {
                value(null); // hashable, and only alone not taken by serpent
            } else {
                key(element);
            }
        }
        out.putAscii(tuple.isEmpty() ? "()" : tuple.size() == 1 ? ",)" : ")");
        depth--;
    }

    private static SerializationException unhashable(String type) {
        return new SerializationException(
                "one of the keys in a dict or set is not of a primitive hashable type: "
                        + type + ". Use simple types as keys or use a list or tuple as container.");
    }

    private static SerializationException notANumber() {
        return new SerializationException(
                "serpent has no way to write a key of a dict or set that is not a number"
                        + " (NaN); use another key, or another serializer");
    }

    // Numbers

    private void integer(long number) {
        long rest = number;
        byte[] array = out.reserve(20);
        int position = out.position();
        if (number >= 0 && number < 10) {
            array[position] = (byte) ('0' + number);
            out.position(position + 1);
            return;
        }
        if (number < 0) {
            if (number == Long.MIN_VALUE) {
                out.putAscii("-9223372036854775808");
                return;
            }
            array[position++] = '-';
            rest = -number;
        }
        int behind = position + digits(rest);
        int at = behind;
        do {
            long next = rest / 10;
            array[--at] = (byte) ('0' + rest - next * 10);
            rest = next;
        } while (rest != 0);
        out.position(behind);
    }

    private static int digits(long number) {
        int digits = 1;
        long power = 10;
        while (digits < 19 && number >= power) {
            power *= 10;
            digits++;
        }
        return digits;
    }

    private void integer(BigInteger number) {
        int limit = context.limits().maxIntegerDigits();
        // A digit is worth 3.32 bits: what has fewer bits than three for each digit has not too many.
        if (number.bitLength() > 3L * limit) {
            // And what has more than four is not worth the time to count them.
            int digits = number.bitLength() > 4L * limit
                    ? Integer.MAX_VALUE
                    : number.abs().toString().length();
            if (digits > limit) {
                throw new SerializationException(
                        "an integer of " + number.bitLength() + " bits has more digits than"
                                + " maxIntegerDigits " + limit
                                + "; the other side refuses it unless both raise that, or"
                                + " use a binary serializer");
            }
        }
        out.putAscii(number.toString());
    }

    private void floating(double number) {
        if (Double.isNaN(number)) {
            out.putAscii(NAN);
        } else {
            PythonFloat.write(number, out);
        }
    }

    private void complex(Complex complex) {
        if (Double.isNaN(complex.re()) || Double.isNaN(complex.im())) {
            out.putAscii("{'__class__':'complex','real':");
            floating(complex.re());
            out.putAscii(",'imag':");
            floating(complex.im());
            out.put('}');
            return;
        }
        out.put('(');
        PythonFloat.write(complex.re(), out);
        if (Double.compare(complex.im(), 0.0) >= 0) {
            out.put('+');
        }
        PythonFloat.write(complex.im(), out);
        out.putAscii("j)");
    }

    // Bytes

    private void bytes(ByteBuffer bytes) {
        if (context.bytesAsLiterals()) {
            bytesLiteral(bytes);
            return;
        }
        out.putAscii(BASE64_DICT_START);
        base64(bytes);
        out.putAscii(BASE64_DICT_END);
    }

    private void base64(ByteBuffer bytes) {
        int from = bytes.position();
        int to = bytes.limit();
        long length = (to - from + 2L) / 3 * 4;
        byte[] array = out.reserve((int) Math.min(Integer.MAX_VALUE, length));
        int at = out.position();
        while (to - from >= 3) {
            int three = (bytes.get(from) & 0xff) << 16 | (bytes.get(from + 1) & 0xff) << 8
                    | (bytes.get(from + 2) & 0xff);
            array[at] = BASE64[three >>> 18];
            array[at + 1] = BASE64[three >>> 12 & 63];
            array[at + 2] = BASE64[three >>> 6 & 63];
            array[at + 3] = BASE64[three & 63];
            from += 3;
            at += 4;
        }
        if (from < to) {
            boolean two = to - from == 2;
            int rest = (bytes.get(from) & 0xff) << 16
                    | (two ? (bytes.get(from + 1) & 0xff) << 8 : 0);
            array[at] = BASE64[rest >>> 18];
            array[at + 1] = BASE64[rest >>> 12 & 63];
            array[at + 2] = two ? BASE64[rest >>> 6 & 63] : (byte) '=';
            array[at + 3] = '=';
            at += 4;
        }
        out.position(at);
    }

    private void bytesLiteral(ByteBuffer bytes) {
        int from = bytes.position();
        int to = bytes.limit();
        boolean single = false;
        boolean twofold = false;
        for (int i = from; i < to; i++) {
            single |= bytes.get(i) == '\'';
            twofold |= bytes.get(i) == '"';
        }
        int quote = single && !twofold ? '"' : '\'';
        out.put('b');
        out.put(quote);
        for (int i = from; i < to; i++) {
            int c = bytes.get(i) & 0xff;
            if (c == quote || c == '\\') {
                out.put('\\');
                out.put(c);
            } else if (c >= ' ' && c < 0x7f) {
                out.put(c);
            } else {
                control(c);
            }
        }
        out.put(quote);
    }

    // Text

    private void text(String text) {
        int length = text.length();
        byte[] array = out.reserve(length + 2 > 0 ? length + 2 : Integer.MAX_VALUE);
        int at = out.position();
        array[at++] = '\'';
        for (int i = 0; i < length; i++) {
            char c = text.charAt(i);
            if (c < ' ' || c >= 0x7f || c == '\'' || c == '\\') {
                out.position(at);
                unusualText(text, i);
                return;
            }
            array[at++] = (byte) c;
        }
        array[at++] = '\'';
        out.position(at);
    }

    /** The rest of a text from the first character on that may not be plain; all before is written. */
    private void unusualText(String text, int from) {
        int length = text.length();
        char quote = '\'';
        if (text.indexOf('\'', from) >= 0 && text.indexOf('"') < 0) {
            quote = '"';
            out.array()[out.position() - from - 1] = '"'; // the opening quote, so many plain characters before
        }
        for (int i = from; i < length; i++) {
            char c = text.charAt(i);
            if (c == quote || c == '\\') {
                out.put('\\');
                out.put(c);
            } else if (c >= ' ' && c < 0x7f) {
                out.put(c);
            } else if (c < 0x80) {
                control(c);
            } else {
                int point = text.codePointAt(i);
                i += Character.charCount(point) - 1;
                nonAscii(point);
            }
        }
        out.put(quote);
    }

    private void control(int c) {
        switch (c) {
            case '\n' -> out.putAscii("\\n");
            case '\r' -> out.putAscii("\\r");
            case '\t' -> out.putAscii("\\t");
            default -> escape(c, 'x', 2);
        }
    }

    private void nonAscii(int point) {
        if (isPrintable(point)) {
            Utf8.put(point, out);
        } else if (point <= 0xff) {
            escape(point, 'x', 2);
        } else if (point <= 0xffff) {
            escape(point, 'u', 4);
        } else {
            escape(point, 'U', 8);
        }
    }

    private void escape(int value, char kind, int digits) {
        byte[] array = out.reserve(digits + 2);
        int at = out.position();
        array[at++] = '\\';
        array[at++] = (byte) kind;
        for (int shift = (digits - 1) * 4; shift >= 0; shift -= 4) {
            array[at++] = HEX[value >>> shift & 15];
        }
        out.position(at);
    }

    /** Python's {@code str.isprintable} for what is not ASCII. */
    private static boolean isPrintable(int point) {
        return switch (Character.getType(point)) {
            case Character.CONTROL, Character.FORMAT, Character.SURROGATE, Character.PRIVATE_USE,
                    Character.UNASSIGNED,
                    Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR,
                    Character.SPACE_SEPARATOR ->
                false;
            default -> true;
        };
    }
}
