package io.jyro.serialize.bind;

import org.jspecify.annotations.Nullable;

/** Binding of {@code void}: ignores every value. */
final class NothingBinding extends Binding {
    NothingBinding(Class<?> type) {
        super(type, type);
    }

    @Override
    @Nullable
    Object convert(@Nullable Object plain, ConversionBudget budget) {
        return null;
    }

    @Override
    int fit(@Nullable Object plain, ConversionBudget budget) {
        return plain == null ? EXACT : ANYTHING;
    }
}
