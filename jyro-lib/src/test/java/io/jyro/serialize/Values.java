package io.jyro.serialize;

import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.jyro.types.ClassDict;
import io.jyro.types.FrozenSet;
import io.jyro.types.Tuple;
import org.jspecify.annotations.Nullable;

/** Values as text that differs when they do: in class, in order, in the bits of a float, in the bytes of an array. */
public final class Values {
    private Values() {}

    /** The text of a value, on one line, ASCII only. */
    public static String describe(@Nullable Object value) {
        StringBuilder text = new StringBuilder();
        describe(value, text);
        return text.toString();
    }

    private static void describe(@Nullable Object value, StringBuilder text) {
        switch (value) {
            case null -> text.append("None");
            case String string -> string(string, text);
            case Double number -> text.append("Double ").append(number)
                    .append(number.isNaN()
                            ? ""
                            : " " + Long.toHexString(Double.doubleToRawLongBits(number)));
            case byte[] bytes -> text.append("bytes ").append(HexFormat.of().formatHex(bytes));
            case ByteBuffer buffer -> {
                byte[] bytes = new byte[buffer.remaining()];
                buffer.get(buffer.position(), bytes);
                text.append(buffer.isReadOnly() ? "read-only " : "").append("buffer ")
                        .append(HexFormat.of().formatHex(bytes));
            }
            case Tuple tuple -> elements("(", tuple, ")", text);
            case List<?> list -> elements("[", list, "]", text);
            case FrozenSet set -> elements("frozen{", set, "}", text);
            case Set<?> set -> elements("{", set, "}", text);
            case Map<?, ?> map -> dict(map, text);
            case ClassDict instance -> dict(instance.toDict(), text.append(instance.className()));
            case Throwable thrown ->
                text.append(thrown.getClass().getName()).append(' ').append(thrown.getMessage());
            default -> text.append(value.getClass().getSimpleName()).append(' ').append(value);
        }
    }

    private static void elements(String open, Iterable<?> elements, String close,
            StringBuilder text) {
        text.append(open);
        for (Object element : elements) {
            describe(element, text);
            text.append(", ");
        }
        text.append(close);
    }

    private static void dict(Map<?, ?> map, StringBuilder text) {
        text.append('{');
        map.forEach((key, value) -> {
            describe(key, text);
            text.append(": ");
            describe(value, text);
            text.append(", ");
        });
        text.append('}');
    }

    private static void string(String string, StringBuilder text) {
        text.append('\'');
        string.chars().forEach(c -> {
            if (c >= ' ' && c < 0x7f && c != '\'' && c != '\\') {
                text.append((char) c);
            } else {
                text.append(String.format("\\u%04x", c));
            }
        });
        text.append('\'');
    }
}
