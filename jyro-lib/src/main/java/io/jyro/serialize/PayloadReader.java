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
import io.jyro.wire.Payload;
import org.jspecify.annotations.Nullable;

/**
 * Base class of the readers of serpent, json, marshal and msgpack: a limit for the nesting depth, and the handling of
 * dicts and calls. For one payload, on one thread.
 */
public abstract class PayloadReader extends PayloadCursor {
    private static final @Nullable Object[] NONE = {};

    /** The types and names of the connection. */
    protected final CodecContext context;

    /** The current nesting depth. */
    protected int depth;
    /** The total number of elements that the containers being read still expect, in formats with counts. */
    protected int awaited;

    /** The name of the format, for messages. */
    protected final String format;

    private final int maxDepth;
    private @Nullable Object[] stack = NONE;
    private int stacked;

    /** Begins at the first byte of a payload. */
    protected PayloadReader(String format, Payload payload, CodecContext context,
            DecodeBudget budget) {
        super(payload, budget);
        this.format = format;
        this.context = context;
        this.maxDepth = context.limits().maxNestingDepth();
    }

    // Containers

    /** Enters a container whose first byte has just been read. */
    protected final void enter() {
        if (++depth > maxDepth) {
            throw new SerializationException(
                    format + " data is nested more than " + maxDepth + " levels deep at byte "
                            + (p - 1 - start) + "; raise maxNestingDepth if that is intended");
        }
    }

    // Elements of tuples and values of dicts being read share one stack, so that each container can be allocated at its
    // final size.

    /** Returns the number of values on the stack. */
    protected final int waiting() {
        return stacked;
    }

    /** Pushes an element onto the stack. */
    protected final void push(@Nullable Object value) {
        if (stacked == stack.length) {
            stack = Arrays.copyOf(stack, Math.max(16, 2 * stacked));
        }
        stack[stacked++] = value;
    }

    /** Removes the values from an index of the stack on and returns them as a tuple. */
    protected final Tuple popTuple(int from) {
        Tuple tuple = Tuple.ofRange(stack, from, stacked);
        stacked = from;
        return tuple;
    }

    /** Removes the values from an index of the stack on and returns them as a list. */
    protected final List<@Nullable Object> popList(int from) {
        List<@Nullable Object> list = new ArrayList<>(stacked - from);
        for (int i = from; i < stacked; i++) {
            list.add(stack[i]);
        }
        stacked = from;
        return list;
    }

    /** Begins a dict and returns the shape of a dict without entries. */
    protected final DictShape beginDict() {
        budget.add(DecodeBudget.DICT);
        return context.names().emptyDict();
    }

    /**
     * Adds an entry to a dict that is being read.
     *
     * @param from the stack index of the dict's first value, or of the dict itself if it has no shape
     * @return the new shape of the dict
     */
    protected final DictShape entry(DictShape shape, int from, @Nullable Object key,
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

    /** Adds the value of a shape's last key to a dict being read. */
    protected final DictShape entry(DictShape shape, @Nullable Object value) {
        budget.add(DecodeBudget.ENTRY);
        push(value);
        return shape;
    }

    /** Ends the dict whose values begin at an index of the stack and returns it. */
    protected final Map<Object, @Nullable Object> endDict(DictShape shape, int from) {
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
        return new SharedKeyDict(shape.keys(), values);
    }

    /** Converts a dict with a class name to an instance; returns other dicts unchanged. */
    protected final @Nullable Object instanceOrDict(DictShape shape,
            Map<Object, @Nullable Object> dict) {
        return (shape == DictShape.NONE || shape.hasClassKey())
                && dict.get(ClassDict.CLASS_KEY) instanceof String name
                        ? instance(name, dict)
                        : dict;
    }

    /** Returns a dict without entries. */
    protected final Map<Object, @Nullable Object> newDict() {
        budget.add(DecodeBudget.DICT);
        return new LinkedHashMap<>();
    }

    /** Begins a set with members. */
    protected final GrowingSet newSet() {
        budget.add(DecodeBudget.SET + DecodeBudget.TABLE);
        return new GrowingSet(budget);
    }

    /** Returns a set without members. */
    protected final Set<@Nullable Object> emptySet() {
        budget.add(DecodeBudget.SET);
        return new LinkedHashSet<>();
    }

    /** Returns the value of a class dict. */
    protected @Nullable Object instance(String className, Map<Object, @Nullable Object> dict) {
        budget.add(DecodeBudget.INSTANCE + (long) DecodeBudget.ENTRY * dict.size());
        Object instance = context.types().fromClassDict(className, dict, budget);
        if (!(instance instanceof ClassDict)) {
            budget.addNames(dict.get("state"));
        }
        budget.addInstance(instance, depth);
        return instance;
    }

    // Numbers

    /** Returns an integer as the smallest class that holds it. */
    protected final Object integer(long value) {
        if (value == (byte) value) { // the JDK caches these Integers
            return (int) value;
        }
        budget.add(DecodeBudget.NUMBER);
        return PythonInteger.smallest(value);
    }

    /** Returns a float, and charges it to the budget. */
    protected final Object floating(double value) {
        budget.add(DecodeBudget.NUMBER);
        return value;
    }

    // Calls

    /** Creates a call from its four values, after checking their types. */
    protected final CallPayload call(@Nullable Object objectId, @Nullable Object method,
            @Nullable Object args, @Nullable Object kwargs) {
        if (objectId instanceof String id && method instanceof String name
                && args instanceof List<?> list && isKeywordArguments(kwargs)) {
            return new CallPayload(id, name, arguments(list), keywordArguments(kwargs));
        }
        throw wrongCall();
    }

    /** Returns the error for a payload that is not a call. */
    protected abstract SerializationException wrongCall();

    /** Returns whether a value can be the keyword arguments of a call. */
    protected static boolean isKeywordArguments(@Nullable Object kwargs) {
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

    /** Returns a list that was read here as arguments. */
    @SuppressWarnings("unchecked") // lists created here contain objects
    protected static List<@Nullable Object> arguments(List<?> list) {
        return (List<@Nullable Object>) list;
    }

    /** Returns a dict whose keys are texts as keyword arguments. */
    @SuppressWarnings("unchecked") // every key has been checked
    protected static @Nullable Map<String, @Nullable Object> keywordArguments(
            @Nullable Object kwargs) {
        return (Map<String, @Nullable Object>) kwargs;
    }

    // Texts

    /** Returns a text that is known to be ASCII, from the connection's names if it is short. */
    protected final String name(int from, int to) {
        return context.names().get(bytes, from, to - from, budget);
    }

    // The rest of the payload

    @Override
    protected final SerializationException tooShort(int count) {
        return new SerializationException(
                format + " data ends at byte " + (end - start) + " where " + count
                        + " more bytes were expected at byte " + (p - start));
    }

    /** Refuses a payload with bytes after its value. */
    protected final void checkEnd() {
        if (left() > 0) {
            throw new SerializationException(
                    format + " data continues after its value, at byte " + (p - start) + " of "
                            + (end - start));
        }
    }
}
