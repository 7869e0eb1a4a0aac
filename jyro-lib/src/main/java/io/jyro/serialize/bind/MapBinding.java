package io.jyro.serialize.bind;

import java.lang.reflect.Type;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.Supplier;

import io.jyro.TypeMismatchException;
import io.jyro.types.ClassDict;
import org.jspecify.annotations.Nullable;

/**
 * Binding of maps: converts dicts and the attributes of class dicts. Keys that are numbers or booleans are also
 * accepted as text, since json has only text as keys.
 */
final class MapBinding extends Binding {
    private static final List<ContainerTypes.Choice<Map<@Nullable Object, @Nullable Object>>> CHOICES = List
            .of(
                    new ContainerTypes.Choice<>(LinkedHashMap.class, LinkedHashMap::new),
                    new ContainerTypes.Choice<>(TreeMap.class, TreeMap::new),
                    new ContainerTypes.Choice<>(ConcurrentHashMap.class, ConcurrentHashMap::new),
                    new ContainerTypes.Choice<>(ConcurrentSkipListMap.class,
                            ConcurrentSkipListMap::new));

    private final Binding key;
    private final Binding value;
    private final @Nullable Supplier<? extends Map<@Nullable Object, @Nullable Object>> maker;

    MapBinding(Class<?> type, Type declared, Binding key, Binding value) {
        super(type, declared);
        this.key = key;
        this.value = value;
        this.maker = type == EnumMap.class
                ? ContainerTypes.enumMap(key.type())
                : ContainerTypes.maker(type, CHOICES);
    }

    /**
     * Returns whether maps of a type can be created; of other types only a received value can be returned unchanged.
     */
    static boolean canMake(Class<?> type) {
        return type == EnumMap.class || ContainerTypes.maker(type, CHOICES) != null;
    }

    private static @Nullable Map<?, ?> dict(Object plain) {
        return plain instanceof ClassDict named
                ? named.attributes()
                : plain instanceof Map<?, ?> dict ? dict : null;
    }

    @SuppressWarnings("ReferenceEquality") // detects whether anything was converted
    @Override
    @Nullable
    Object convert(@Nullable Object plain, ConversionBudget budget) {
        if (plain == null) {
            return null;
        }
        Map<?, ?> dict = dict(plain);
        if (dict == null) {
            return local(plain);
        }
        boolean same = type().isInstance(plain);
        if (key.takesAnything() && value.takesAnything()) {
            return same ? plain : made(dict, budget);
        }
        budget.addConverted(sizeOf(dict));
        Map<@Nullable Object, @Nullable Object> bound = new LinkedHashMap<>();
        KeyComparisons comparisons = KeyComparisons.ofConverted(budget);
        boolean changed = !same;
        for (Map.Entry<?, ?> entry : dict.entrySet()) {
            Object boundKey = boundKey(entry.getKey(), budget);
            Object boundValue = boundValue(entry.getKey(), entry.getValue(), budget);
            changed |= boundKey != entry.getKey() || boundValue != entry.getValue();
            comparisons.add(boundKey, entry.getKey(), bound.keySet());
            bound.put(boundKey, boundValue);
        }
        if (!changed) {
            return plain;
        }
        return type().isInstance(bound) ? bound : made(bound, budget);
    }

    private @Nullable Object boundKey(@Nullable Object given, ConversionBudget budget) {
        try {
            return key.bindKey(given, budget);
        } catch (TypeMismatchException e) {
            throw e.withContext("[key " + PythonNames.key(given) + "]");
        }
    }

    private @Nullable Object boundValue(@Nullable Object givenKey, @Nullable Object given,
            ConversionBudget budget) {
        try {
            return value.bind(given, budget);
        } catch (TypeMismatchException e) {
            throw e.withContext("[" + PythonNames.key(givenKey) + "]");
        }
    }

    private static long sizeOf(Map<?, ?> dict) {
        return ConversionBudget.DICT + ConversionBudget.TABLE
                + (long) ConversionBudget.ENTRY * dict.size();
    }

    private Object made(Map<?, ?> from, ConversionBudget budget) {
        if (maker == null) {
            throw mismatch(from);
        }
        budget.addConverted(sizeOf(from));
        Map<@Nullable Object, @Nullable Object> made = maker.get();
        try {
            made.putAll(from);
        } catch (ClassCastException | NullPointerException e) {
            throw mismatch("dict with keys that have no order, or with None", e);
        }
        return made;
    }

    @Override
    int fit(@Nullable Object plain, ConversionBudget budget) {
        if (plain == null) {
            return NONE;
        }
        Map<?, ?> dict = dict(plain);
        if (dict == null) {
            return fitOfLocal(plain);
        }
        int worst = Math.min(scoreOfKeys(dict, budget),
                ArrayBinding.worst(value, dict.values(), budget));
        return scoreOf(plain instanceof ClassDict ? 500 : 900, worst);
    }

    private int scoreOfKeys(Map<?, ?> dict, ConversionBudget budget) {
        int worst = EXACT;
        for (Object given : dict.keySet()) {
            worst = Math.min(worst, key.scoreKey(given, budget));
        }
        return worst;
    }
}
