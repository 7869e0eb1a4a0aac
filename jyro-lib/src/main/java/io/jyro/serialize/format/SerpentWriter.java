package io.jyro.serialize.format;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

import io.jyro.SerializationException;
import io.jyro.serialize.CallPayload;
import io.jyro.serialize.CodecContext;
import io.jyro.serialize.Utf8;
import io.jyro.types.Complex;
import io.jyro.wire.ByteOutput;
import org.jspecify.annotations.Nullable;

/** Writes one serpent payload, in exactly the form of Python's serpent. Not thread-safe. */
final class SerpentWriter extends TextWriter {
    private static final byte[] HEADER = "# serpent utf-8 python3.2\n"
            .getBytes(StandardCharsets.US_ASCII);
    private static final String NAN = "{'__class__':'float','value':'nan'}";
    private static final String BASE64_DICT_START = "{'data': '";
    private static final String BASE64_DICT_END = "', 'encoding': 'base64'}";
    /** A multiple of three, so that only the last piece is padded, and small enough for the processor's cache. */
    private static final int BASE64_PIECE = 3 * 8 * 1024;
    private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);

    SerpentWriter(ByteOutput out, CodecContext context) {
        super(out, context);
    }

    void write(@Nullable Object value) {
        out.put(HEADER);
        value(value);
    }

    void writeCall(CallPayload call) {
        out.put(HEADER);
        enterCall();
        out.put('(');
        text(call.objectId());
        out.put(',');
        text(call.method());
        out.put(',');
        elements(Container.TUPLE, call.args());
        out.put(',');
        value(call.kwargs());
        out.put(')');
    }

    // Containers

    @Override
    protected void begin(Container container, int size) {
        out.put(switch (container) {
            case LIST -> '[';
            case TUPLE -> '(';
            case SET, FROZEN_SET, DICT -> '{';
        });
    }

    @Override
    protected void separator() {
        out.put(',');
    }

    @Override
    protected void colon() {
        out.put(':');
    }

    @Override
    protected void end(Container container, int start, int count) {
        switch (container) {
            case LIST -> out.put(']');
            case TUPLE -> {
                if (count == 1) {
                    out.put(',');
                }
                out.put(')');
            }
            case SET, FROZEN_SET -> {
                if (count == 0) {
                    out.position(start);
                    out.putAscii("()"); // Python has no literal for an empty set
                } else {
                    out.put('}');
                }
            }
            case DICT -> out.put('}');
        }
    }

    // Keys

    @Override
    protected void scalarKey(Object key) {
        if (key instanceof Double number && number.isNaN()
                || key instanceof Float single && single.isNaN()
                || key instanceof Complex complex
                        && (Double.isNaN(complex.re()) || Double.isNaN(complex.im()))) {
            throw notANumber();
        }
        value(key);
    }

    @Override
    protected void noneAsKey() {
        throw unhashable("null");
    }

    /**
     * Writes a literal: the base64 dict, which Python's serpent writes even here, is not accepted as a key by any
     * reader.
     */
    @Override
    protected void bytesAsKey(ByteBuffer bytes) {
        bytesLiteral(bytes);
    }

    @Override
    protected SerializationException unhashable(String type) {
        return new SerializationException(
                "one of the keys in a dict or set is not of a primitive hashable type: "
                        + type + ". Use simple types as keys or use a list or tuple as container.");
    }

    private static SerializationException notANumber() {
        return new SerializationException(
                "serpent has no way to write a key of a dict or set that is not a number"
                        + " (NaN); use another key, or another serializer");
    }

    // Scalars

    @Override
    protected void none() {
        out.putAscii("None");
    }

    @Override
    protected void bool(boolean value) {
        out.putAscii(value ? "True" : "False");
    }

    @Override
    protected void floating(double number) {
        if (Double.isNaN(number)) {
            out.putAscii(NAN);
        } else {
            PythonFloat.write(number, out);
        }
    }

    @Override
    protected void complex(Complex complex) {
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

    @Override
    protected void bytes(ByteBuffer bytes) {
        if (context.bytesAsLiterals()) {
            bytesLiteral(bytes);
            return;
        }
        out.putAscii(BASE64_DICT_START);
        base64(bytes);
        out.putAscii(BASE64_DICT_END);
    }

    /**
     * Encodes piece by piece: the JDK's encoder is several times as fast as a loop, but only writes to arrays of its
     * own.
     */
    private void base64(ByteBuffer bytes) {
        ByteBuffer rest = bytes.duplicate();
        int end = rest.limit();
        long length = (rest.remaining() + 2L) / 3 * 4 + BASE64_DICT_END.length();
        out.reserve((int) Math.min(Integer.MAX_VALUE, length));
        while (rest.position() < end) {
            rest.limit(rest.position() + Math.min(BASE64_PIECE, end - rest.position()));
            ByteBuffer piece = Base64.getEncoder().encode(rest);
            out.put(piece.array(), piece.arrayOffset(), piece.remaining());
        }
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

    @Override
    protected void text(String text) {
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

    /** Writes the rest of a text from the first character on that may need an escape. */
    private void unusualText(String text, int from) {
        int length = text.length();
        char quote = '\'';
        if (text.indexOf('\'', from) >= 0 && text.indexOf('"') < 0) {
            quote = '"';
            out.array()[out.position() - from - 1] = '"'; // replaces the opening quote, which precedes the plain characters
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

    /** Returns Python's {@code str.isprintable} for a character that is not ASCII. */
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
