package io.jyro.serialize.bind;

import java.lang.reflect.Type;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;

/** Binding of Optional and its primitive variants: None becomes empty. */
final class OptionalBinding<T> extends Binding {
    private final Binding content;
    private final T empty;
    private final Function<Object, T> full;

    OptionalBinding(Class<?> type, Type declared, Binding content, T empty,
            Function<Object, T> full) {
        super(type, declared);
        this.content = content;
        this.empty = empty;
        this.full = full;
    }

    @Override
    Object convert(@Nullable Object plain, ConversionBudget budget) {
        if (type().isInstance(plain)) {
            return plain;
        }
        Object value = content.bind(plain, budget);
        return value == null ? empty : full.apply(value);
    }

    @Override
    public boolean mayBeAbsent() {
        return true;
    }

    @Override
    public Object absent() {
        return empty;
    }

    @Override
    int fit(@Nullable Object plain, ConversionBudget budget) {
        return plain == null ? EXACT : content.score(plain, budget);
    }
}
