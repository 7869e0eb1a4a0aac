package io.jyro.serialize.format;

import java.math.BigInteger;

import io.jyro.SerializationException;
import io.jyro.serialize.CodecContext;
import io.jyro.serialize.DecodeBudget;
import io.jyro.serialize.DictShape;
import io.jyro.serialize.PayloadReader;
import io.jyro.wire.Payload;

/** Base class of the readers of text formats: looking ahead, numbers, and errors for unexpected bytes. */
abstract class TextReader extends PayloadReader {
    static final int END = -1;

    TextReader(String format, Payload payload, CodecContext context,
            DecodeBudget budget) {
        super(format, payload.together(), context, budget);
    }

    final int peek() {
        return p < end ? bytes[p] : END;
    }

    /** Returns whether the last key of a shape is next, followed by a colon; if so, moves past both. */
    final boolean isNext(DictShape shape, char quote) {
        int behind = shape.endOfKey(bytes, p + 1, end - 2);
        if (behind < 0 || bytes[p] != quote || bytes[behind] != quote
                || bytes[behind + 1] != ':') {
            return false;
        }
        p = behind + 2;
        return true;
    }

    /** Reads an unsigned number in any of Python's notations and moves past it. */
    final Object number(int from, int to) {
        NumberParser reader = new NumberParser(bytes, start, to,
                context.limits().maxIntegerDigits());
        Object number = reader.read(from);
        p = reader.position();
        budget.add(number instanceof BigInteger
                ? DecodeBudget.NUMBER * 2L + (p - from)
                : DecodeBudget.NUMBER);
        return number;
    }

    final SerializationException wanted(String what) {
        return wanted(what, p);
    }

    final SerializationException wanted(String what, int at) {
        String found;
        if (at >= end) {
            found = "the end of the data";
        } else if (bytes[at] > ' ' && bytes[at] < 0x7f) {
            found = "'" + (char) bytes[at] + "'";
        } else {
            found = String.format("byte 0x%02x", bytes[at] & 0xff);
        }
        return new SerializationException(
                format + " data: " + what + " was expected at byte " + (at - start)
                        + ", but there is " + found);
    }
}
