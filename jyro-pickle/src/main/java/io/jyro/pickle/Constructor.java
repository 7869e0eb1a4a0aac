package io.jyro.pickle;

import org.jspecify.annotations.Nullable;

/** Creates a Java value from the arguments of a Python constructor. */
@FunctionalInterface
interface Constructor {
    /** Returns the item for the stack: a plain value, a {@link Part}, or a {@link Global}. */
    @Nullable
    Object construct(ConstructorArguments arguments);
}
