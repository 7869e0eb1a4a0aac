package io.jyro.serialize;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;

import io.jyro.PyroUri;
import io.jyro.types.ClassDict;
import io.jyro.types.Complex;
import io.jyro.types.FrozenSet;
import io.jyro.types.Tuple;
import org.jspecify.annotations.Nullable;

/**
 * Compares keys as {@code equals} does and charges a budget for every element that is visited, those of nested keys
 * too. A comparison that becomes too expensive ends the reading before the work is done by a hash table, which nobody
 * can interrupt. For one payload, by one thread.
 */
final class CountedComparison {
    private static final int BITS_PER_ELEMENT = Byte.SIZE * DecodeBudget.BYTES_PER_ELEMENT;
    /** A set of so few members is searched one by one. */
    private static final int SMALL = 8;
    /** A buffer over a byte string, and a reference to it. */
    private static final int BUFFER = 64;

    private final DecodeBudget budget;
    /** The members of large sets by hash code, made when a set is compared for the first time. */
    private final IdentityHashMap<FrozenSet, Map<Integer, List<@Nullable Object>>> indexes = new IdentityHashMap<>();

    CountedComparison(DecodeBudget budget) {
        this.budget = budget;
    }

    /**
     * How many elements are visited by hashing a key; they are charged.
     *
     * @param from what the key was converted from, which tells the size of a record or bean
     */
    long hashed(@Nullable Object key, @Nullable Object from) {
        long elements = isOpaque(key) ? elements(from) : elements(key);
        budget.step(keepsHash(key) ? elements : 2 * elements); // once here and once in the table
        if (key instanceof Tuple tuple) {
            budget.add(sizeOfBuffers(tuple));
        }
        return elements;
    }

    private static boolean keepsHash(@Nullable Object key) {
        return key instanceof Tuple || key instanceof FrozenSet
                || !(key instanceof Collection || key instanceof Map || key instanceof ClassDict
                        || isOpaque(key));
    }

    /** Whether a key is of a class of the user, which may have any parts. */
    static boolean isOpaque(@Nullable Object key) {
        return key != null && !(key instanceof Collection || key instanceof Map
                || key instanceof ClassDict || key instanceof ByteBuffer
                || key instanceof PyroUri || key instanceof ProxyState
                || key instanceof RemoteReference
                || key.getClass().getClassLoader() == null); // of the JDK
    }

    /** What the buffers take that stand for byte strings in a key: each key has its own, repeated strings too. */
    private static long sizeOfBuffers(Tuple tuple) {
        long size = 0;
        for (int i = 0; i < tuple.size(); i++) {
            Object element = tuple.get(i);
            if (element instanceof ByteBuffer) {
                size += BUFFER;
            } else if (element instanceof Tuple inner) {
                size += sizeOfBuffers(inner);
            }
        }
        return size == 0
                ? 0 // it was not copied
                : size + DecodeBudget.LIST + 2L * DecodeBudget.REFERENCE * tuple.size();
    }

    /** How many elements a key has; a set counts as one, since it keeps its hash code. */
    private static long elements(@Nullable Object key) {
        return switch (key) {
            case null -> 1;
            case FrozenSet kept -> 1;
            case ClassDict instance -> elements(instance.toDict());
            case Map<?, ?> map -> {
                long[] sum = {1};
                map.forEach((name, value) -> sum[0] += elements(name) + elements(value));
                yield sum[0];
            }
            case Collection<?> parts -> {
                long sum = 1;
                for (Object part : parts) {
                    sum += elements(part);
                }
                yield sum;
            }
            default -> length(key);
        };
    }

    /** How many elements a value without parts counts as. */
    private static long length(Object value) {
        return switch (value) {
            case BigInteger number -> 1 + number.bitLength() / BITS_PER_ELEMENT;
            case ByteBuffer bytes -> 1 + bytes.remaining() / DecodeBudget.BYTES_PER_ELEMENT;
            case PyroUri uri -> 1 + DecodeBudget.NAME * uri.tags().size()
                    + uri.objectId().length() / DecodeBudget.BYTES_PER_ELEMENT;
            case ProxyState proxy -> 1 + length(proxy.uri())
                    + DecodeBudget.NAME * (proxy.methods().size()
                            + proxy.oneway().size() + proxy.attributes().size())
                    + elements(proxy.handshake()) + lengthOfKey(proxy);
            case RemoteReference reference -> length(reference.proxyState());
            default -> 1;
        };
    }

    private static long lengthOfKey(ProxyState proxy) {
        ByteBuffer key = proxy.hmacKey();
        return key == null ? 0 : key.remaining() / DecodeBudget.BYTES_PER_ELEMENT;
    }

    /** Whether keys of this class have an order by which a HashMap finds its way among those of one hash code. */
    static boolean isOrdered(@Nullable Object key) {
        return isOrderedScalar(key) || key instanceof Tuple tuple && tuple.getClass() == Tuple.class
                && areOrdered(tuple);
    }

    static boolean isOrderedScalar(@Nullable Object key) {
        return key instanceof String || key instanceof Integer || key instanceof Long
                || key instanceof Double || key instanceof BigInteger || key instanceof Complex
                || key instanceof Boolean;
    }

    /** Whether the order of a tuple agrees with equality, which depends on its elements. */
    private static boolean areOrdered(Tuple tuple) {
        for (int i = 0; i < tuple.size(); i++) {
            Object element = tuple.get(i);
            boolean isOrdered = element == null || element instanceof ByteBuffer
                    || (element instanceof Tuple inner
                            ? areOrdered(inner)
                            : isOrderedScalar(element));
            if (!isOrdered) {
                return false;
            }
        }
        return true;
    }

    /** Whether {@code key.equals(other)}. */
    @SuppressWarnings("ReferenceEquality") // as collections do, and it saves the comparison
    boolean areEqual(@Nullable Object key, @Nullable Object other) {
        budget.step(1);
        if (key == other) {
            return true;
        }
        if (key == null || other == null) {
            return false;
        }
        if (key instanceof Integer || key instanceof String || key instanceof Double
                || key instanceof Long) {
            return key.equals(other);
        }
        if (key instanceof List<?> list && other instanceof List<?> that) {
            return areEqual(list, that);
        }
        if (key instanceof FrozenSet set && other instanceof FrozenSet that) {
            return set.hashCode() == that.hashCode() && set.size() == that.size()
                    && containsAll(set, that);
        }
        if (key.getClass() != other.getClass()) {
            return false;
        }
        if (key instanceof ClassDict || key instanceof Map || key instanceof Collection) {
            // Equality of maps looks up each entry of one in the other, where keys may share a hash code again.
            long elements = hashed(key, key);
            budget.step(elements > Integer.MAX_VALUE ? Long.MAX_VALUE / 2 : elements * elements);
        } else {
            budget.step(length(key) - 1);
        }
        return key.equals(other);
    }

    private boolean areEqual(List<?> list, List<?> that) {
        if (list.size() != that.size()) {
            return false;
        }
        Iterator<?> others = that.iterator();
        for (Object element : list) {
            if (!areEqual(element, others.next())) {
                return false;
            }
        }
        return true;
    }

    /** The same look-ups that a set makes to find out whether it is equal to another one. */
    private boolean containsAll(FrozenSet set, FrozenSet members) {
        for (Object member : members) {
            if (!contains(set, member)) {
                return false;
            }
        }
        return true;
    }

    private boolean contains(FrozenSet set, @Nullable Object member) {
        int hash = member == null ? 0 : member.hashCode();
        Iterator<@Nullable Object> candidates = set.size() <= SMALL
                ? set.iterator()
                : index(set).getOrDefault(hash, List.of()).iterator();
        while (candidates.hasNext()) {
            Object candidate = candidates.next();
            budget.step(elements(candidate));
            if ((candidate == null ? 0 : candidate.hashCode()) == hash
                    && areEqual(member, candidate)) {
                return true;
            }
        }
        return false;
    }

    private Map<Integer, List<@Nullable Object>> index(FrozenSet set) {
        Map<Integer, List<@Nullable Object>> known = indexes.get(set);
        if (known == null) {
            budget.step(set.size());
            budget.add((long) (DecodeBudget.ENTRY + DecodeBudget.LIST + DecodeBudget.NUMBER)
                    * set.size());
            known = new HashMap<>();
            for (Object member : set) {
                known.computeIfAbsent(member == null ? 0 : member.hashCode(),
                        hash -> new ArrayList<>(1)).add(member);
            }
            indexes.put(set, known);
        }
        return known;
    }
}
