package io.jyro.serialize;

import org.jspecify.annotations.Nullable;

/** Of {@code void}: whatever comes is not wanted. */
final class NothingBinding extends Binding {
    NothingBinding(Class<?> type) {
        super(type, type);
    }

    @Override
    @Nullable
    Object convert(@Nullable Object plain, DecodeBudget budget) {
        return null;
    }

    @Override
    int fit(@Nullable Object plain, DecodeBudget budget) {
        return plain == null ? EXACT : ANYTHING;
    }
}
