package io.jyro.serialize.bind;

import java.util.IdentityHashMap;

import org.jspecify.annotations.Nullable;

/**
 * The values to which one payload refers more than once. Each is converted once to each declared type, so that
 * repetitions cost neither time nor memory, and one object in Python stays one object. Not thread-safe.
 */
public final class RepeatedValues {
    /** The memory in bytes for remembering a repeated value. */
    public static final int ENTRY = 3 * ConversionBudget.ELEMENT;

    private static final int CONVERSION = ConversionBudget.LIST;
    private static final int LONG_TEXT = 64;

    /** Compared by identity; null until the value is first converted. */
    private final IdentityHashMap<Object, @Nullable Conversion> values = new IdentityHashMap<>();

    /** Returns whether converting a value may take so long that it should not be repeated. */
    public static boolean isWorthwhile(Object value) {
        return switch (value) {
            case Number number -> false;
            case Boolean truth -> false;
            case String text -> text.length() >= LONG_TEXT;
            default -> true;
        };
    }

    /** Remembers that a value is repeated; returns whether it is new. */
    public boolean add(Object value) {
        if (values.containsKey(value)) {
            return false;
        }
        values.put(value, null);
        return true;
    }

    /** Returns the converted value, from memory if it is repeated and has been converted before. */
    @Nullable
    Object converted(@Nullable Object plain, Binding binding, ConversionBudget budget) {
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

    /** Returns how well the value fits, from memory if it is repeated and has been scored before. */
    int score(@Nullable Object plain, Binding binding, ConversionBudget budget) {
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

    private Conversion conversion(@Nullable Object plain, Binding binding,
            ConversionBudget budget) {
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

    /** The result of converting a value with one binding; linked to those of other bindings. */
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
