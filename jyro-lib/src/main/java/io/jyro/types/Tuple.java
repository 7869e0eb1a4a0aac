package io.jyro.types;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.AbstractList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.RandomAccess;

import io.jyro.text.BoundedText;
import io.jyro.text.Shown;
import org.jspecify.annotations.Nullable;

/**
 * Python's tuple: an unmodifiable list that is sent as a tuple. Equal to any list with equal elements; elements may be
 * null.
 *
 * <p>Tuples are comparable, even with elements of different classes (see {@link #compareTo}). Hash maps use that order
 * to stay fast when an attacker makes the hash codes of tuple keys collide.
 */
public sealed class Tuple extends AbstractList<@Nullable Object>
        implements
            RandomAccess,
            Comparable<Tuple>,
            Shown
        permits
        NamedTuple {
    private static final Tuple EMPTY = new Tuple(new Object[0]);
    /**
     * A hash code that means "not computed yet". It differs in each process, so that no peer can send tuples with this
     * hash code, which would be computed again each time. No peer knows the time at which this class was loaded, and
     * creating a {@code SecureRandom} would take a tenth of the time of a client's first call.
     */
    private static final int NOT_COMPUTED = (int) (System.nanoTime() * 0x9e3779b97f4a7c15L >>> 32);

    private final @Nullable Object[] elements;
    /**
     * Computed once if no element can change; a race between threads is harmless, since they compute the same value.
     */
    private int hash = NOT_COMPUTED;

    Tuple(@Nullable Object[] elements) {
        this.elements = elements;
    }

    /** Returns a tuple of these elements. */
    public static Tuple of(@Nullable Object... elements) {
        return elements.length == 0 ? EMPTY : new Tuple(copy(elements, 0, elements.length));
    }

    /** Returns a tuple of a range of an array, with the end excluded. */
    public static Tuple ofRange(@Nullable Object[] array, int from, int to) {
        return from == to ? EMPTY : new Tuple(copy(array, from, to));
    }

    /** Returns a tuple of the elements of a collection, in its order. */
    public static Tuple copyOf(Collection<? extends @Nullable Object> elements) {
        if (elements instanceof Tuple tuple) {
            return tuple;
        }
        @Nullable
        Object[] array = elements.toArray();
        return of(array);
    }

    private static @Nullable Object[] copy(@Nullable Object[] array, int from, int to) {
        // Always an Object[], whatever the class of the given array, so that toArray() returns one too.
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
    @SuppressWarnings("NullAway") // its annotations say more than Collection's, which leaves the nullness of elements open
    public @Nullable Object[] toArray() {
        return elements.clone();
    }

    /**
     * Orders by the first elements that differ; a tuple that is the beginning of the other comes first.
     *
     * <p>The order of elements of different kinds is: null, Boolean, numbers by value, text, bytes, {@link Complex},
     * lists (tuples among them), then anything else by class name. Numbers of equal value are ordered by class, so that
     * the order agrees with {@code equals}. Elements of any other class that is not comparable are ordered by their
     * hash codes.
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

    /**
     * Returns the hash code specified by {@link List}; computed once for a tuple of immutable elements, such as a key.
     */
    @Override
    public int hashCode() {
        int known = hash;
        if (known != NOT_COMPUTED) {
            return known;
        }
        int computed = 1;
        boolean isFixed = true;
        for (Object element : elements) {
            computed = 31 * computed + (element == null ? 0 : element.hashCode());
            isFixed = isFixed && hasFixedHash(element);
        }
        if (isFixed) {
            hash = computed;
        }
        return computed;
    }

    private static boolean hasFixedHash(@Nullable Object element) {
        return switch (element) {
            case null -> true;
            case Tuple tuple -> tuple.hash != NOT_COMPUTED;
            case String text -> true;
            case Integer number -> true;
            case Long number -> true;
            case Double number -> true;
            case Boolean flag -> true;
            case FrozenSet set -> true;
            case BigInteger number -> true;
            case BigDecimal number -> true;
            case Complex number -> true;
            default -> false;
        };
    }

    /** Returns Python's notation, but with each element in Java's own form: {@code (1, 2)}, {@code (1,)}. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder("(");
        for (int i = 0; i < elements.length; i++) {
            text.append(i == 0 ? "" : ", ").append(elements[i]);
        }
        return text.append(end()).toString();
    }

    /** Appends the elements to a message of bounded length. */
    @Override
    public void showIn(BoundedText text) {
        text.appendAll("(", this, end());
    }

    private String end() {
        return elements.length == 1 ? ",)" : ")";
    }
}
