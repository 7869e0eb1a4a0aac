package io.jyro.pickle;

import org.jspecify.annotations.Nullable;

/** Makes a Java value of what Python's constructor of some name would be called with. */
@FunctionalInterface
interface Constructor {
    /** A plain value, a {@link Part}, or a {@link Global}: what then lies on the stack. */
    @Nullable
    Object construct(Arguments arguments);
}
