package io.jyro.types;

import java.util.ArrayList;
import java.util.Collection;

import org.jspecify.annotations.Nullable;

/**
 * Python's deque: a list sent as a deque if the serializer supports it and as a list otherwise. Equal to any list with
 * equal elements. The maximum length is kept so that it can be sent back; adding elements here does not apply it.
 */
public final class DequeList extends ArrayList<@Nullable Object> {
    private static final long serialVersionUID = 1L;

    private final @Nullable Integer maxLength;

    /** Creates a deque without a maximum length. */
    public DequeList(Collection<? extends @Nullable Object> elements) {
        this(elements, null);
    }

    /** Creates a deque with the maximum length that Python will apply; null for no limit. */
    public DequeList(Collection<? extends @Nullable Object> elements, @Nullable Integer maxLength) {
        super(elements);
        this.maxLength = maxLength;
    }

    /** Returns the length beyond which Python drops elements at the opposite end; null if there is no limit. */
    public @Nullable Integer maxLength() {
        return maxLength;
    }
}
