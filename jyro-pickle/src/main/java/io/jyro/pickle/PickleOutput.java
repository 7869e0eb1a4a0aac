package io.jyro.pickle;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

import io.jyro.RemoteText;
import io.jyro.SerializationException;
import io.jyro.serialize.Utf8;
import io.jyro.wire.BigEndian;
import io.jyro.wire.ByteOutput;
import io.jyro.wire.LittleEndian;

/**
 * Writes the instructions of one pickle and their operands, in a protocol from 2 to 5. Protocol 2 is for Python 2, so
 * classes then have their Python 2 names. Not thread-safe.
 *
 * <p>The memo is used only for names of classes and functions.
 */
final class PickleOutput {
    private static final int PYTHON_2 = 2;
    /** The first protocol with bytes. */
    private static final int BYTES = 3;
    /** The first protocol with sets and short texts. */
    private static final int SETS = 4;
    /** The first protocol with bytearrays. */
    private static final int BYTE_ARRAYS = 5;

    private static final int SHORT_LENGTH = 255;
    private static final int UTF_8_BYTES = 3;
    private static final int SHORT_TUPLE = 3;
    private static final int TUPLE_0 = 0x84;

    private final ByteOutput out;
    private final int protocol;
    private final Map<String, Integer> memo = new HashMap<>();

    PickleOutput(ByteOutput out, int protocol) {
        this.out = out;
        this.protocol = protocol;
    }

    boolean isForPython2() {
        return protocol == PYTHON_2;
    }

    /** Returns whether the protocol has instructions for sets. */
    boolean hasSets() {
        return protocol >= SETS;
    }

    void begin() {
        out.put(0x80);
        out.put(protocol);
    }

    void end() {
        out.put('.');
    }

    // Containers

    void mark() {
        out.put('(');
    }

    void emptyTuple() {
        out.put(')');
    }

    /** Makes a tuple of the topmost values; if there are more than three, a mark must precede them. */
    void endTuple(int count) {
        if (count > SHORT_TUPLE) {
            endMarkedTuple();
        } else if (count == 0) {
            emptyTuple();
        } else {
            out.put(TUPLE_0 + count);
        }
    }

    /** Makes a tuple of the values after the last mark. */
    void endMarkedTuple() {
        out.put('t');
    }

    /** Returns whether a tuple needs a mark before its elements. */
    static boolean needsMark(int count) {
        return count > SHORT_TUPLE;
    }

    void emptyList() {
        out.put(']');
    }

    /** Appends the values after the last mark to the list below the mark. */
    void append() {
        out.put('e');
    }

    void emptyDict() {
        out.put('}');
    }

    /** Sets the key and value on the stack in the dict below them. */
    void setItem() {
        out.put('s');
    }

    /** Sets the keys and values after the last mark in the dict below the mark. */
    void setItems() {
        out.put('u');
    }

    void emptySet() {
        out.put(0x8f);
    }

    /** Adds the values after the last mark to the set below the mark. */
    void addMembers() {
        out.put(0x90);
    }

    /** Makes a frozenset of the values after the last mark. */
    void endFrozenSet() {
        out.put(0x91);
    }

    // Names, calls and objects

    /** Writes a class or function by its full name, and later by its number in the memo. */
    void global(String fullName) {
        String name = protocol == PYTHON_2 ? Python2Names.of(fullName) : fullName;
        Integer known = memo.get(name);
        if (known != null) {
            pushMemo(known);
            return;
        }
        int dot = name.lastIndexOf('.');
        if (dot <= 0 || !isName(name)) {
            throw new SerializationException("'" + RemoteText.shown(fullName)
                    + "' is not the full name of a Python class, such as module.Name");
        }
        if (protocol >= SETS) {
            text(name.substring(0, dot));
            text(name.substring(dot + 1));
            out.put(0x93);
            out.put(0x94);
        } else {
            out.put('c');
            Utf8.put(name.substring(0, dot), out);
            out.put('\n');
            Utf8.put(name.substring(dot + 1), out);
            out.put('\n');
            out.put('r');
            int32(memo.size());
        }
        memo.put(name, memo.size());
    }

    private void pushMemo(int number) {
        if (number <= SHORT_LENGTH) {
            out.put('h');
            out.put(number);
        } else {
            out.put('j');
            int32(number);
        }
    }

    /**
     * Returns whether a name is valid. In protocols 2 and 3 it is a line of text, in which a line feed would begin the
     * next instruction.
     */
    private static boolean isName(String name) {
        return name.chars().allMatch(c -> Character.isLetterOrDigit(c) || c == '_' || c == '.');
    }

    /** Calls the class below the topmost values, at most three, with these as arguments. */
    void call(int arguments) {
        endTuple(arguments);
        call();
    }

    /** Calls the class or function below the tuple on the stack, with the tuple as its arguments. */
    void call() {
        out.put('R');
    }

    /** Makes an object of a class without arguments and without a state. */
    void newObject(String className) {
        global(className);
        emptyTuple();
        newObject();
    }

    /** Makes an object of the class below the tuple on the stack, with the tuple as arguments of its {@code __new__}. */
    void newObject() {
        out.put(0x81);
    }

    /** Sets the topmost value as the state of the object below it. */
    void build() {
        out.put('b');
    }

    // Scalars

    void none() {
        out.put('N');
    }

    void bool(boolean value) {
        out.put(value ? 0x88 : 0x89);
    }

    void integer(long number) {
        if (number != (int) number) {
            integer(BigInteger.valueOf(number));
        } else if (number < 0 || number > 0xffff) {
            out.put('J');
            int32((int) number);
        } else if (number > SHORT_LENGTH) {
            out.put('M');
            out.put((int) number);
            out.put((int) number >>> Byte.SIZE);
        } else {
            out.put('K');
            out.put((int) number);
        }
    }

    void integer(BigInteger number) {
        if (number.bitLength() < Integer.SIZE) {
            integer(number.longValue());
            return;
        }
        byte[] bigEndian = number.toByteArray();
        if (bigEndian.length <= SHORT_LENGTH) {
            out.put(0x8a);
            out.put(bigEndian.length);
        } else {
            out.put(0x8b);
            int32(bigEndian.length);
        }
        byte[] array = out.reserve(bigEndian.length);
        int at = out.position();
        for (int i = bigEndian.length - 1; i >= 0; i--) {
            array[at++] = bigEndian[i];
        }
        out.position(at);
    }

    void floating(double number) {
        out.put('G');
        byte[] array = out.reserve(Double.BYTES);
        BigEndian.putLong(array, out.position(),
                Double.doubleToRawLongBits(number));
        out.position(out.position() + Double.BYTES);
    }

    // Texts and bytes

    void text(String text) {
        if (protocol >= SETS && text.length() * UTF_8_BYTES <= SHORT_LENGTH) {
            out.put(0x8c);
            int lengthAt = out.position();
            out.put(0);
            Utf8.put(text, out);
            out.array()[lengthAt] = (byte) (out.position() - lengthAt - 1);
            return;
        }
        out.put('X');
        int lengthAt = out.position();
        int32(0);
        Utf8.put(text, out);
        LittleEndian.putInt(out.array(), lengthAt, out.position() - lengthAt - Integer.BYTES);
    }

    void bytes(ByteBuffer buffer) {
        int length = buffer.remaining();
        if (protocol < BYTES) {
            byte[] bytes = new byte[length];
            buffer.get(buffer.position(), bytes);
            bytesOfPython2(bytes, 0, length);
            return;
        }
        beginBytes(length);
        out.putStable(buffer);
    }

    void bytes(byte[] bytes, int offset, int length) {
        if (protocol < BYTES) {
            bytesOfPython2(bytes, offset, length);
            return;
        }
        beginBytes(length);
        out.putStable(ByteBuffer.wrap(bytes, offset, length));
    }

    /** Returns a buffer inside the output itself for bytes that the caller writes, from protocol 3 on. */
    ByteBuffer roomForBytes(int length) {
        beginBytes(length);
        byte[] array = out.reserve(length);
        ByteBuffer room = ByteBuffer.wrap(array, out.position(), length).slice();
        out.position(out.position() + length);
        return room;
    }

    /** Writes the instruction for bytes and their length, from protocol 3 on. */
    private void beginBytes(int length) {
        if (length <= SHORT_LENGTH) {
            out.put('C');
            out.put(length);
        } else {
            out.put('B');
            int32(length);
        }
    }

    /**
     * Writes bytes in protocol 2 as a call that encodes a text, since that protocol has no bytes; Python 2 gets a str.
     */
    private void bytesOfPython2(byte[] bytes, int offset, int length) {
        if (length == 0) {
            global("builtins.bytes");
            call(0);
            return;
        }
        global("_codecs.encode");
        text(new String(bytes, offset, length, StandardCharsets.ISO_8859_1));
        text("latin1");
        call(2);
    }

    void byteArray(byte[] bytes) {
        if (protocol >= BYTE_ARRAYS) {
            out.put(0x96);
            int32(bytes.length);
            int32(0);
            out.putStable(ByteBuffer.wrap(bytes));
            return;
        }
        global("builtins.bytearray");
        if (protocol >= BYTES) {
            bytes(bytes, 0, bytes.length);
            call(1);
        } else {
            text(new String(bytes, StandardCharsets.ISO_8859_1));
            text("latin-1");
            call(2);
        }
    }

    private void int32(int number) {
        byte[] array = out.reserve(Integer.BYTES);
        LittleEndian.putInt(array, out.position(), number);
        out.position(out.position() + Integer.BYTES);
    }
}
