package io.jyro.pickle;

import java.math.BigInteger;

import io.jyro.SerializationException;
import io.jyro.serialize.CodecContext;
import io.jyro.serialize.DecodeBudget;
import io.jyro.serialize.NameTable;
import io.jyro.serialize.PayloadCursor;
import io.jyro.serialize.Utf8;
import io.jyro.wire.BigEndian;
import io.jyro.wire.LittleEndian;
import io.jyro.wire.Payload;

/**
 * Reads the instructions of a pickle and their operands, and charges operands that need memory, except for numbers, to
 * the budget. For one pickle, on one thread.
 */
final class PickleInput extends PayloadCursor {
    private static final int BYTE = 0xff;

    private final NameTable names;
    private final PickleText text;

    private int instructionAt;

    PickleInput(Payload payload, CodecContext context, DecodeBudget budget) {
        super(payload, budget);
        this.names = context.names();
        this.text = new PickleText(bytes, context.limits().maxIntegerDigits());
        this.instructionAt = p;
    }

    /** Reads the code of the next instruction. */
    int instruction() {
        instructionAt = p;
        return unsignedByte();
    }

    /** Returns the offset of the current instruction in the pickle, for messages. */
    int offset() {
        return instructionAt - start;
    }

    /** Returns the length of the pickle, for messages. */
    int length() {
        return end - start;
    }

    // Numbers

    int unsignedShort() {
        return LittleEndian.unsignedShort(bytes, advance(Short.BYTES));
    }

    int int32() {
        return LittleEndian.signedInt(bytes, advance(Integer.BYTES));
    }

    long unsignedInt() {
        return Integer.toUnsignedLong(int32());
    }

    long int64() {
        return LittleEndian.signedLong(bytes, advance(Long.BYTES));
    }

    double float64() {
        return Double.longBitsToDouble(BigEndian.signedLong(bytes, advance(Double.BYTES)));
    }

    /** Reads an integer of any length, and charges it to the budget. */
    Object integer(int length) {
        checkAnnounced(length);
        int from = p;
        p += length;
        if (length > Long.BYTES) {
            return bigInteger(from, length);
        }
        if (length == 0) {
            return 0;
        }
        budget.add(DecodeBudget.NUMBER);
        long value = bytes[p - 1];
        for (int i = p - 2; i >= from; i--) {
            value = value << Byte.SIZE | bytes[i] & BYTE;
        }
        return Integers.smallest(value);
    }

    private Object bigInteger(int from, int length) {
        budget.addInteger((long) Byte.SIZE * length);
        byte[] bigEndian = new byte[length];
        for (int i = 0; i < length; i++) {
            bigEndian[length - 1 - i] = bytes[from + i];
        }
        return Integers.smallest(new BigInteger(bigEndian));
    }

    // Texts and byte strings

    String unicode(long length) {
        checkAnnounced(length);
        int from = p;
        p += (int) length;
        return unicode(from, p);
    }

    private String unicode(int from, int to) {
        if (!Utf8.isAscii(bytes, from, to)) {
            budget.addNonAscii(to - from);
            return Utf8.read(bytes, from, to, start);
        }
        return names.get(bytes, from, to - from, budget);
    }

    /** Reads a str of Python 2. */
    Object ofPython2(int length) {
        checkAnnounced(length);
        budget.addBytes(length);
        p += length;
        return text.ofPython2(p - length, p);
    }

    /** Returns bytes in an array of their own. */
    byte[] byteString(long length) {
        byte[] bulk = bulk(length);
        if (bulk != null) {
            return bulk;
        }
        checkAnnounced(length);
        return copy((int) length);
    }

    /** Reads the head of a frame and checks that the pickle has as many bytes as the frame. */
    void frame() {
        checkAnnounced(int64(), left());
    }

    // Lines of text

    Object lineOfIntegerOrBoolean() {
        int from = p;
        return text.integerOrBoolean(from, countedLine());
    }

    Object lineOfLongInteger() {
        int from = p;
        return text.longInteger(from, countedLine());
    }

    Object lineOfFloatingPoint() {
        int from = p;
        return text.floatingPoint(from, countedLine());
    }

    Object lineOfQuotedText() {
        int from = p;
        return text.quoted(from, countedLine());
    }

    String lineOfEscapedText() {
        int from = p;
        return text.escaped(from, countedLine());
    }

    long lineOfMemoNumber() {
        int from = p;
        return text.memoNumber(from, line());
    }

    /** Reads a line with the name of a module, class or function. */
    String lineOfName() {
        int from = p;
        return unicode(from, line());
    }

    /** Moves past a line, charges its text to the budget, and returns its end, without the line feed. */
    private int countedLine() {
        int lineEnd = line();
        budget.addEscaped(lineEnd - instructionAt);
        return lineEnd;
    }

    /** Moves past a line and returns its end, without the line feed. */
    private int line() {
        for (int i = p; i < end; i++) {
            if (bytes[i] == '\n') {
                p = i + 1;
                return i;
            }
        }
        throw new SerializationException("it ends within a line");
    }

    // Checks

    private void checkAnnounced(long count) {
        checkAnnounced(count, end - p);
    }

    private static void checkAnnounced(long count, long available) {
        if (count < 0 || count > available) {
            throw tooShort(count, available);
        }
    }

    @Override
    protected SerializationException tooShort(int count) {
        return tooShort(count, end - p);
    }

    private static SerializationException tooShort(long count, long available) {
        return new SerializationException("it announces " + Long.toUnsignedString(count)
                + " bytes, but only " + available + " follow");
    }
}
