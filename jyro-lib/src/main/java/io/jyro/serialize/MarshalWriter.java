package io.jyro.serialize;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Collection;
import java.util.Map;
import java.util.Set;

import io.jyro.SerializationException;
import io.jyro.types.ClassDict;
import io.jyro.types.Complex;
import io.jyro.types.FrozenSet;
import io.jyro.types.Tuple;
import io.jyro.wire.ByteOutput;
import org.jspecify.annotations.Nullable;

/** Writes one marshal payload, in forms that every version of Python 3 reads. One thread at a time. */
final class MarshalWriter {
    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class,
            ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class,
            ByteOrder.LITTLE_ENDIAN);
    private static final int DIGIT_BITS = 15;
    private static final int DIGIT_MASK = (1 << DIGIT_BITS) - 1;

    private final ByteOutput out;
    private final CodecContext context;
    private final int maxDepth;
    private int depth;
    private int converting;

    MarshalWriter(ByteOutput out, CodecContext context) {
        this.out = out;
        this.context = context;
        this.maxDepth = context.limits().maxNestingDepth();
    }

    void write(@Nullable Object value) {
        value(value);
    }

    void writeCall(CallPayload call) {
        depth = 1; // inside the tuple that a call is
        out.put('(');
        int32(4);
        text(call.objectId());
        text(call.method());
        elements('[', call.args());
        Map<String, @Nullable Object> kwargs = call.kwargs();
        if (kwargs == null) {
            out.put('N');
        } else {
            dict(kwargs);
        }
    }

    private void value(@Nullable Object value) {
        switch (value) {
            case null -> out.put('N');
            case String text -> text(text);
            case Integer number -> integer(number);
            case Boolean bool -> out.put(bool ? 'T' : 'F');
            case Double number -> floating(number);
            case Long number -> integer(number);
            case Tuple tuple -> elements('(', tuple);
            case Map<?, ?> map -> dict(map);
            case FrozenSet set -> set('>', set);
            case Set<?> set -> set('<', set);
            case Collection<?> collection -> elements('[', collection);
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
            case double[] array -> floats(array);
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

    private void elements(int code, Collection<?> elements) {
        enter(elements);
        out.put(code);
        int countAt = out.position();
        int32(0);
        int count = 0;
        for (Object element : elements) {
            value(element);
            count++;
        }
        patch(countAt, count);
        depth--;
    }

    private void set(int code, Set<?> set) {
        enter(set);
        out.put(code);
        int countAt = out.position();
        int32(0);
        int count = 0;
        for (Object member : set) {
            key(member);
            count++;
        }
        patch(countAt, count);
        depth--;
    }

    /** What was written counts: a collection that other threads change may not know its size. */
    private void patch(int countAt, int count) {
        INT.set(out.array(), countAt, count);
    }

    private void integers(int[] array) {
        enter(array);
        out.put('[');
        int32(array.length);
        for (int number : array) {
            integer(number);
        }
        depth--;
    }

    private void floats(double[] array) {
        enter(array);
        out.put('[');
        int32(array.length);
        for (double number : array) {
            floating(number);
        }
        depth--;
    }

    private void dict(Map<?, ?> dict) {
        enter(dict);
        out.put('{');
        for (Map.Entry<?, ?> entry : dict.entrySet()) {
            key(entry.getKey());
            value(entry.getValue());
        }
        out.put('0');
        depth--;
    }

    /** A key of a dict or member of a set, which Python must be able to hash. */
    private void key(@Nullable Object key) {
        switch (key) {
            case Tuple tuple -> {
                enter(tuple);
                out.put('(');
                int32(tuple.size());
                for (Object element : tuple) {
                    key(element);
                }
                depth--;
            }
            case FrozenSet set -> value(set);
            case Collection<?> collection -> throw unhashable(collection.getClass().getName());
            case Map<?, ?> map -> throw unhashable(map.getClass().getName());
            case ClassDict instance -> throw unhashable(instance.className());
            case byte[] bytes -> value(bytes);
            case Object array when array.getClass().isArray() ->
                throw unhashable(array.getClass().getTypeName());
            case null -> value(null);
            default -> {
                if (isScalar(key)) {
                    value(key);
                } else {
                    converting = PlainValues.enter(converting, key, context);
                    key(PlainValues.of(key, context));
                    converting--;
                }
            }
        }
    }

    private static boolean isScalar(Object key) {
        return switch (key) {
            case String s -> true;
            case Integer i -> true;
            case Long l -> true;
            case Boolean b -> true;
            case Double d -> true;
            case BigInteger b -> true;
            case Short s -> true;
            case Byte b -> true;
            case Float f -> true;
            case Character c -> true;
            case CharSequence s -> true;
            case Complex c -> true;
            case ByteBuffer b -> true;
            default -> false;
        };
    }

    private static SerializationException unhashable(String type) {
        return new SerializationException(
                "one of the keys in a dict or set is of a type that Python cannot hash: "
                        + type + "; use text, bytes, numbers, or a Tuple or FrozenSet of such");
    }

    // Scalars

    private void integer(long number) {
        if (number == (int) number) {
            out.put('i');
            int32((int) number);
            return;
        }
        if (number == Long.MIN_VALUE) {
            integer(BigInteger.valueOf(number));
            return;
        }
        out.put('l');
        int countAt = out.position();
        int32(0);
        int count = 0;
        for (long rest = Math.abs(number); rest != 0; rest >>>= DIGIT_BITS) {
            digit((int) rest & DIGIT_MASK);
            count++;
        }
        patch(countAt, number < 0 ? -count : count);
    }

    private void integer(BigInteger number) {
        if (number.bitLength() < Integer.SIZE) {
            integer(number.longValue());
            return;
        }
        byte[] magnitude = number.abs().toByteArray();
        int count = (number.abs().bitLength() + DIGIT_BITS - 1) / DIGIT_BITS;
        out.put('l');
        int32(number.signum() < 0 ? -count : count);
        out.reserve(2 * count);
        int held = 0;
        int bits = 0;
        int at = magnitude.length;
        for (int i = 0; i < count; i++) {
            while (bits < DIGIT_BITS && at > 0) {
                held |= (magnitude[--at] & 0xff) << bits;
                bits += 8;
            }
            digit(held & DIGIT_MASK);
            held >>>= DIGIT_BITS;
            bits -= DIGIT_BITS;
        }
    }

    private void digit(int digit) {
        out.put(digit);
        out.put(digit >>> 8);
    }

    private void floating(double number) {
        out.put('g');
        bits(number);
    }

    private void complex(Complex complex) {
        out.put('y');
        bits(complex.re());
        bits(complex.im());
    }

    private void bits(double number) {
        byte[] array = out.reserve(Long.BYTES);
        LONG.set(array, out.position(), Double.doubleToRawLongBits(number));
        out.position(out.position() + Long.BYTES);
    }

    private void int32(int number) {
        byte[] array = out.reserve(Integer.BYTES);
        INT.set(array, out.position(), number);
        out.position(out.position() + Integer.BYTES);
    }

    private void bytes(ByteBuffer bytes) {
        int length = bytes.remaining();
        out.put('s');
        int32(length);
        byte[] array = out.reserve(length);
        bytes.get(bytes.position(), array, out.position(), length);
        out.position(out.position() + length);
    }

    private void text(String text) {
        out.put('u');
        int lengthAt = out.position();
        int32(0);
        Utf8.put(text, out);
        patch(lengthAt, out.position() - lengthAt - Integer.BYTES);
    }
}
