package io.jyro.serialize;

import org.jspecify.annotations.Nullable;

/** Of {@code void}: whatever comes is not wanted. */
final class NothingBinding extends Binding {
    NothingBinding(Class<?> type) {
        super(type, type);
    }

    @Override
    public @Nullable Object bind(@Nullable Object plain) {
        return null;
    }

    @Override
    public int score(@Nullable Object plain) {
        return plain == null ? EXACT : ANYTHING;
    }
}
