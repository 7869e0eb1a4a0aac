package io.jyro.serialize;

import org.jspecify.annotations.Nullable;

/** How objects of one class become plain values. */
interface PlainForm {
    /** A plain value, or one that is a step closer to it. */
    @Nullable
    Object of(Object value, CodecContext context);
}
