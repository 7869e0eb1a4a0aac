package io.jyro.serialize.format;

import java.math.BigInteger;
import java.nio.ByteBuffer;

import io.jyro.SerializationException;
import io.jyro.serialize.CallPayload;
import io.jyro.serialize.CodecContext;
import io.jyro.serialize.Utf8;
import io.jyro.serialize.ValueWriter;
import io.jyro.types.Complex;
import io.jyro.types.FrozenSet;
import io.jyro.wire.ByteOutput;
import io.jyro.wire.LittleEndian;
import org.jspecify.annotations.Nullable;

/** Writes one marshal payload, in forms that every version of Python 3 reads. Not thread-safe. */
final class MarshalWriter extends ValueWriter {
    private static final int DIGIT_BITS = 15;
    private static final int DIGIT_MASK = (1 << DIGIT_BITS) - 1;

    MarshalWriter(ByteOutput out, CodecContext context) {
        super(out, context);
    }

    void write(@Nullable Object value) {
        value(value);
    }

    void writeCall(CallPayload call) {
        enterCall();
        out.put('(');
        int32(4);
        text(call.objectId());
        text(call.method());
        elements(Container.LIST, call.args());
        value(call.kwargs());
    }

    // Containers

    @Override
    protected void begin(Container container, int size) {
        switch (container) {
            case LIST -> out.put('[');
            case TUPLE -> out.put('(');
            case SET -> out.put('<');
            case FROZEN_SET -> out.put('>');
            case DICT -> {
                out.put('{');
                return;
            }
        }
        int32(size);
    }

    @Override
    protected void separator() {
        // no separators: each element has its own length
    }

    @Override
    protected void colon() {
        // no separators: each element has its own length
    }

    @Override
    protected void end(Container container, int start, int count) {
        if (container == Container.DICT) {
            out.put('0');
        } else {
            patch(start + 1, count);
        }
    }

    /**
     * Replaces the count with the number of elements written, which differs if another thread changed the collection.
     */
    private void patch(int countAt, int count) {
        LittleEndian.putInt(out.array(), countAt, count);
    }

    @Override
    protected boolean isSizeWritten() {
        return false; // the count can be corrected afterwards
    }

    @Override
    protected void frozenSetAsKey(FrozenSet set) {
        value(set);
    }

    @Override
    protected SerializationException unhashable(String type) {
        return new SerializationException(
                "one of the keys in a dict or set is of a type that Python cannot hash: "
                        + type + "; use text, bytes, numbers, or a Tuple or FrozenSet of such");
    }

    // Scalars

    @Override
    protected void none() {
        out.put('N');
    }

    @Override
    protected void bool(boolean value) {
        out.put(value ? 'T' : 'F');
    }

    @Override
    protected void integer(long number) {
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

    @Override
    protected void integer(BigInteger number) {
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

    @Override
    protected void floating(double number) {
        out.put('g');
        bits(number);
    }

    @Override
    protected void complex(Complex complex) {
        out.put('y');
        bits(complex.re());
        bits(complex.im());
    }

    private void bits(double number) {
        byte[] array = out.reserve(Long.BYTES);
        LittleEndian.putLong(array, out.position(), Double.doubleToRawLongBits(number));
        out.position(out.position() + Long.BYTES);
    }

    private void int32(int number) {
        byte[] array = out.reserve(Integer.BYTES);
        LittleEndian.putInt(array, out.position(), number);
        out.position(out.position() + Integer.BYTES);
    }

    @Override
    protected void bytes(ByteBuffer bytes) {
        int length = bytes.remaining();
        out.put('s');
        int32(length);
        out.putStable(bytes);
    }

    @Override
    protected void text(String text) {
        out.put('u');
        int lengthAt = out.position();
        int32(0);
        Utf8.put(text, out);
        patch(lengthAt, out.position() - lengthAt - Integer.BYTES);
    }
}
