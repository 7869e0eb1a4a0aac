package io.jyro.serialize;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.jyro.SerializationException;
import io.jyro.types.Complex;
import io.jyro.types.FrozenSet;
import io.jyro.types.NamedTuple;
import io.jyro.types.Tuple;
import org.jspecify.annotations.Nullable;

/**
 * What may be a key of a dict or a member of a set that was read, and how many of them may collide. For codecs, those of
 * other modules too.
 */
public final class Keys {
    /** So few keys of one hash that looking through all of them costs nothing worth having for an attacker. */
    private static final int MAX_COLLISIONS = 1_000;
    private static final int DISORDERED = 0;

    private Keys() {}

    /**
     * The key that stands for a value that was read. Bytes become read-only buffers, since arrays have no equality;
     * a set must be a {@code FrozenSet}, which codecs that have them check by themselves.
     *
     * @throws SerializationException if the value is one that Python cannot hash
     */
    public static @Nullable Object of(@Nullable Object value, int offset) {
        return switch (value) {
            case null -> null;
            case String text -> text;
            case byte[] bytes -> ByteBuffer.wrap(bytes).asReadOnlyBuffer();
            case Tuple tuple -> ofTuple(tuple, offset);
            case List<?> list -> throw unhashable("a list", offset);
            case FrozenSet frozen -> frozen;
            case Set<?> set -> throw unhashable("a set", offset);
            case Map<?, ?> map -> throw unhashable("a dict", offset);
            default -> value;
        };
    }

    @SuppressWarnings("ReferenceEquality") // whether it is the same object is the question
    private static Tuple ofTuple(Tuple tuple, int offset) {
        @Nullable
        Object[] changed = null;
        for (int i = 0; i < tuple.size(); i++) {
            Object element = tuple.get(i);
            Object key = of(element, offset);
            if (key != element) {
                if (changed == null) {
                    changed = tuple.toArray();
                }
                changed[i] = key;
            }
        }
        if (changed == null) {
            return tuple;
        }
        return tuple instanceof NamedTuple named
                ? NamedTuple.of(named.className(), Arrays.asList(changed))
                : Tuple.of(changed);
    }

    private static SerializationException unhashable(String what, int offset) {
        return new SerializationException(
                what + " cannot be a key of a dict or a member of a set, but stands there"
                        + " before byte " + offset + "; a tuple can");
    }

    /** Whether a map or set that has just grown to a size should be looked at; seldom enough to cost little in all. */
    public static boolean isTimeToLook(int size) {
        return size > MAX_COLLISIONS && (size & size - 1) == 0;
    }

    /**
     * Looks for too many colliding keys.
     *
     * <p>A HashMap finds its way through colliding keys by their order, if they are of one class that is
     * {@code Comparable}. Any others it searches one by one: without this, a message of some megabytes would keep
     * a processor busy for minutes.
     *
     * @throws SerializationException if too many keys collide that have no order
     */
    public static void refuseFlood(Collection<? extends @Nullable Object> keys) {
        long[] hashes = new long[keys.size()];
        int count = 0;
        for (Object key : keys) {
            // The class in the lower half: ordered keys collide harmlessly, but only with those of their own class.
            hashes[count++] = (long) (key == null ? 0 : key.hashCode()) << 32 | kind(key);
        }
        Arrays.sort(hashes);
        for (int from = 0; from < count;) {
            from = refuseIfDisordered(hashes, from);
        }
    }

    /** Looks at the keys of one hash, which stand together, and gives the index behind them. */
    private static int refuseIfDisordered(long[] hashes, int from) {
        int largestOrdered = 0;
        int i = from;
        while (i < hashes.length && hashes[i] >> 32 == hashes[from] >> 32) {
            int start = i;
            while (i < hashes.length && hashes[i] == hashes[start]) {
                i++;
            }
            if ((int) hashes[start] != DISORDERED) {
                largestOrdered = Math.max(largestOrdered, i - start);
            }
        }
        if (i - from - largestOrdered > MAX_COLLISIONS) {
            throw new SerializationException(
                    "more than " + MAX_COLLISIONS + " keys of a dict or members of a set"
                            + " have the same hash code, and no order to tell them apart quickly");
        }
        return i;
    }

    private static int kind(@Nullable Object key) {
        return switch (key) {
            case String s -> 1;
            case Long l -> 2;
            case Double d -> 3;
            case Tuple t -> 4;
            case BigInteger b -> 5;
            case Complex c -> 6;
            case Integer i -> 7;
            case null, default -> DISORDERED;
        };
    }
}
