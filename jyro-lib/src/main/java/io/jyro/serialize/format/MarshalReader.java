package io.jyro.serialize.format;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
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
import io.jyro.serialize.PayloadReader;
import io.jyro.serialize.PythonInteger;
import io.jyro.serialize.Utf8;
import io.jyro.types.Complex;
import io.jyro.types.FrozenSet;
import io.jyro.types.Tuple;
import io.jyro.wire.LittleEndian;
import io.jyro.wire.Payload;
import org.jspecify.annotations.Nullable;

/**
 * Reads one marshal payload. For one payload, on one thread.
 *
 * <p>An object is a type byte and its contents. A bit of the type byte says that later objects may refer to this one by
 * its number; such a reference takes five bytes, whatever the size of the object. A small payload could thus describe
 * an enormous value, so everything that references repeat is counted.
 */
final class MarshalReader extends PayloadReader {
    private static final int REFERABLE = 0x80;
    private static final int DIGIT_BITS = 15;
    private static final int DIGIT_BYTES = 2;

    /** Placeholders that are not objects. */
    private enum Marker {
        UNFINISHED, END_OF_DICT
    }

    /** How many elements were read, including those repeated by references. */
    private long elements;
    /** The sum over all containers of the elements in each, including nested ones. */
    private long nested;
    private @Nullable Object[] referables = {};
    private long[] weights = {};
    private long[] nestedWeights = {};
    private int referableCount;
    private @Nullable List<String> interned;

    MarshalReader(Payload payload, CodecContext context, DecodeBudget budget) {
        super("marshal", payload, context, budget);
    }

    @Nullable
    Object read() {
        Object value = value();
        checkEnd();
        return value;
    }

    CallPayload readCall() {
        int code = envelope();
        int count = code == ')' ? byteLength() : length();
        if (count != 4) {
            throw wrongCall();
        }
        enter();
        Object objectId = value();
        Object method = value();
        Object args = value();
        Object kwargs = rawDict();
        depth--;
        checkEnd();
        return call(objectId, method, args, kwargs);
    }

    /** Reads the type of the sequence that contains the call, and registers it if later objects may refer to it. */
    private int envelope() {
        int type = unsignedByte();
        int code = type & ~REFERABLE;
        if (code != '(' && code != ')' && code != '[') {
            throw wrongCall();
        }
        if ((type & REFERABLE) != 0) {
            referable(); // stays unfinished: a call does not contain itself
        }
        return code;
    }

    /** Reads the keyword arguments, where {@code __class__} is an ordinary name. */
    private @Nullable Object rawDict() {
        if (p < end && (bytes[p] & ~REFERABLE & 0xff) == '{') {
            int type = unsignedByte();
            if ((type & REFERABLE) != 0) {
                referable();
            }
            return dict(false);
        }
        return value();
    }

    @Override
    protected SerializationException wrongCall() {
        return new SerializationException(
                "marshal data is not a call: a tuple of object id, method name, arguments and"
                        + " keyword arguments was expected");
    }

    // Objects

    private @Nullable Object value() {
        int from = p;
        Object value = object();
        if (value == Marker.END_OF_DICT) {
            throw new SerializationException(
                    "marshal data has the end of a dict at byte " + (from - start)
                            + ", outside any dict");
        }
        return value;
    }

    private @Nullable Object object() {
        elements++;
        int from = p;
        int type = unsignedByte();
        int code = type & ~REFERABLE;
        if (code == 'r') {
            return reference(from);
        }
        if ((type & REFERABLE) == 0) {
            return contents(code, from);
        }
        long before = elements;
        long nestedBefore = nested;
        int number = referable();
        Object value = contents(code, from);
        referables[number] = value;
        weights[number] = elements - before;
        nestedWeights[number] = nested - nestedBefore;
        return value;
    }

    private @Nullable Object contents(int code, int from) {
        return switch (code) {
            case '0' -> Marker.END_OF_DICT;
            case 'N' -> null;
            case 'T' -> true;
            case 'F' -> false;
            case 'i' -> integer(int32());
            case 'I' -> {
                elements++; // in addition to the element itself, since its text has up to twenty characters
                yield integer(int64());
            }
            case 'l' -> longInteger(from);
            case 'g' -> counted(Double.longBitsToDouble(int64()));
            case 'f' -> counted(floatText(from));
            case 'y' -> complex(Double.longBitsToDouble(int64()),
                    Double.longBitsToDouble(int64()));
            case 'x' -> complex(floatText(from), floatText(from));
            case 's' -> bytes(int32());
            case 'u' -> unicode(length());
            case 't' -> interned(unicode(length()));
            case 'R' -> interned(from);
            case 'a', 'A' -> ascii(length());
            case 'z', 'Z' -> ascii(byteLength());
            case '(', ')', '[', '{', '<', '>' -> container(code);
            case '.', 'S' -> throw new SerializationException("marshal data has "
                    + (code == '.' ? "Ellipsis" : "StopIteration") + " at byte " + (from - start)
                    + ", for which there is no Java value");
            case 'c' -> throw new SerializationException(
                    "marshal data has a code object at byte " + (from - start)
                            + "; code is refused");
            default -> throw new SerializationException(String.format(
                    "marshal data has the unknown type 0x%02x at"
                            + " byte %d; it is damaged, or was written by another serializer",
                    code, from - start));
        };
    }

    private @Nullable Object container(int code) {
        enter();
        elements += DecodeBudget.CONTAINER - 1;
        long before = elements;
        Object value = switch (code) {
            case '(' -> tuple(length());
            case ')' -> tuple(byteLength());
            case '[' -> list(length());
            case '{' -> dict(true);
            case '<' -> {
                int count = length();
                yield count == 0 ? emptySet() : set(count);
            }
            default -> frozenSet(length());
        };
        nest(elements - before);
        depth--;
        return value;
    }

    private Tuple tuple(int count) {
        if (count > 0) { // the empty tuple is shared
            budget.add(DecodeBudget.LIST + 2L * DecodeBudget.REFERENCE * count); // twice, since Tuple copies
        }
        @Nullable
        Object[] values = new Object[count];
        awaited += count;
        for (int i = 0; i < count; i++) {
            awaited--;
            values[i] = value();
        }
        return Tuple.of(values);
    }

    private List<@Nullable Object> list(int count) {
        budget.add(DecodeBudget.LIST + (long) DecodeBudget.REFERENCE * count);
        List<@Nullable Object> list = new ArrayList<>(count);
        awaited += count;
        for (int i = 0; i < count; i++) {
            awaited--;
            list.add(value());
        }
        return list;
    }

    private Set<@Nullable Object> set(int count) {
        GrowingSet set = newSet();
        awaited += count;
        for (int i = 0; i < count; i++) {
            awaited--;
            set.add(HashableKeys.of(value(), p - start));
        }
        return set.set();
    }

    private FrozenSet frozenSet(int count) {
        budget.add(DecodeBudget.LIST);
        return FrozenSet.over(count == 0 ? emptySet() : set(count));
    }

    private @Nullable Object dict(boolean convert) {
        DictShape shape = beginDict();
        int from = waiting();
        while (true) {
            DictShape likely = shape.likely();
            if (likely != null && isNext(likely)) {
                shape = entry(likely, value());
                continue;
            }
            Object key = object();
            if (key == Marker.END_OF_DICT) {
                break;
            }
            Object hashable = key instanceof String ? key : HashableKeys.of(key, p - start);
            shape = entry(shape, from, hashable, value());
        }
        Map<Object, @Nullable Object> dict = endDict(shape, from);
        elements += (long) DecodeBudget.PAIR * dict.size();
        return convert ? instanceOrDict(shape, dict) : dict;
    }

    @Override
    protected @Nullable Object instance(String className, Map<Object, @Nullable Object> dict) {
        Object instance = super.instance(className, dict);
        elements += DecodeBudget.elementsOfForm(instance);
        return instance;
    }

    /** Returns whether the last key of a shape is next, in the form that Jyro writes; if so, moves past it. */
    private boolean isNext(DictShape shape) {
        int text = p + 1 + Integer.BYTES;
        int behind = shape.endOfKey(bytes, text, end);
        if (behind < 0 || bytes[p] != 'u'
                || LittleEndian.signedInt(bytes, p + 1) != behind - text) {
            return false;
        }
        elements += 1 + (behind - text) / DecodeBudget.BYTES_PER_ELEMENT;
        p = behind;
        return true;
    }

    // References

    private int referable() {
        if (referableCount == referables.length) {
            int larger = Math.max(16, referableCount * 2);
            budget.add(3L * DecodeBudget.ELEMENT * (larger - referableCount));
            referables = Arrays.copyOf(referables, larger);
            weights = Arrays.copyOf(weights, larger);
            nestedWeights = Arrays.copyOf(nestedWeights, larger);
        }
        referables[referableCount] = Marker.UNFINISHED;
        return referableCount++;
    }

    private @Nullable Object reference(int from) {
        int number = int32();
        if (number < 0 || number >= referableCount) {
            throw new SerializationException(
                    "marshal data refers to object " + number + " at byte " + (from - start)
                            + ", but only " + referableCount + " were announced");
        }
        Object value = referables[number];
        if (value == Marker.UNFINISHED) {
            throw new SerializationException("marshal data has an object at byte " + (from - start)
                    + " that contains itself; only trees are read");
        }
        budget.repetition().remember(value);
        repeat(weights[number]);
        nest(nestedWeights[number]);
        return value;
    }

    /** Counts the elements that a reference repeats, which are part of the containers around it. */
    private void repeat(long more) {
        budget.repetition().repeat(more);
        elements += more;
    }

    private void nest(long more) {
        budget.repetition().nest(more);
        nested += more;
    }

    private String interned(String text) {
        if (interned == null) {
            interned = new ArrayList<>();
        }
        budget.add(DecodeBudget.ELEMENT);
        interned.add(text);
        return text;
    }

    /** Returns an earlier text by its number among the interned ones, which versions 1 and 2 count separately. */
    private String interned(int from) {
        int number = int32();
        if (interned == null || number < 0 || number >= interned.size()) {
            throw new SerializationException(
                    "marshal data refers to interned text " + number + " at byte "
                            + (from - start) + ", which was not sent before");
        }
        String text = interned.get(number);
        budget.repetition().remember(text);
        repeat(1 + text.length() / DecodeBudget.BYTES_PER_ELEMENT);
        return text;
    }

    // Scalars

    private Object longInteger(int from) {
        int signedCount = int32();
        // The absolute value of the smallest int is negative and thus refused, too.
        int count = Math.abs(signedCount);
        if (count < 0 || count > (end - p) / DIGIT_BYTES) {
            throw tooFew(count, "digits");
        }
        if (count == 0) {
            return 0;
        }
        int top = digit(p + (count - 1) * DIGIT_BYTES, from);
        if (top == 0) {
            throw badInteger(from);
        }
        Object value = count <= 4
                ? smallInteger(count, signedCount < 0, from)
                : largeInteger(count, signedCount < 0, from);
        p += count * DIGIT_BYTES;
        return value;
    }

    private Object smallInteger(int count, boolean negative, int from) {
        long value = 0;
        for (int i = count - 1; i >= 0; i--) {
            value = value << DIGIT_BITS | digit(p + i * DIGIT_BYTES, from);
        }
        return integer(negative ? -value : value);
    }

    private Object largeInteger(int count, boolean negative, int from) {
        elements += budget.addInteger((long) count * DIGIT_BITS);
        // Fills the magnitude from its last byte, beginning with the least significant digit, as BigInteger expects.
        byte[] magnitude = new byte[(int) (((long) count * DIGIT_BITS + 7) / 8)];
        int at = magnitude.length;
        int held = 0;
        int bits = 0;
        for (int i = 0; i < count; i++) {
            held |= digit(p + i * DIGIT_BYTES, from) << bits;
            bits += DIGIT_BITS;
            while (bits >= 8) {
                magnitude[--at] = (byte) held;
                held >>>= 8;
                bits -= 8;
            }
        }
        if (bits > 0) {
            magnitude[--at] = (byte) held;
        }
        try {
            return PythonInteger.smallest(new BigInteger(negative ? -1 : 1, magnitude));
        } catch (ArithmeticException e) {
            throw new SerializationException(
                    "marshal data has an integer of " + count + " digits of 15 bits at byte "
                            + (from - start) + ", which is more than a BigInteger holds",
                    e);
        }
    }

    private int digit(int at, int from) {
        int digit = (bytes[at] & 0xff) | (bytes[at + 1] & 0xff) << 8;
        if (digit >>> DIGIT_BITS != 0) {
            throw badInteger(from);
        }
        return digit;
    }

    private SerializationException badInteger(int from) {
        return new SerializationException("marshal data has an integer at byte " + (from - start)
                + " that is not normalized; it is damaged");
    }

    private double floatText(int from) {
        String text = ascii(byteLength());
        return switch (text) {
            case "inf" -> Double.POSITIVE_INFINITY;
            case "-inf" -> Double.NEGATIVE_INFINITY;
            case "nan", "-nan" -> Double.NaN;
            default -> finite(text, from);
        };
    }

    private double finite(String text, int from) {
        // Java would accept more than Python writes: hexadecimal, suffixes, blanks.
        if (!text.chars().allMatch(c -> "0123456789+-.eE".indexOf(c) >= 0)) {
            throw badFloat(from, null);
        }
        try {
            return Double.parseDouble(text);
        } catch (NumberFormatException e) {
            throw badFloat(from, e);
        }
    }

    private SerializationException badFloat(int from, @Nullable Throwable cause) {
        return new SerializationException("marshal data has a float at byte " + (from - start)
                + " whose text is not a number", cause);
    }

    private Object counted(double number) {
        elements += DecodeBudget.FLOAT - 1;
        return floating(number);
    }

    private Complex complex(double re, double im) {
        elements += 2 * DecodeBudget.FLOAT - 1;
        budget.add(2 * DecodeBudget.NUMBER);
        return new Complex(re, im);
    }

    private byte[] bytes(int length) {
        byte[] bulk = bulk(length);
        addLength(bulk != null ? length : checked(length));
        elements += DecodeBudget.BYTE_STRING - 1;
        return bulk != null ? bulk : copy(length);
    }

    private String ascii(int length) {
        // Each byte is one character, as in Python.
        addLength(length);
        int from = p;
        p += length;
        return name(from, p);
    }

    private String unicode(int length) {
        addLength(length);
        int from = p;
        p += length;
        if (Utf8.isAscii(bytes, from, p)) {
            return name(from, p);
        }
        budget.addNonAscii(length);
        return Utf8.read(bytes, from, p, start);
    }

    // Pieces

    private int int32() {
        return LittleEndian.signedInt(bytes, advance(Integer.BYTES));
    }

    private long int64() {
        return LittleEndian.signedLong(bytes, advance(Long.BYTES));
    }

    /** Counts a scalar by its length, in case references repeat it. */
    private void addLength(int length) {
        elements += length / DecodeBudget.BYTES_PER_ELEMENT;
    }

    private int length() {
        return checked(int32());
    }

    private int byteLength() {
        return checked(unsignedByte());
    }

    /**
     * Returns a size after checking it: each element takes at least one byte, and so do the elements that outer
     * containers still expect.
     */
    private int checked(int size) {
        if (size < 0 || size > end - p - awaited) {
            throw tooFew(size, "elements or bytes");
        }
        return size;
    }

    private SerializationException tooFew(int count, String what) {
        return new SerializationException("marshal data announces "
                + Integer.toUnsignedString(count) + " " + what
                + " before byte " + (p - start) + ", but only " + (end - p) + " bytes follow");
    }
}
