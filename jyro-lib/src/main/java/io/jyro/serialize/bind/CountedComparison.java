package io.jyro.serialize.bind;

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
 * Compares keys like {@code equals} and charges a budget for every element that is visited, also in nested keys.
 * Comparisons that are too expensive thus end the reading before a hash table does the same work, which could not be
 * interrupted. For one payload, on one thread.
 */
final class CountedComparison {
    private static final int BITS_PER_ELEMENT = Byte.SIZE * ConversionBudget.BYTES_PER_ELEMENT;
    /** The largest set that is searched linearly. */
    private static final int SMALL = 8;
    /** The size of a buffer over a byte string, and of a reference to it. */
    private static final int BUFFER = 64;

    private final ConversionBudget budget;
    /** The members of large sets by hash code, indexed when a set is compared for the first time. */
    private final IdentityHashMap<FrozenSet, Map<Integer, List<@Nullable Object>>> indexes = new IdentityHashMap<>();

    CountedComparison(ConversionBudget budget) {
        this.budget = budget;
    }

    /**
     * Charges for hashing a key and returns how many elements that visits.
     *
     * @param from the value from which the key was converted, which tells the size of a record or bean
     */
    long hashed(@Nullable Object key, @Nullable Object from) {
        long elements = isOpaque(key) ? elements(from) : elements(key);
        budget.step(keepsHash(key) ? elements : 2 * elements); // once here and once in the hash table
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

    /** Returns whether a key is of a user's class, whose size is unknown. */
    static boolean isOpaque(@Nullable Object key) {
        return key != null && !(key instanceof Collection || key instanceof Map
                || key instanceof ClassDict || key instanceof ByteBuffer
                || key instanceof PyroUri || key instanceof ProxyState
                || key instanceof RemoteReference
                || key.getClass().getClassLoader() == null); // of the JDK
    }

    /**
     * Returns the memory of the buffers that replace byte strings in a key: each key has its own, even for repeated
     * strings.
     */
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
                ? 0 // the tuple was not copied
                : size + ConversionBudget.LIST + 2L * ConversionBudget.REFERENCE * tuple.size();
    }

    /** Returns how many elements a key has; a set counts as one, since its hash code is cached. */
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

    /** Returns how many elements a value without parts counts as. */
    private static long length(Object value) {
        return switch (value) {
            case BigInteger number -> 1 + number.bitLength() / BITS_PER_ELEMENT;
            case ByteBuffer bytes -> 1 + bytes.remaining() / ConversionBudget.BYTES_PER_ELEMENT;
            case PyroUri uri -> 1 + ConversionBudget.NAME * uri.tags().size()
                    + uri.objectId().length() / ConversionBudget.BYTES_PER_ELEMENT;
            case ProxyState proxy -> 1 + length(proxy.uri())
                    + ConversionBudget.NAME * (proxy.methods().size()
                            + proxy.oneway().size() + proxy.attributes().size())
                    + elements(proxy.handshake()) + lengthOfKey(proxy);
            case RemoteReference reference -> length(reference.proxyState());
            default -> 1;
        };
    }

    private static long lengthOfKey(ProxyState proxy) {
        ByteBuffer key = proxy.hmacKey();
        return key == null ? 0 : key.remaining() / ConversionBudget.BYTES_PER_ELEMENT;
    }

    /**
     * Returns whether a HashMap can use the order of keys of this class to search among those with the same hash code.
     */
    static boolean isOrdered(@Nullable Object key) {
        return isOrderedScalar(key) || key instanceof Tuple tuple && tuple.getClass() == Tuple.class
                && areOrdered(tuple);
    }

    static boolean isOrderedScalar(@Nullable Object key) {
        return key instanceof String || key instanceof Integer || key instanceof Long
                || key instanceof Double || key instanceof BigInteger || key instanceof Complex
                || key instanceof Boolean;
    }

    /** Returns whether the order of a tuple agrees with equality, which depends on its elements. */
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

    /** Returns {@code key.equals(other)}. */
    @SuppressWarnings("ReferenceEquality") // like collections, and it saves the comparison
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
            // Comparing maps looks up each entry of one in the other, whose keys may have equal hash codes again.
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

    /** Does the same lookups as a set that is compared with another one. */
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
            budget.add((long) (ConversionBudget.ENTRY + ConversionBudget.LIST
                    + ConversionBudget.NUMBER)
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
