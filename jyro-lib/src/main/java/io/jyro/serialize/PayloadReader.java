package io.jyro.serialize;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

import io.jyro.SerializationException;
import io.jyro.types.ClassDict;
import io.jyro.types.Tuple;
import io.jyro.wire.BulkCursor;
import io.jyro.wire.Payload;
import org.jspecify.annotations.Nullable;

/**
 * What the readers of all formats share: a position in the bytes, limits for depth and memory, and what is done with
 * dicts and calls. For one payload, by one thread.
 */
abstract class PayloadReader {
    private static final @Nullable Object[] NONE = {};

    final byte[] bytes;
    final int end;
    final CodecContext context;
    final DecodeBudget budget;

    /** The next byte to read. */
    int p;
    /** Where the payload's first byte would stand if all that was read of it stood together: for messages. */
    int start;
    /** How many containers stand around it. */
    int depth;
    /** How many elements the containers that are being read still want, where the format says so, all together. */
    int awaited;

    /** The name of the format, as it stands in messages. */
    final String format;

    private final int maxDepth;
    private final BulkCursor bulks;
    private @Nullable Object[] stack = NONE;
    private int stacked;

    PayloadReader(String format, Payload payload, CodecContext context, DecodeBudget budget) {
        this.format = format;
        this.bytes = payload.array();
        this.bulks = payload.cursor();
        this.start = payload.offset();
        this.end = start + payload.ownLength();
        this.context = context;
        this.budget = budget;
        this.maxDepth = context.limits().maxNestingDepth();
        this.p = start;
    }

    // Containers

    /** Goes into a container, whose first byte was just read. */
    final void enter() {
        if (++depth > maxDepth) {
            throw new SerializationException(
                    format + " data is nested more than " + maxDepth + " levels deep at byte "
                            + (p - 1 - start) + "; raise maxNestingDepth if that is meant");
        }
    }

    // Elements of tuples and values of dicts that are being read share one stack, so that each is made at its size.

    /** How many values wait to be taken. */
    final int waiting() {
        return stacked;
    }

    final void push(@Nullable Object value) {
        if (stacked == stack.length) {
            stack = Arrays.copyOf(stack, Math.max(16, 2 * stacked));
        }
        stack[stacked++] = value;
    }

    /** Takes the elements from one on. */
    final Tuple popTuple(int from) {
        Tuple tuple = Tuple.ofRange(stack, from, stacked);
        stacked = from;
        return tuple;
    }

    /** Takes the elements from one on. */
    final List<@Nullable Object> popList(int from) {
        List<@Nullable Object> list = new ArrayList<>(stacked - from);
        for (int i = from; i < stacked; i++) {
            list.add(stack[i]);
        }
        stacked = from;
        return list;
    }

    /** Begins a dict: its shape while it has no entry. */
    final DictShape beginDict() {
        budget.add(DecodeBudget.DICT);
        return context.names().emptyDict();
    }

    /**
     * Adds an entry to a dict that is being read.
     *
     * @param from where its values begin on the stack; a dict without shape is there itself
     * @return the dict's shape now
     */
    final DictShape entry(DictShape shape, int from, @Nullable Object key,
            @Nullable Object value) {
        if (shape != DictShape.NONE && key instanceof String text) {
            DictShape longer = shape.with(text);
            if (longer != DictShape.NONE) {
                budget.add(DecodeBudget.ENTRY);
                push(value);
                return longer;
            }
        }
        if (shape != DictShape.NONE) {
            budget.add(DecodeBudget.TABLE);
            GrowingDict dict = GrowingDict.of(shape, stack, from, budget);
            stacked = from;
            push(dict);
        }
        budget.add(DecodeBudget.ENTRY);
        ((GrowingDict) Objects.requireNonNull(stack[from])).put(key, value);
        return DictShape.NONE;
    }

    /** Adds the value of a shape's last key to a dict that is being read. */
    final DictShape entry(DictShape shape, @Nullable Object value) {
        budget.add(DecodeBudget.ENTRY);
        push(value);
        return shape;
    }

    /** The dict whose values begin at a place of the stack. */
    final Map<Object, @Nullable Object> endDict(DictShape shape, int from) {
        if (shape == DictShape.NONE) {
            stacked = from;
            return ((GrowingDict) Objects.requireNonNull(stack[from])).dict();
        }
        if (shape.size() == 0) {
            return new LinkedHashMap<>();
        }
        @Nullable
        Object[] values = Arrays.copyOfRange(stack, from, stacked);
        stacked = from;
        return new RecordDict(shape.keys(), values);
    }

    /** What a dict stands for: an instance, if it names a class. */
    final @Nullable Object instanceOrDict(DictShape shape, Map<Object, @Nullable Object> dict) {
        return (shape == DictShape.NONE || shape.hasClassKey())
                && dict.get(ClassDict.CLASS_KEY) instanceof String name
                        ? instance(name, dict)
                        : dict;
    }

    final Map<Object, @Nullable Object> newDict() {
        budget.add(DecodeBudget.DICT);
        return new LinkedHashMap<>();
    }

    /** Begins a set that has members. */
    final GrowingSet newSet() {
        budget.add(DecodeBudget.SET + DecodeBudget.TABLE);
        return new GrowingSet(budget);
    }

    final Set<@Nullable Object> emptySet() {
        budget.add(DecodeBudget.SET);
        return new LinkedHashSet<>();
    }

    @Nullable
    Object instance(String className, Map<Object, @Nullable Object> dict) {
        budget.add(DecodeBudget.INSTANCE + (long) DecodeBudget.ENTRY * dict.size());
        Object instance = context.types().fromClassDict(className, dict, budget);
        if (!(instance instanceof ClassDict)) {
            budget.addNames(dict.get("state"));
        }
        budget.addInstance(instance, depth);
        return instance;
    }

    // Numbers

    /** The smallest class that holds an integer. */
    final Object integer(long value) {
        if (value == (byte) value) { // the JDK keeps one object for each of these
            return (int) value;
        }
        budget.add(DecodeBudget.NUMBER);
        return SerpentNumber.smallest(value);
    }

    final Object floating(double value) {
        budget.add(DecodeBudget.NUMBER);
        return value;
    }

    // Calls

    /** The call that is made of four values, if they are what a call has. */
    final CallPayload call(@Nullable Object objectId, @Nullable Object method,
            @Nullable Object args, @Nullable Object kwargs) {
        if (objectId instanceof String id && method instanceof String name
                && args instanceof List<?> list && isKeywordArguments(kwargs)) {
            return new CallPayload(id, name, arguments(list), keywordArguments(kwargs));
        }
        throw wrongCall();
    }

    abstract SerializationException wrongCall();

    static boolean isKeywordArguments(@Nullable Object kwargs) {
        if (kwargs == null) {
            return true;
        }
        if (!(kwargs instanceof LinkedHashMap<?, ?> dict)) {
            return false;
        }
        for (Object key : dict.keySet()) {
            if (!(key instanceof String)) {
                return false;
            }
        }
        return true;
    }

    @SuppressWarnings("unchecked") // lists made here hold objects
    static List<@Nullable Object> arguments(List<?> list) {
        return (List<@Nullable Object>) list;
    }

    @SuppressWarnings("unchecked") // every key was looked at
    static @Nullable Map<String, @Nullable Object> keywordArguments(@Nullable Object kwargs) {
        return (Map<String, @Nullable Object>) kwargs;
    }

    // Texts

    /** A text that is known to be ASCII; a short one is likely to come again. */
    final String name(int from, int to) {
        return context.names().get(bytes, from, to - from, budget);
    }

    /** A long byte string that has an array of its own already; null if its bytes stand here. */
    final byte @Nullable [] bulk(long length) {
        byte[] bulk = bulks.take(p, length);
        if (bulk != null) {
            budget.addApart(bulk.length);
            start -= bulk.length;
        }
        return bulk;
    }

    /** Bytes of their own, since the payload's are used again. */
    final byte[] copy(int length) {
        budget.addBytes(length);
        byte[] copy = Arrays.copyOfRange(bytes, p, p + length);
        p += length;
        return copy;
    }

    // What is left

    final void need(int count) {
        if (end - p < count) {
            throw new SerializationException(
                    format + " data ends at byte " + (end - start) + " where " + count
                            + " more bytes were expected at byte " + (p - start));
        }
    }

    /** Steps over bytes that have to be there; returns where they begin. */
    final int advance(int count) {
        need(count);
        int at = p;
        p += count;
        return at;
    }

    final int unsignedByte() {
        need(1);
        return bytes[p++] & 0xff;
    }

    /** Refuses a payload that goes on behind its value. */
    final void checkEnd() {
        if (p < end || bulks.left() > 0) {
            throw new SerializationException(
                    format + " data goes on behind its value, at byte " + (p - start) + " of "
                            + (end - start));
        }
    }
}
