package io.jyro.pickle;

import java.lang.reflect.Array;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.temporal.Temporal;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

import io.jyro.SerializationException;
import io.jyro.serialize.DecodeBudget;
import io.jyro.types.ByteArray;
import io.jyro.types.Complex;
import io.jyro.types.Fraction;
import io.jyro.types.NdArray;
import org.jspecify.annotations.Nullable;

/**
 * The data of a {@link PickleReader}: a stack of values with marks in it, and the memo of values that may be pushed
 * again. The items are plain Java values, {@link Part}s for containers, and {@link Global}s.
 *
 * <p>A reference to the memo takes two bytes, whatever the size of the value. A small pickle could thus describe an
 * enormous value, so everything that is repeated is counted. For one pickle, on one thread.
 */
final class PickleStack {
    /** An instance inside another one needs at most three marks: for its arguments, its state and its container. */
    private static final int MARKS_PER_LEVEL = 4;
    private static final int ELEMENTS_OF_TIME = 4;
    private static final Object NONE = new Object();

    private final DecodeBudget budget;
    private final int maxDepth;
    private final int maxMarks;

    private @Nullable Object[] items = new Object[16];
    private int top;
    private int[] marks = new int[8];
    private int markCount;
    /** The height of the stack at the last mark. */
    private int floor;

    private @Nullable Object[] memo = new Object[16];
    private int memoCount;
    /** The memo for numbers far above the others, which no pickler writes. */
    private final Map<Long, Object> farMemo = new HashMap<>();

    PickleStack(int maxDepth, DecodeBudget budget) {
        this.budget = budget;
        this.maxDepth = maxDepth;
        this.maxMarks = MARKS_PER_LEVEL * Math.min(maxDepth, Integer.MAX_VALUE / 8)
                + MARKS_PER_LEVEL;
    }

    // The stack

    void push(@Nullable Object item) {
        if (top == items.length) {
            budget.add(2L * DecodeBudget.REFERENCE * top);
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

    /** Drops the topmost item, or the last mark if it is on top. */
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

    /** Takes off the last mark with the items above it; returns how many items these are. */
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

    /** Returns one of the items that were just taken off, counted from the lowest. */
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
            budget.add(DecodeBudget.ENTRY + DecodeBudget.NUMBER);
            farMemo.put(number, kept);
            memoCount++;
            return;
        }
        int index = (int) number;
        if (index >= memo.length) {
            int larger = Math.max(index + 1, memo.length * 2);
            budget.add(2L * DecodeBudget.REFERENCE * (larger - memo.length));
            memo = Arrays.copyOf(memo, larger);
        }
        if (memo[index] == null) {
            memoCount++;
        }
        memo[index] = kept;
    }

    @SuppressWarnings("ReferenceEquality") // NONE is a singleton
    void pushMemo(long number) {
        Object kept = number < memo.length ? memo[(int) number] : null;
        if (kept == null) {
            kept = farMemo.get(number);
        }
        if (kept == null) {
            throw new SerializationException("it refers to value " + number
                    + " of its memo, which does not exist");
        }
        pushAgain(kept == NONE ? null : kept);
    }

    void duplicate() {
        pushAgain(peek());
    }

    private void pushAgain(@Nullable Object item) {
        if (!(item instanceof Part)) {
            budget.repetition().remember(item);
            budget.repetition().repeat(weight(item));
        }
        push(item);
    }

    // Taking from the stack into containers

    /** Returns the value of an item and accounts for putting it into a container. */
    @Nullable
    Object take(@Nullable Object item, Part into) {
        if (item instanceof Part part) {
            if (part == into) {
                throw containsItself();
            }
            boolean isRepeated = part.isTaken();
            use(part);
            Object value = part.value();
            if (isRepeated) {
                budget.repetition().remember(value);
            } else {
                budget.addInstance(value, 0);
                part.holds(DecodeBudget.elementsOfForm(value), 0);
            }
            into.holds(part.weight(), part.depth());
            into.holdsNested(part.nested());
            if (into.depth() > maxDepth) {
                throw tooDeep();
            }
            if (part.global() != null) {
                into.holdsGlobal(part.global());
            }
            if (part.region() != null) {
                into.holdsRegion(part.region());
            }
            return value;
        }
        if (item instanceof Global global) {
            into.holdsGlobal(global);
        }
        into.holds(weight(item), 0);
        return item;
    }

    /** Ends the growth of a part; each use after the first counts as a repetition. */
    void use(Part part) {
        if (part.isTaken()) {
            budget.repetition().repeat(part.weight());
            budget.repetition().nest(part.nested());
        } else {
            budget.repetition().nest(part.weight());
        }
        part.setTaken();
    }

    private static long weight(@Nullable Object scalar) {
        return switch (scalar) {
            case String text -> 1 + text.length() / DecodeBudget.BYTES_PER_ELEMENT;
            case byte[] bytes -> 1 + bytes.length / DecodeBudget.BYTES_PER_ELEMENT;
            case BigInteger number -> DecodeBudget.elementsOfInteger(number.bitLength());
            case Double number -> DecodeBudget.FLOAT;
            case Complex number -> 2 * DecodeBudget.FLOAT;
            case BigDecimal number -> 1 + number.precision() / DecodeBudget.BYTES_PER_ELEMENT;
            case Fraction number ->
                DecodeBudget.elementsOfInteger(number.numerator().bitLength())
                        + DecodeBudget.elementsOfInteger(number.denominator().bitLength());
            case Temporal time -> ELEMENTS_OF_TIME;
            case ByteArray array -> 1 + array.bytes().length / DecodeBudget.BYTES_PER_ELEMENT;
            case NdArray array -> 1 + array.byteSize() / DecodeBudget.BYTES_PER_ELEMENT;
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
                + " levels deep; raise maxNestingDepth if that is intended");
    }
}
