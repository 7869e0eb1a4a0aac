package io.jyro.serialize;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.IntToDoubleFunction;
import java.util.function.IntToLongFunction;

import io.jyro.RemoteText;
import io.jyro.SerializationException;
import io.jyro.types.ClassDict;
import io.jyro.types.Complex;
import io.jyro.types.FrozenSet;
import io.jyro.types.Tuple;
import io.jyro.wire.ByteOutput;
import org.jspecify.annotations.Nullable;

/**
 * Traverses a value and writes each of its parts. The traversal is the same for all formats: what is plain and what has
 * to be converted, the depth limit, the order. Subclasses write one format, with a method for each kind of part. Not
 * thread-safe.
 */
public abstract class ValueWriter {
    /** The kinds of containers. */
    public enum Container {
        /** A list. */
        LIST,
        /** A tuple. */
        TUPLE,
        /** A set. */
        SET,
        /** A frozenset. */
        FROZEN_SET,
        /** A dict, or a class dict. */
        DICT
    }

    /** The output. */
    protected final ByteOutput out;
    /** The types and names of the connection. */
    protected final CodecContext context;

    /** The number of keys from which on some are likely to be repeated. */
    private static final int MANY_KEYS = 16;

    private final int maxDepth;
    private int depth;
    private int converting;
    private int keysWritten;
    private @Nullable WrittenKeys writtenKeys;

    /** Begins at the end of the output. */
    protected ValueWriter(ByteOutput out, CodecContext context) {
        this.out = out;
        this.context = context;
        this.maxDepth = context.limits().maxNestingDepth();
    }

    // The format's methods

    /** Writes None. */
    protected abstract void none();

    /** Writes a bool. */
    protected abstract void bool(boolean value);

    /** Writes an int. */
    protected abstract void integer(long number);

    /** Writes an int. */
    protected abstract void integer(BigInteger number);

    /** Writes a float. */
    protected abstract void floating(double number);

    /** Writes a complex number. */
    protected abstract void complex(Complex number);

    /** Writes a str. */
    protected abstract void text(String text);

    /** Writes the bytes from the buffer's position to its limit; the position does not change. */
    protected abstract void bytes(ByteBuffer bytes);

    /**
     * Writes the beginning of a container. The actual number of elements differs from the size if another thread
     * changes the container.
     */
    protected abstract void begin(Container container, int size);

    /** Writes the separator between two elements or entries. */
    protected abstract void separator();

    /** Writes the separator between a key and its value. */
    protected abstract void colon();

    /**
     * Writes the end of a container.
     *
     * @param start the position before {@link #begin}
     * @param count how many elements there were
     */
    protected abstract void end(Container container, int start, int count);

    /** Returns whether {@link #begin} has written the size, so that another number of elements would be an error. */
    protected abstract boolean isSizeWritten();

    /** Writes a set, by default with members that must be hashable in Python. */
    protected void set(Container kind, Set<?> set) {
        keys(kind, set);
    }

    /** Writes a scalar as a key, by default like any other value. */
    protected void scalarKey(Object key) {
        value(key);
    }

    /** Writes None as a key. */
    protected void noneAsKey() {
        none();
    }

    /** Writes bytes as a key. */
    protected void bytesAsKey(ByteBuffer bytes) {
        bytes(bytes);
    }

    /** Writes a tuple as a key. */
    protected void tupleAsKey(Tuple tuple) {
        keys(Container.TUPLE, tuple);
    }

    /** Writes a frozenset as a key, if the format can. */
    protected void frozenSetAsKey(FrozenSet set) {
        throw unhashable(set.getClass().getName());
    }

    /** Returns the exception for a key that the format does not support. */
    protected abstract SerializationException unhashable(String type);

    /** Writes the result of converting a value that is not plain. */
    protected void converted(Object value, @Nullable Object plain) {
        value(plain);
    }

    // The traversal

    /** Enters the container of a call, of which the subclass writes everything but the parts. */
    protected final void enterCall() {
        depth = 1;
    }

    /** Writes any value. */
    protected final void value(@Nullable Object value) {
        if (value == null) {
            none();
            return;
        }
        // Nearly all values are of these classes, and comparing classes is faster than checking for interfaces.
        Class<?> type = value.getClass();
        if (type == String.class) {
            text((String) value);
        } else if (type == Integer.class) {
            integer((long) (Integer) value);
        } else if (type == Double.class) {
            floating((Double) value);
        } else if (type == Boolean.class) {
            bool((Boolean) value);
        } else if (type == LinkedHashMap.class) {
            dict((LinkedHashMap<?, ?>) value);
        } else if (type == SharedKeyDict.class) {
            dict((SharedKeyDict) value);
        } else if (type == ArrayList.class) {
            elements(Container.LIST, (ArrayList<?>) value);
        } else {
            anyValue(value);
        }
    }

    private void anyValue(Object value) { // of another class than those
        if (value instanceof Long number) {
            integer((long) number);
        } else if (value instanceof Tuple tuple) {
            elements(Container.TUPLE, tuple);
        } else if (value instanceof Iterable<?> || value instanceof Map<?, ?>) {
            container(value);
        } else if (value instanceof byte[] bytes) {
            bytes(ByteBuffer.wrap(bytes));
        } else if (value instanceof ByteBuffer bytes) {
            bytes(bytes);
        } else {
            unusual(value);
        }
    }

    private void container(Object value) {
        if (PlainValues.isReference(value, context)) {
            unusual(value);
        } else if (value instanceof Map<?, ?> map) {
            dict(map);
        } else if (value instanceof FrozenSet set) {
            set(Container.FROZEN_SET, set);
        } else if (value instanceof Set<?> set) {
            set(Container.SET, set);
        } else if (value instanceof Collection<?> collection) {
            elements(Container.LIST, collection);
        } else {
            unusual(value);
        }
    }

    private void unusual(Object value) {
        switch (value) {
            case int[] array -> integers(array, array.length, i -> array[i]);
            case long[] array -> integers(array, array.length, i -> array[i]);
            case double[] array -> floats(array, array.length, i -> array[i]);
            case float[] array -> floats(array, array.length, i -> array[i]);
            case BigInteger number -> integer(number);
            case Short number -> integer((long) number);
            case Byte number -> integer((long) number);
            case Float number -> floating(number);
            case Character character -> text(character.toString());
            case CharSequence text when !PlainValues.isReference(text, context) ->
                text(text.toString());
            case Complex complex -> complex(complex);
            case ClassDict instance -> dict(instance.toDict());
            case Object array when array.getClass().isArray() -> value(PlainArrays.plain(array));
            default -> {
                converting = PlainValues.enter(converting, value, context);
                converted(value, PlainValues.of(value, context));
                converting--;
            }
        }
    }

    private void enter(Object container) {
        if (++depth > maxDepth) {
            throw NestingLimit.tooDeep(container, maxDepth);
        }
    }

    /** Writes a container of elements. */
    protected final void elements(Container kind, Collection<?> elements) {
        enter(elements);
        int start = out.position();
        int size = elements.size();
        begin(kind, size);
        int count = 0;
        for (Object element : elements) {
            if (count++ > 0) {
                separator();
            }
            value(element);
        }
        depth--;
        if (count != size && isSizeWritten()) {
            out.position(start);
            elements(kind, snapshot(elements));
        } else {
            end(kind, start, count);
        }
    }

    /** Writes members of a set, or elements of a tuple that is a key, which must be hashable in Python. */
    final void keys(Container kind, Collection<?> keys) {
        enter(keys);
        int start = out.position();
        int size = keys.size();
        begin(kind, size);
        int count = 0;
        for (Object key : keys) {
            if (count++ > 0) {
                separator();
            }
            if (key == null && kind == Container.TUPLE) {
                none(); // hashable, even if the format does not support it as a key itself
            } else {
                key(key);
            }
        }
        depth--;
        if (count != size && isSizeWritten()) {
            out.position(start);
            keys(kind, snapshot(keys));
        } else {
            end(kind, start, count);
        }
    }

    /** Copies the elements in one iteration, since the size may change if other threads modify the collection. */
    private static List<@Nullable Object> snapshot(Collection<?> elements) {
        List<@Nullable Object> snapshot = new ArrayList<>();
        for (Object element : elements) {
            snapshot.add(element);
        }
        return snapshot;
    }

    private void integers(Object array, int length, IntToLongFunction element) {
        enter(array);
        int start = out.position();
        begin(Container.LIST, length);
        for (int i = 0; i < length; i++) {
            if (i > 0) {
                separator();
            }
            integer(element.applyAsLong(i));
        }
        end(Container.LIST, start, length);
        depth--;
    }

    private void floats(Object array, int length, IntToDoubleFunction element) {
        enter(array);
        int start = out.position();
        begin(Container.LIST, length);
        for (int i = 0; i < length; i++) {
            if (i > 0) {
                separator();
            }
            floating(element.applyAsDouble(i));
        }
        end(Container.LIST, start, length);
        depth--;
    }

    private void dict(SharedKeyDict dict) {
        SharedKeyDict.Entries entries = dict.entries();
        if (entries == null) {
            dict((Map<?, ?>) dict);
            return;
        }
        enter(dict);
        int start = out.position();
        int size = entries.keys.length;
        begin(Container.DICT, size);
        for (int i = 0; i < size; i++) {
            if (i > 0) {
                separator();
            }
            textKey(entries.keys[i]);
            value(entries.value(i));
        }
        depth--;
        end(Container.DICT, start, size);
    }

    final void dict(Map<?, ?> dict) {
        enter(dict);
        int start = out.position();
        int size = dict.size();
        begin(Container.DICT, size);
        int count = 0;
        for (Map.Entry<?, ?> entry : dict.entrySet()) {
            if (count++ > 0) {
                separator();
            }
            Object key = entry.getKey();
            if (key != null && key.getClass() == String.class) {
                textKey((String) key);
            } else {
                key(key);
                colon();
            }
            value(entry.getValue());
        }
        depth--;
        if (count != size && isSizeWritten()) {
            out.position(start);
            dict(snapshot(dict));
        } else {
            end(Container.DICT, start, count);
        }
    }

    @SuppressWarnings("NullAway") // None is allowed as a key
    private static Map<Object, @Nullable Object> snapshot(Map<?, ?> dict) {
        Map<Object, @Nullable Object> snapshot = new LinkedHashMap<>();
        for (Map.Entry<?, ?> entry : dict.entrySet()) {
            snapshot.put(entry.getKey(), entry.getValue());
        }
        return snapshot;
    }

    /** Writes a text as key of a dict, and the separator between the key and its value. */
    private void textKey(String key) {
        WrittenKeys known = writtenKeys;
        if (known == null || !known.put(key, out)) {
            newTextKey(key);
        }
    }

    private void newTextKey(String key) {
        int start = out.position();
        text(key);
        colon();
        if (writtenKeys != null) {
            writtenKeys.keep(key, out, start);
        } else if (++keysWritten == MANY_KEYS) {
            writtenKeys = new WrittenKeys();
        }
    }

    /** Writes a key of a dict or member of a set. */
    private void key(@Nullable Object key) {
        if (key instanceof String text) {
            text(text);
        } else {
            keyBesideText(key);
        }
    }

    private void keyBesideText(@Nullable Object key) {
        switch (key) {
            case null -> noneAsKey();
            case Integer number -> scalarKey(number);
            case Long number -> scalarKey(number);
            case Boolean bool -> scalarKey(bool);
            case Double number -> scalarKey(number);
            case Tuple tuple -> tupleAsKey(tuple);
            case FrozenSet set -> frozenSetAsKey(set);
            case byte[] bytes -> bytesAsKey(ByteBuffer.wrap(bytes));
            case ByteBuffer bytes -> bytesAsKey(bytes);
            default -> unusualKey(key);
        }
    }

    private void unusualKey(Object key) {
        switch (key) {
            case Character character -> text(character.toString());
            case CharSequence text -> text(text.toString());
            case BigInteger number -> scalarKey(number);
            case Short number -> scalarKey(number);
            case Byte number -> scalarKey(number);
            case Float number -> scalarKey(number);
            case Complex complex -> scalarKey(complex);
            case Collection<?> collection -> throw unhashable(collection.getClass().getName());
            case Map<?, ?> map -> throw unhashable(map.getClass().getName());
            case ClassDict instance -> throw unhashable(RemoteText.shown(instance.className()));
            case Object array when array.getClass().isArray() ->
                throw unhashable(array.getClass().getTypeName());
            default -> {
                converting = PlainValues.enter(converting, key, context);
                convertedKey(key, PlainValues.of(key, context));
                converting--;
            }
        }
    }

    /** Writes the result of converting a key that is not plain. */
    protected void convertedKey(Object key, @Nullable Object plain) {
        key(plain);
    }
}
