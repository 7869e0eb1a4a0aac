package io.jyro.serialize;

import java.lang.reflect.Type;

import org.jspecify.annotations.Nullable;

/** To a class whose values are made of plain ones. None, and a value that is an instance already, stay what they are. */
abstract class ObjectBinding extends Binding {
    ObjectBinding(Class<?> type, Type declared) {
        super(type, declared);
    }

    /** @param className under which the type travels, if it has a name on the wire */
    ObjectBinding(Class<?> type, Type declared, @Nullable String className) {
        super(type, declared, className);
    }

    @Override
    final @Nullable Object convert(@Nullable Object plain, ConversionBudget budget) {
        return plain == null || type().isInstance(plain) ? plain : convertOther(plain, budget);
    }

    @Override
    final int fit(@Nullable Object plain, ConversionBudget budget) {
        if (plain == null) {
            return NONE;
        }
        return type().isInstance(plain) ? EXACT : fitOther(plain, budget);
    }

    /** What {@link #convert} returns for a value that is not an instance yet. */
    abstract @Nullable Object convertOther(Object plain, ConversionBudget budget);

    /** What {@link #fit} returns for a value that is not an instance yet. */
    abstract int fitOther(Object plain, ConversionBudget budget);
}
