package io.jyro.serialize;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Map;

import io.jyro.SerializationException;
import io.jyro.types.ClassDict;
import io.jyro.types.Complex;
import io.jyro.types.Tuple;
import io.jyro.wire.ByteOutput;
import org.jspecify.annotations.Nullable;

/** Writes one JSON payload, in exactly the form in which Python's json module writes it. One thread at a time. */
final class JsonWriter {
    private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);

    private final ByteOutput out;
    private final CodecContext context;
    private final int maxDepth;
    private int depth;
    private int converting;

    JsonWriter(ByteOutput out, CodecContext context) {
        this.out = out;
        this.context = context;
        this.maxDepth = context.limits().maxNestingDepth();
    }

    void write(@Nullable Object value) {
        value(value);
    }

    void writeCall(CallPayload call) {
        depth = 1; // inside the object that a call is
        out.putAscii("{\"object\": ");
        text(call.objectId());
        out.putAscii(", \"method\": ");
        text(call.method());
        out.putAscii(", \"params\": ");
        array(call.args());
        out.putAscii(", \"kwargs\": ");
        Map<String, @Nullable Object> kwargs = call.kwargs();
        if (kwargs == null) {
            out.putAscii("null");
        } else {
            object(kwargs);
        }
        out.put('}');
    }

    private void value(@Nullable Object value) {
        switch (value) {
            case null -> out.putAscii("null");
            case String text -> text(text);
            case Integer number -> PythonInteger.write(number, out);
            case Boolean bool -> out.putAscii(bool ? "true" : "false");
            case Double number -> floating(number);
            case Long number -> PythonInteger.write(number, out);
            case Map<?, ?> map -> object(map);
            case Collection<?> collection -> array(collection);
            case byte[] bytes -> throw bytesRefused();
            case ByteBuffer bytes -> throw bytesRefused();
            case BigInteger number -> out.putAscii(PythonInteger.text(number, context));
            case Short number -> PythonInteger.write(number, out);
            case Byte number -> PythonInteger.write(number, out);
            case Float number -> floating(number);
            case Character character -> text(character.toString());
            case CharSequence text -> text(text.toString());
            case Complex complex ->
                throw new SerializationException("json cannot carry complex numbers; use serpent,"
                        + " marshal or msgpack, or send the two parts");
            case ClassDict instance -> object(instance.toDict());
            default -> unusual(value);
        }
    }

    private static SerializationException bytesRefused() {
        return new SerializationException(
                "json cannot carry bytes; use marshal or msgpack, or serpent, which makes a"
                        + " base64 dict of them, or send text");
    }

    private void unusual(Object value) {
        switch (value) {
            case int[] array -> integers(array);
            case long[] array -> integers(array);
            case double[] array -> floats(array);
            case float[] array -> floats(array);
            case NdArrayForm.Data bytes -> object(bytes.toBase64());
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

    private void array(Collection<?> elements) {
        enter(elements);
        out.put('[');
        int count = 0;
        for (Object element : elements) {
            comma(count++);
            value(element);
        }
        out.put(']');
        depth--;
    }

    private void integers(int[] array) {
        enter(array);
        out.put('[');
        for (int i = 0; i < array.length; i++) {
            comma(i);
            PythonInteger.write(array[i], out);
        }
        out.put(']');
        depth--;
    }

    private void integers(long[] array) {
        enter(array);
        out.put('[');
        for (int i = 0; i < array.length; i++) {
            comma(i);
            PythonInteger.write(array[i], out);
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
            out.put(' ');
        }
    }

    private void object(Map<?, ?> dict) {
        enter(dict);
        out.put('{');
        int count = 0;
        for (Map.Entry<?, ?> entry : dict.entrySet()) {
            comma(count++);
            key(entry.getKey());
            out.put(':');
            out.put(' ');
            value(entry.getValue());
        }
        out.put('}');
        depth--;
    }

    /** A key as text, which for numbers, booleans and None is the one that Python makes of them. */
    private void key(@Nullable Object key) {
        switch (key) {
            case String text -> text(text);
            case Character character -> value(character);
            case CharSequence text -> value(text);
            case null -> quoted(null);
            case Boolean bool -> quoted(bool);
            case Integer number -> quoted(number);
            case Long number -> quoted(number);
            case Short number -> quoted(number);
            case Byte number -> quoted(number);
            case BigInteger number -> quoted(number);
            case Double number -> quoted(number);
            case Float number -> quoted(number);
            case Tuple tuple -> throw wrongKey("a tuple");
            case Collection<?> collection -> throw wrongKey(collection.getClass().getName());
            case Map<?, ?> map -> throw wrongKey(map.getClass().getName());
            case ClassDict instance -> throw wrongKey(instance.className());
            case ByteBuffer bytes -> throw wrongKey("bytes");
            case Complex complex -> throw wrongKey("a complex number");
            default -> {
                if (key.getClass().isArray()) {
                    throw wrongKey(key.getClass().getTypeName());
                }
                converting = PlainValues.enter(converting, key, context);
                key(PlainValues.of(key, context));
                converting--;
            }
        }
    }

    private void quoted(@Nullable Object value) {
        out.put('"');
        value(value);
        out.put('"');
    }

    private static SerializationException wrongKey(String type) {
        return new SerializationException(
                "json takes text, numbers, booleans and null as keys of a dict, not " + type
                        + "; use another serializer, or a list of pairs");
    }

    // Scalars

    private void floating(double number) {
        if (Double.isNaN(number)) {
            out.putAscii("NaN");
        } else if (Double.isInfinite(number)) {
            out.putAscii(number > 0 ? "Infinity" : "-Infinity");
        } else {
            PythonFloat.write(number, out);
        }
    }

    private void text(String text) {
        int length = text.length();
        out.put('"');
        int i = length < Utf8.LONG_TEXT ? 0 : quickStart(text);
        while (i < length) {
            i = plain(text, i);
            if (i < length) {
                i = special(text, i);
            }
        }
        out.put('"');
    }

    /** Writes the beginning of a long text, up to what is not plain, if it is ASCII. */
    private int quickStart(String text) {
        int from = out.position();
        if (!Utf8.putIfAscii(text, out)) {
            return 0;
        }
        out.position(JsonReader.skipPlain(out.array(), from, out.position()));
        return out.position() - from;
    }

    /** Writes the characters that stand for themselves in one byte, and gives the index behind them. */
    private int plain(String text, int from) {
        int length = text.length();
        byte[] array = out.reserve(length - from);
        int at = out.position();
        int i = from;
        while (i < length) {
            char c = text.charAt(i);
            if (c < ' ' || c >= 0x80 || c == '"' || c == '\\') {
                break;
            }
            array[at++] = (byte) c;
            i++;
        }
        out.position(at);
        return i;
    }

    /** Writes one character that does not stand for itself in one byte, and gives the index behind it. */
    private int special(String text, int at) {
        char c = text.charAt(at);
        if (c == '"' || c == '\\') {
            out.put('\\');
            out.put(c);
        } else if (c < ' ') {
            control(c);
        } else {
            int point = text.codePointAt(at);
            if (point == c && Character.isSurrogate(c)) {
                escape(c); // UTF-8 has no form for it
            } else {
                Utf8.put(point, out);
                return at + Character.charCount(point);
            }
        }
        return at + 1;
    }

    private void control(char c) {
        switch (c) {
            case '\b' -> out.putAscii("\\b");
            case '\t' -> out.putAscii("\\t");
            case '\n' -> out.putAscii("\\n");
            case '\f' -> out.putAscii("\\f");
            case '\r' -> out.putAscii("\\r");
            default -> escape(c);
        }
    }

    private void escape(char c) {
        byte[] array = out.reserve(6);
        int at = out.position();
        array[at++] = '\\';
        array[at++] = 'u';
        for (int shift = 12; shift >= 0; shift -= 4) {
            array[at++] = HEX[c >>> shift & 15];
        }
        out.position(at);
    }
}
