package io.jyro.types;

import java.nio.ByteOrder;
import java.util.Map;
import java.util.Objects;

import io.jyro.RemoteText;
import org.jspecify.annotations.Nullable;

/**
 * The type of the elements of an {@link NdArray}, as in numpy: their kind, size in bytes and byte order. {@link #parse}
 * and {@link #toString} use numpy's own notation, such as {@code <f8}. Immutable.
 *
 * <p>Not supported are Python objects ({@code O}), records with fields ({@code V}) and floats of more than eight bytes,
 * whose form depends on the machine.
 */
public final class DType {
    /** The kind of an element. */
    public enum Kind {
        /** True or False, in one byte. */
        BOOL('b'),
        /** A signed integer of 1, 2, 4 or 8 bytes. */
        INT('i'),
        /** An unsigned integer of 1, 2, 4 or 8 bytes. */
        UINT('u'),
        /** A floating point number of 2, 4 or 8 bytes. */
        FLOAT('f'),
        /** Two floating point numbers of 4 or 8 bytes, the real part first. */
        COMPLEX('c'),
        /** A point in time without a zone: the number of {@link DType#unit() units} since the beginning of 1970. */
        DATETIME('M'),
        /** A duration: a number of {@link DType#unit() units}. */
        TIMEDELTA('m'),
        /** A fixed number of bytes, padded with zeros. */
        BYTES('S'),
        /** A fixed number of characters, four bytes each, padded with zeros. */
        TEXT('U');

        private final char code;

        Kind(char code) {
            this.code = code;
        }

        private static @Nullable Kind of(char code) {
            for (Kind kind : values()) {
                if (kind.code == code) {
                    return kind;
                }
            }
            return null;
        }
    }

    /** {@code |b1} */
    public static final DType BOOL = little(Kind.BOOL, 1);
    /** {@code |i1} */
    public static final DType INT8 = little(Kind.INT, Byte.BYTES);
    /** {@code <i2} */
    public static final DType INT16 = little(Kind.INT, Short.BYTES);
    /** {@code <i4} */
    public static final DType INT32 = little(Kind.INT, Integer.BYTES);
    /** {@code <i8} */
    public static final DType INT64 = little(Kind.INT, Long.BYTES);
    /** {@code |u1} */
    public static final DType UINT8 = little(Kind.UINT, Byte.BYTES);
    /** {@code <u2} */
    public static final DType UINT16 = little(Kind.UINT, Short.BYTES);
    /** {@code <u4} */
    public static final DType UINT32 = little(Kind.UINT, Integer.BYTES);
    /** {@code <u8} */
    public static final DType UINT64 = little(Kind.UINT, Long.BYTES);
    /** {@code <f2} */
    public static final DType FLOAT16 = little(Kind.FLOAT, Short.BYTES);
    /** {@code <f4} */
    public static final DType FLOAT32 = little(Kind.FLOAT, Float.BYTES);
    /** {@code <f8} */
    public static final DType FLOAT64 = little(Kind.FLOAT, Double.BYTES);
    /** {@code <c8} */
    public static final DType COMPLEX64 = little(Kind.COMPLEX, 2 * Float.BYTES);
    /** {@code <c16} */
    public static final DType COMPLEX128 = little(Kind.COMPLEX, 2 * Double.BYTES);

    private static final Map<String, DType> BY_NAME = Map.ofEntries(Map.entry("bool", BOOL),
            Map.entry("int8", INT8), Map.entry("int16", INT16), Map.entry("int32", INT32),
            Map.entry("int64", INT64), Map.entry("uint8", UINT8), Map.entry("uint16", UINT16),
            Map.entry("uint32", UINT32), Map.entry("uint64", UINT64),
            Map.entry("float16", FLOAT16), Map.entry("float32", FLOAT32),
            Map.entry("float64", FLOAT64), Map.entry("complex64", COMPLEX64),
            Map.entry("complex128", COMPLEX128));
    private static final int LONGEST_TEXT = 64;
    private static final int MOST_DIGITS = 10;

    private final Kind kind;
    private final int itemSize;
    private final ByteOrder byteOrder;
    private final @Nullable TimeStep step;

    private DType(Kind kind, int itemSize, ByteOrder byteOrder, @Nullable TimeStep step) {
        this.kind = kind;
        this.itemSize = itemSize;
        this.byteOrder = hasByteOrder(kind, itemSize) ? byteOrder : ByteOrder.LITTLE_ENDIAN;
        this.step = step;
    }

    private static DType little(Kind kind, int itemSize) {
        return new DType(kind, itemSize, ByteOrder.LITTLE_ENDIAN, null);
    }

    private static boolean hasByteOrder(Kind kind, int itemSize) {
        return itemSize > 1 && kind != Kind.BYTES || kind == Kind.TEXT;
    }

    /**
     * Parses numpy's notation: byte order, kind, size, and for times the unit, as in {@code <f8}, {@code >i2},
     * {@code |b1}, {@code <c16}, {@code <M8[ns]}, {@code <U5}, {@code |S3}. The default byte order is little-endian.
     * Long names of numbers, such as {@code float64}, are accepted too.
     *
     * @throws IllegalArgumentException if it is not a supported type; the message says if numpy has it but Java does
     * not
     */
    public static DType parse(String text) {
        Objects.requireNonNull(text, "text");
        if (text.length() > LONGEST_TEXT) {
            throw new IllegalArgumentException("a dtype has at most " + LONGEST_TEXT
                    + " characters, not " + text.length());
        }
        DType named = BY_NAME.get(text);
        if (named != null) {
            return named;
        }
        String plain = text.replace("datetime64", "M8").replace("timedelta64", "m8");
        boolean hasOrder = !plain.isEmpty() && "<>|=".indexOf(plain.charAt(0)) >= 0;
        ByteOrder order = hasOrder && plain.charAt(0) == '>'
                ? ByteOrder.BIG_ENDIAN
                : ByteOrder.LITTLE_ENDIAN;
        String code = hasOrder ? plain.substring(1) : plain;
        if (code.equals("?")) {
            return BOOL;
        }
        if (code.isEmpty()) {
            throw unknown(text);
        }
        refuseWhatJavaLacks(text, code);
        Kind kind = Kind.of(code.charAt(0));
        if (kind == null) {
            throw unknown(text);
        }
        int bracket = code.indexOf('[');
        String size = code.substring(1, bracket < 0 ? code.length() : bracket);
        DType type = of(kind, size(text, kind, size), order);
        if (bracket < 0) {
            return type;
        }
        if (!code.endsWith("]")) {
            throw unknown(text);
        }
        return type.withUnit(code.substring(bracket + 1, code.length() - 1));
    }

    private static int size(String text, Kind kind, String digits) {
        if (digits.isEmpty() || digits.length() > MOST_DIGITS
                || !digits.chars().allMatch(c -> c >= '0' && c <= '9')) {
            throw unknown(text);
        }
        long size = Long.parseLong(digits) * (kind == Kind.TEXT ? Integer.BYTES : 1);
        if (size > Integer.MAX_VALUE) {
            throw new IllegalArgumentException(
                    "the elements of dtype '" + RemoteText.shown(text) + "' are too large");
        }
        return (int) size;
    }

    /**
     * Returns a type by its parts.
     *
     * @param itemSize in bytes, four for each character of {@link Kind#TEXT}; 0 is allowed only for bytes and text
     * @throws IllegalArgumentException if the kind has no elements of that size
     */
    public static DType of(Kind kind, int itemSize, ByteOrder byteOrder) {
        boolean exists = switch (kind) {
            case BOOL -> itemSize == 1;
            case INT, UINT -> itemSize == 1 || itemSize == 2 || itemSize == 4 || itemSize == 8;
            case FLOAT -> itemSize == 2 || itemSize == 4 || itemSize == 8;
            case COMPLEX -> itemSize == 8 || itemSize == 16;
            case DATETIME, TIMEDELTA -> itemSize == 8;
            case BYTES -> itemSize >= 0;
            case TEXT -> itemSize >= 0 && itemSize % Integer.BYTES == 0;
        };
        if (!exists) {
            throw new IllegalArgumentException("there is no dtype " + kind + " of " + itemSize
                    + " bytes");
        }
        boolean isTime = kind == Kind.DATETIME || kind == Kind.TIMEDELTA;
        return new DType(kind, itemSize, byteOrder, isTime ? TimeStep.GENERIC : null);
    }

    private static void refuseWhatJavaLacks(String text, String code) {
        String why = switch (code.charAt(0)) {
            case 'O' -> "are Python objects, which exist only in Python; send a list, or convert it"
                    + " with astype() first";
            case 'V' -> "are records with fields; send each field as an array of its own";
            case 'T' -> "are strings of any length; convert it with astype('U') first";
            case 'g', 'G' -> "are longdouble, whose form depends on the machine; convert it with"
                    + " astype('f8') or astype('c16') first";
            case 'f' -> isLongDouble(code, "f16", "f12");
            case 'c' -> isLongDouble(code, "c32", "c24");
            default -> null;
        };
        if (why != null) {
            throw new IllegalArgumentException(
                    "the elements of dtype '" + RemoteText.shown(text) + "' " + why);
        }
    }

    private static @Nullable String isLongDouble(String code, String one, String other) {
        return code.equals(one) || code.equals(other)
                ? "are longdouble, whose form depends on the machine; convert it with"
                        + " astype('f8') or astype('c16') first"
                : null;
    }

    private static IllegalArgumentException unknown(String text) {
        return new IllegalArgumentException(
                "'" + RemoteText.shown(text) + "' is not a dtype; write it like <f8, >i2, |b1,"
                        + " <c16, <M8[ns], <U5 or |S3");
    }

    /** Returns the kind of the elements. */
    public Kind kind() {
        return kind;
    }

    /** Returns the size of an element in bytes. */
    public int itemSize() {
        return itemSize;
    }

    /** Returns the byte order of an element; little-endian if an order makes no difference. */
    public ByteOrder byteOrder() {
        return byteOrder;
    }

    /** Returns the unit of times, such as {@code ns} or {@code 10us}; empty if it is generic, or for other kinds. */
    public String unit() {
        return step == null ? "" : step.toString();
    }

    /** Returns this type with another byte order. */
    public DType withByteOrder(ByteOrder order) {
        return new DType(kind, itemSize, order, step);
    }

    /**
     * Returns this type of times with another unit.
     *
     * @param unit of numpy: Y, M, W, D, h, m, s, ms, us, ns, ps, fs or as, with a number before it if one step is
     *        several units; empty or {@code generic} for numpy's generic unit
     * @throws IllegalArgumentException if it is not such a unit, or this is not a type of times
     */
    public DType withUnit(String unit) {
        if (step == null) {
            throw new IllegalArgumentException("only times have a unit, not the dtype " + this);
        }
        return new DType(kind, itemSize, byteOrder, TimeStep.parse(unit));
    }

    /** Returns the length of a step, for types of times. */
    TimeStep step() {
        return Objects.requireNonNull(step, "step");
    }

    boolean isTime() {
        return step != null;
    }

    boolean is(Kind otherKind, int otherSize) {
        return kind == otherKind && itemSize == otherSize;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof DType that && kind == that.kind && itemSize == that.itemSize
                && byteOrder.equals(that.byteOrder) && Objects.equals(step, that.step);
    }

    @Override
    public int hashCode() {
        return Objects.hash(kind, itemSize, byteOrder, step);
    }

    /** Returns numpy's notation, that of {@code dtype.str}. */
    @Override
    public String toString() {
        char order = !hasByteOrder(kind, itemSize)
                ? '|'
                : byteOrder.equals(ByteOrder.BIG_ENDIAN) ? '>' : '<';
        int size = kind == Kind.TEXT ? itemSize / Integer.BYTES : itemSize;
        String unit = unit();
        return String.valueOf(order) + kind.code + size
                + (unit.isEmpty() ? "" : "[" + unit + "]");
    }
}
