package io.jyro.serialize;

import org.jspecify.annotations.Nullable;

/** Converts objects of one class to plain values. */
interface PlainForm {
    /** Returns a plain value, or one that is a step closer to it. */
    @Nullable
    Object of(Object value, FormContext context);
}
