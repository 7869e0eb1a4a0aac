package io.jyro.pickle;

import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Map;

import io.jyro.RemoteText;
import io.jyro.SerializationException;
import io.jyro.types.DType;
import io.jyro.types.DType.Kind;
import io.jyro.types.Tuple;
import org.jspecify.annotations.Nullable;

/**
 * A numpy dtype: created by its kind and size, while its state adds the byte order and the unit of times.
 *
 * <p>The state: version, byte order, subarray, names of fields, the fields, size, alignment, flags, and in version 4
 * the metadata: for times a dict and the unit.
 */
final class NumpyDType extends Stateful {
    private static final int PLAIN = 3;
    private static final int WITH_METADATA = 4;
    private static final int PARTS = 8;

    private DType type;

    private NumpyDType(DType type) {
        super(type);
        this.type = type;
    }

    /** Takes its text, and whether to align and to copy; only the text matters. */
    static NumpyDType called(ConstructorArguments arguments) {
        String text = arguments.expect(1, 3).text(0);
        try {
            NumpyDType part = new NumpyDType(DType.parse(text));
            part.holdsAs(arguments.part(), 0);
            return part;
        } catch (IllegalArgumentException e) {
            throw new SerializationException("it has an array of numpy that cannot be read: "
                    + RemoteText.message(e), e);
        }
    }

    @Override
    Object value() {
        return type;
    }

    @Override
    void build(@Nullable Object state) {
        if (!(state instanceof Tuple parts) || parts.size() < PARTS
                || !(parts.get(0) instanceof Integer version)
                || version != PLAIN && version != WITH_METADATA) {
            throw malformed();
        }
        if (parts.get(2) != null || parts.get(3) != null || parts.get(4) != null) {
            throw new SerializationException("it has an array of numpy whose elements are records"
                    + " with fields; send each field as an array of its own");
        }
        ByteOrder order = order(parts.get(1));
        type = isSized() ? sized(parts.get(5), order) : type.withByteOrder(order);
        boolean isTime = type.kind() == Kind.DATETIME || type.kind() == Kind.TIMEDELTA;
        if (isTime && version == WITH_METADATA && parts.size() > PARTS) {
            String unit = unit(parts.get(PARTS));
            try {
                type = type.withUnit(unit);
            } catch (IllegalArgumentException e) {
                throw new SerializationException(
                        "it has an array of numpy that cannot be read: " + RemoteText.message(e),
                        e);
            }
        }
    }

    private boolean isSized() {
        return type.kind() == Kind.BYTES || type.kind() == Kind.TEXT;
    }

    private DType sized(@Nullable Object size, ByteOrder order) {
        if (!(size instanceof Integer bytes) || bytes < 0
                || type.kind() == Kind.TEXT && bytes % Integer.BYTES != 0) {
            throw malformed();
        }
        return DType.of(type.kind(), bytes, order);
    }

    private static ByteOrder order(@Nullable Object text) {
        return switch (text instanceof String order ? order : "") {
            case ">" -> ByteOrder.BIG_ENDIAN;
            case "<", "|", "=" -> ByteOrder.LITTLE_ENDIAN;
            default -> throw malformed();
        };
    }

    /** Returns the unit in the metadata of a time: a dict, and a tuple of unit name, multiplier, divisor and events. */
    private static String unit(@Nullable Object metadata) {
        if (metadata == null || metadata instanceof Map) {
            return "";
        }
        if (metadata instanceof Tuple both && both.size() == 2
                && both.get(1) instanceof Tuple unit && unit.size() >= 3
                && unit.get(1) instanceof Integer count && count > 0
                && Integer.valueOf(1).equals(unit.get(2))) {
            String name = name(unit.get(0));
            return name.equals("generic") ? "" : count + name;
        }
        throw malformed();
    }

    private static String name(@Nullable Object unit) {
        return switch (unit) {
            case String text -> text;
            case byte[] bytes -> new String(bytes, StandardCharsets.ISO_8859_1);
            case null, default -> throw malformed();
        };
    }

    private static SerializationException malformed() {
        return new SerializationException(
                "it has an array of numpy whose dtype has a state that numpy does not write");
    }
}
