package io.jyro.serialize.bind;

import java.lang.reflect.Type;
import java.lang.reflect.TypeVariable;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/** Binding of a type that is resolved at first use, since it may be the type that contains it. */
final class DeferredBinding extends Binding {
    private final Type declared;
    private final Map<TypeVariable<?>, Binding> scope;
    private volatile @Nullable Binding resolved;

    DeferredBinding(Type declared, Map<TypeVariable<?>, Binding> scope) {
        super(Object.class, declared);
        this.declared = declared;
        this.scope = scope;
    }

    @Override
    @Nullable
    Object convert(@Nullable Object plain, ConversionBudget budget) {
        return resolved().bind(plain, budget);
    }

    @Override
    int fit(@Nullable Object plain, ConversionBudget budget) {
        return resolved().score(plain, budget);
    }

    private Binding resolved() {
        Binding binding = resolved;
        if (binding == null) {
            binding = Bindings.of(declared, scope);
            resolved = binding;
        }
        return binding;
    }
}
