package io.jyro.interop.payload;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.Map;
import java.util.Set;

import io.jyro.types.Complex;
import io.jyro.types.FrozenSet;
import io.jyro.types.Tuple;
import org.jspecify.annotations.Nullable;

/** Plain values as source text of Python, which knows them without any serializer. */
final class PythonLiteral {
    private final StringBuilder source = new StringBuilder();

    private PythonLiteral() {}

    static String of(@Nullable Object value) {
        PythonLiteral literal = new PythonLiteral();
        literal.value(value);
        return literal.source.toString();
    }

    private void value(@Nullable Object value) {
        switch (value) {
            case null -> source.append("None");
            case Boolean truth -> source.append(truth ? "True" : "False");
            // in hex, since Python limits the length of decimal ones
            case BigInteger number -> source.append(number.signum() < 0 ? "-0x" : "0x")
                    .append(number.abs().toString(16));
            case Integer number -> source.append(number);
            case Long number -> source.append(number);
            case Double number -> number(number);
            case Complex number -> {
                source.append("complex(");
                number(number.re());
                source.append(',');
                number(number.im());
                source.append(')');
            }
            case String text -> text(text);
            case byte[] bytes -> bytes(ByteBuffer.wrap(bytes));
            case ByteBuffer bytes -> bytes(bytes);
            case Tuple elements -> elements("(", elements, ")");
            case FrozenSet elements -> elements("frozenset([", elements, "])");
            case Set<?> elements -> elements("set([", elements, "])");
            case Iterable<?> elements -> elements("[", elements, "]");
            case Map<?, ?> dict -> {
                source.append('{');
                dict.forEach((key, part) -> {
                    value(key);
                    source.append(':');
                    value(part);
                    source.append(',');
                });
                source.append('}');
            }
            default -> throw new IllegalArgumentException("no literal for " + value.getClass());
        }
    }

    private void number(double number) {
        source.append(
                Double.isFinite(number) ? Double.toString(number) : "float('" + number + "')");
    }

    private void text(String text) {
        source.append('\'');
        text.codePoints().forEach(c -> source.append("\\U%08x".formatted(c)));
        source.append('\'');
    }

    private void bytes(ByteBuffer bytes) {
        byte[] content = new byte[bytes.remaining()];
        bytes.get(bytes.position(), content);
        source.append("bytes.fromhex('").append(HexFormat.of().formatHex(content)).append("')");
    }

    private void elements(String open, Iterable<?> elements, String close) {
        source.append(open);
        for (Object element : elements) {
            value(element);
            source.append(',');
        }
        source.append(close);
    }
}
