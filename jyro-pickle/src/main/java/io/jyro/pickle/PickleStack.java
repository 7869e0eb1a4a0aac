package io.jyro.pickle;

import java.lang.reflect.Array;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

import io.jyro.SerializationException;
import io.jyro.serialize.DecodedSize;
import io.jyro.types.ByteArray;
import io.jyro.types.NdArray;
import org.jspecify.annotations.Nullable;

/**
 * What a {@link PickleReader} works on: a stack of values with marks in it, and the memo of values that may be pushed
 * again. On it lie plain Java values, {@link Part}s for whatever holds others, and {@link Global}s.
 *
 * <p>A reference to the memo takes two bytes whatever it stands for. So a small pickle could stand for an enormous value;
 * therefore everything that is repeated is counted. For one pickle, by one thread.
 */
final class PickleStack {
    /** What a pickle may repeat: this many objects, and more for each of its bytes. */
    private static final long REPEATED = 4_000_000;
    private static final long REPEATED_PER_BYTE = 16;
    static final int BYTES_PER_OBJECT = 16;
    private static final int BITS_PER_OBJECT = 128;
    /** An instance inside another one takes at most a mark for its arguments, its state and its container. */
    private static final int MARKS_PER_LEVEL = 4;
    private static final Object NONE = new Object();

    private final DecodedSize size;
    private final int maxDepth;
    private final long maxRepeated;
    private final int maxMarks;

    private @Nullable Object[] items = new Object[16];
    private int top;
    private int[] marks = new int[8];
    private int markCount;
    /** Below lies what stood there at the last mark. */
    private int floor;

    private @Nullable Object[] memo = new Object[16];
    private int memoCount;
    /** For the numbers that lie far above the others; no pickler writes such. */
    private final Map<Long, Object> farMemo = new HashMap<>();
    private long repeated;

    PickleStack(int maxDepth, int bytes, DecodedSize size) {
        this.size = size;
        this.maxDepth = maxDepth;
        this.maxRepeated = REPEATED + REPEATED_PER_BYTE * bytes;
        this.maxMarks = MARKS_PER_LEVEL * Math.min(maxDepth, Integer.MAX_VALUE / 8)
                + MARKS_PER_LEVEL;
    }

    // The stack

    void push(@Nullable Object item) {
        if (top == items.length) {
            size.add((long) DecodedSize.ELEMENT * top);
            items = Arrays.copyOf(items, top * 2);
        }
        items[top++] = item;
    }

    @Nullable
    Object pop() {
        if (top == floor) {
            throw tooFew();
        }
        return items[--top];
    }

    @Nullable
    Object peek() {
        if (top == floor) {
            throw tooFew();
        }
        return items[top - 1];
    }

    /** Drops the topmost item, or the last mark if it lies there. */
    void drop() {
        if (top == floor && markCount > 0) {
            popMark();
        } else {
            pop();
        }
    }

    void mark() {
        if (markCount == maxMarks) {
            throw tooDeep();
        }
        if (markCount == marks.length) {
            marks = Arrays.copyOf(marks, markCount * 2);
        }
        marks[markCount++] = top;
        floor = top;
    }

    /** Takes off the last mark and what was put on it; gives how many items that is. */
    int popMark() {
        if (markCount == 0) {
            throw new SerializationException("it goes back to a mark that was not set");
        }
        int count = top - marks[--markCount];
        floor = markCount == 0 ? 0 : marks[markCount - 1];
        top -= count;
        return count;
    }

    /** Takes off some items. */
    void takeOff(int count) {
        if (top - count < floor) {
            throw tooFew();
        }
        top -= count;
    }

    /** One of the items that were just taken off, counted from the lowest. */
    @Nullable
    Object takenOff(int index) {
        return items[top + index];
    }

    private static SerializationException tooFew() {
        return new SerializationException("it takes more values off its stack than there are");
    }

    // The memo

    void memoize() {
        memoize(memoCount);
    }

    void memoize(long number) {
        Object item = peek();
        Object kept = item == null ? NONE : item;
        if (number > 2L * memoCount + 1024) {
            size.add(DecodedSize.ENTRY + DecodedSize.NUMBER);
            farMemo.put(number, kept);
            memoCount++;
            return;
        }
        int index = (int) number;
        if (index >= memo.length) {
            int larger = Math.max(index + 1, memo.length * 2);
            size.add((long) DecodedSize.ELEMENT * (larger - memo.length));
            memo = Arrays.copyOf(memo, larger);
        }
        if (memo[index] == null) {
            memoCount++;
        }
        memo[index] = kept;
    }

    @SuppressWarnings("ReferenceEquality") // there is one NONE
    void pushMemo(long number) {
        Object kept = number < memo.length ? memo[(int) number] : null;
        if (kept == null) {
            kept = farMemo.get(number);
        }
        if (kept == null) {
            throw new SerializationException("it refers to value " + number
                    + " of its memo, where there is none");
        }
        pushAgain(kept == NONE ? null : kept);
    }

    void duplicate() {
        pushAgain(peek());
    }

    private void pushAgain(@Nullable Object item) {
        if (!(item instanceof Part)) {
            repeat(weight(item) - 1);
        }
        push(item);
    }

    // Taking from the stack into containers

    /** The value of an item that is put into a container. */
    @Nullable
    Object take(@Nullable Object item, Part into) {
        if (item instanceof Part part) {
            if (part == into) {
                throw containsItself();
            }
            use(part);
            Object value = part.value();
            size.addInstance(value, 0);
            into.holds(part.weight(), part.depth());
            if (into.depth() > maxDepth) {
                throw tooDeep();
            }
            if (part.global() != null) {
                into.holdsGlobal(part.global());
            }
            return value;
        }
        if (item instanceof Global global) {
            into.holdsGlobal(global);
        }
        into.holds(weight(item), 0);
        return item;
    }

    /** Ends the growth of a part; each use after the first repeats what it stands for. */
    void use(Part part) {
        if (part.isTaken()) {
            repeat(part.weight());
        }
        part.setTaken();
    }

    private void repeat(long objects) {
        repeated += objects;
        if (repeated > maxRepeated) {
            throw new SerializationException("it stands for more than " + maxRepeated
                    + " objects by repeating the same ones again and again");
        }
    }

    private static long weight(@Nullable Object scalar) {
        return switch (scalar) {
            case String text -> 1 + text.length() / BYTES_PER_OBJECT;
            case byte[] bytes -> 1 + bytes.length / BYTES_PER_OBJECT;
            case BigInteger number -> 1 + number.bitLength() / BITS_PER_OBJECT;
            case ByteArray array -> 1 + array.bytes().length / BYTES_PER_OBJECT;
            case NdArray array -> 1 + array.byteSize() / BYTES_PER_OBJECT;
            case Object array when array.getClass().isArray() -> 1 + Array.getLength(array);
            case null, default -> 1;
        };
    }

    static SerializationException containsItself() {
        return new SerializationException(
                "a container changes after it was put into another one, as one that contains"
                        + " itself does; only trees are read");
    }

    private SerializationException tooDeep() {
        return new SerializationException("values are nested more than " + maxDepth
                + " levels deep; raise maxNestingDepth if that is meant");
    }
}
