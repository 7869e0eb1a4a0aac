package io.jyro.types;

import java.util.ArrayList;
import java.util.Collection;

import org.jspecify.annotations.Nullable;

/**
 * Python's deque: a list that travels as a deque where the serializer has them, and as a list otherwise. Equal to any
 * list of equal elements. The length it is limited to is kept for its way back; adding does not look at it.
 */
public final class DequeList extends ArrayList<@Nullable Object> {
    private static final long serialVersionUID = 1L;

    private final @Nullable Integer maxLength;

    /** A deque of some elements without a limit. */
    public DequeList(Collection<? extends @Nullable Object> elements) {
        this(elements, null);
    }

    /** A deque of some elements that Python will keep at a length by dropping others, or null for no limit. */
    public DequeList(Collection<? extends @Nullable Object> elements, @Nullable Integer maxLength) {
        super(elements);
        this.maxLength = maxLength;
    }

    /** The length beyond which Python drops elements at the other end; null if there is no limit. */
    public @Nullable Integer maxLength() {
        return maxLength;
    }
}
