package io.jyro.serialize.format;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Set;

import io.jyro.SerializationException;
import io.jyro.serialize.CallPayload;
import io.jyro.serialize.CodecContext;
import io.jyro.serialize.NdArrayForm;
import io.jyro.serialize.Utf8;
import io.jyro.types.Complex;
import io.jyro.types.Tuple;
import io.jyro.wire.ByteOutput;
import org.jspecify.annotations.Nullable;

/** Writes one JSON payload, in exactly the form of Python's json module. Not thread-safe. */
final class JsonWriter extends TextWriter {
    private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);

    JsonWriter(ByteOutput out, CodecContext context) {
        super(out, context);
    }

    void write(@Nullable Object value) {
        value(value);
    }

    void writeCall(CallPayload call) {
        enterCall();
        out.putAscii("{\"object\": ");
        text(call.objectId());
        out.putAscii(", \"method\": ");
        text(call.method());
        out.putAscii(", \"params\": ");
        elements(Container.LIST, call.args());
        out.putAscii(", \"kwargs\": ");
        value(call.kwargs());
        out.put('}');
    }

    /** The bytes of an NdArray are written as base64, although JSON has no form for bytes as such. */
    @Override
    protected void converted(Object value, @Nullable Object plain) {
        value(value instanceof NdArrayForm.Data bytes ? bytes.toBase64() : plain);
    }

    // Containers

    @Override
    protected void begin(Container container, int size) {
        out.put(container == Container.DICT ? '{' : '[');
    }

    @Override
    protected void separator() {
        out.put(',');
        out.put(' ');
    }

    @Override
    protected void colon() {
        out.put(':');
        out.put(' ');
    }

    @Override
    protected void end(Container container, int start, int count) {
        out.put(container == Container.DICT ? '}' : ']');
    }

    @Override
    protected void set(Container kind, Set<?> set) {
        elements(Container.LIST, set);
    }

    // Keys are text: numbers, booleans and None become the text that Python makes of them

    @Override
    protected void scalarKey(Object key) {
        if (key instanceof Complex) {
            throw unhashable("a complex number");
        }
        quoted(key);
    }

    @Override
    protected void noneAsKey() {
        quoted(null);
    }

    @Override
    protected void bytesAsKey(ByteBuffer bytes) {
        throw unhashable("bytes");
    }

    @Override
    protected void tupleAsKey(Tuple tuple) {
        throw unhashable("a tuple");
    }

    private void quoted(@Nullable Object value) {
        out.put('"');
        value(value);
        out.put('"');
    }

    @Override
    protected SerializationException unhashable(String type) {
        return new SerializationException(
                "json takes text, numbers, booleans and null as keys of a dict, not " + type
                        + "; use another serializer, or a list of pairs");
    }

    // Scalars

    @Override
    protected void none() {
        out.putAscii("null");
    }

    @Override
    protected void bool(boolean value) {
        out.putAscii(value ? "true" : "false");
    }

    @Override
    protected void complex(Complex number) {
        throw new SerializationException("json cannot carry complex numbers; use serpent,"
                + " marshal or msgpack, or send the two parts");
    }

    @Override
    protected void bytes(ByteBuffer bytes) {
        throw new SerializationException(
                "json cannot carry bytes; use marshal or msgpack, or serpent, which makes a"
                        + " base64 dict of them, or send text");
    }

    @Override
    protected void floating(double number) {
        if (Double.isNaN(number)) {
            out.putAscii("NaN");
        } else if (Double.isInfinite(number)) {
            out.putAscii(number > 0 ? "Infinity" : "-Infinity");
        } else {
            PythonFloat.write(number, out);
        }
    }

    @Override
    protected void text(String text) {
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

    /** Writes the beginning of a long ASCII text, up to the first character that needs an escape. */
    private int quickStart(String text) {
        int from = out.position();
        if (!Utf8.putIfAscii(text, out)) {
            return 0;
        }
        out.position(JsonReader.skipPlain(out.array(), from, out.position()));
        return out.position() - from;
    }

    /** Writes the characters that need no escape and returns the index after them. */
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

    /** Writes one character that needs an escape or several bytes, and returns the index after it. */
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
                escape(c); // an unpaired surrogate, which UTF-8 cannot encode
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
