package io.jyro.serialize;

import java.util.IdentityHashMap;

import org.jspecify.annotations.Nullable;

/**
 * The values of one payload that it refers to more than once. Each is converted once to each declared type, so that
 * converting takes time and memory for what a payload holds, not for what it repeats; what was one object in Python
 * stays one. For one thread at a time.
 */
final class RepeatedValues {
    /** What it takes to remember that a value is repeated, in bytes. */
    static final int ENTRY = 3 * DecodeBudget.ELEMENT;

    private static final int CONVERSION = DecodeBudget.LIST;
    private static final int LONG_TEXT = 64;

    /** By identity; null until the value is converted for the first time. */
    private final IdentityHashMap<Object, @Nullable Conversion> values = new IdentityHashMap<>();

    /** Whether converting a value may take so long that it should not be done again. */
    static boolean isWorthwhile(Object value) {
        return switch (value) {
            case Number number -> false;
            case Boolean truth -> false;
            case String text -> text.length() >= LONG_TEXT;
            default -> true;
        };
    }

    /** Remembers that a value is repeated; returns whether it was not known yet. */
    boolean add(Object value) {
        if (values.containsKey(value)) {
            return false;
        }
        values.put(value, null);
        return true;
    }

    /** The value as the binding converts it: again, unless it is repeated and known already. */
    @Nullable
    Object converted(@Nullable Object plain, Binding binding, DecodeBudget budget) {
        if (!isRepeated(plain)) {
            return binding.convert(plain, budget);
        }
        Conversion known = conversion(plain, binding, budget);
        if (!known.isConverted) {
            known.value = binding.convert(plain, budget);
            known.isConverted = true;
        }
        return known.value;
    }

    /** How well the value fits: computed, unless it is repeated and known already. */
    int score(@Nullable Object plain, Binding binding, DecodeBudget budget) {
        if (!isRepeated(plain)) {
            return binding.fit(plain, budget);
        }
        Conversion known = conversion(plain, binding, budget);
        if (!known.isScored) {
            known.score = binding.fit(plain, budget);
            known.isScored = true;
        }
        return known.score;
    }

    private boolean isRepeated(@Nullable Object plain) {
        return plain != null && values.containsKey(plain);
    }

    private Conversion conversion(@Nullable Object plain, Binding binding, DecodeBudget budget) {
        Conversion first = values.get(plain);
        for (Conversion known = first; known != null; known = known.next) {
            if (known.binding.equals(binding)) {
                return known;
            }
        }
        budget.addConverted(CONVERSION);
        Conversion added = new Conversion(binding, first);
        values.put(plain, added);
        return added;
    }

    /** What a value has become by one binding. As many are linked as types are declared for the value. */
    private static final class Conversion {
        private final Binding binding;
        private final @Nullable Conversion next;
        private boolean isScored;
        private int score;
        private boolean isConverted;
        private @Nullable Object value;

        Conversion(Binding binding, @Nullable Conversion next) {
            this.binding = binding;
            this.next = next;
        }
    }
}
