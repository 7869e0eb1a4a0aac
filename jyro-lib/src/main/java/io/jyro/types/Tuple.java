package io.jyro.types;

import java.util.AbstractList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.RandomAccess;

import org.jspecify.annotations.Nullable;

/**
 * Python's tuple: an unmodifiable list that travels as a tuple. Equal to any list of equal elements; elements may be null.
 *
 * <p>Tuples are ordered by their elements, also by elements of different classes (see {@link #compareTo}). That order
 * is what keeps a map usable whose tuple keys were made to collide.
 */
public sealed class Tuple extends AbstractList<@Nullable Object>
        implements
            RandomAccess,
            Comparable<Tuple>
        permits
        NamedTuple {
    private static final Tuple EMPTY = new Tuple(new Object[0]);

    private final @Nullable Object[] elements;

    Tuple(@Nullable Object[] elements) {
        this.elements = elements;
    }

    /** A tuple of these elements. */
    public static Tuple of(@Nullable Object... elements) {
        return elements.length == 0 ? EMPTY : new Tuple(copy(elements, 0, elements.length));
    }

    /** A tuple of a part of an array, from one index to before another. */
    public static Tuple ofRange(@Nullable Object[] array, int from, int to) {
        return from == to ? EMPTY : new Tuple(copy(array, from, to));
    }

    /** A tuple of the elements of a collection, in its order. */
    public static Tuple copyOf(Collection<? extends @Nullable Object> elements) {
        if (elements instanceof Tuple tuple) {
            return tuple;
        }
        @Nullable
        Object[] array = elements.toArray();
        return of(array);
    }

    private static @Nullable Object[] copy(@Nullable Object[] array, int from, int to) {
        // Of type Object[] whatever the type of the given array is, so that toArray() is one too.
        return Arrays.copyOfRange(array, from, to, Object[].class);
    }

    @Override
    public @Nullable Object get(int index) {
        return elements[index];
    }

    @Override
    public int size() {
        return elements.length;
    }

    @Override
    @SuppressWarnings("NullAway") // says more than Collection, which leaves open what the array holds
    public @Nullable Object[] toArray() {
        return elements.clone();
    }

    /**
     * Orders by the first elements that differ; a tuple that is the beginning of the other comes first.
     *
     * <p>Elements of different kinds stand in this order: null, Boolean, numbers by value, text, bytes, {@link Complex},
     * lists (tuples among them), then anything else by class name. Numbers of equal value are ordered by class, so that
     * the order agrees with {@code equals}. Elements of one class that is neither comparable nor known here count as
     * equal when their hash codes are.
     */
    @Override
    public int compareTo(Tuple other) {
        return ElementOrder.compareLists(this, other);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        if (this == other) {
            return true;
        }
        if (other instanceof Tuple tuple) {
            return Arrays.equals(elements, tuple.elements);
        }
        return other instanceof List && super.equals(other);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(elements);
    }

    /** As Python writes it, but each element in Java's own form: {@code (1, 2)}, {@code (1,)}. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder("(");
        for (int i = 0; i < elements.length; i++) {
            text.append(i == 0 ? "" : ", ").append(elements[i]);
        }
        return text.append(elements.length == 1 ? ",)" : ")").toString();
    }
}
