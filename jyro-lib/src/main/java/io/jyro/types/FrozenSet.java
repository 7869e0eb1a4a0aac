package io.jyro.types;

import java.util.AbstractSet;
import java.util.Collection;
import java.util.Collections;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * Python's frozenset: an unmodifiable set that travels as a frozenset where the serializer has them, and as a set
 * otherwise. Equal to any set of equal members.
 */
public final class FrozenSet extends AbstractSet<@Nullable Object> {
    private final Set<@Nullable Object> members;

    private FrozenSet(Set<@Nullable Object> members) {
        this.members = Collections.unmodifiableSet(members);
    }

    /** A frozenset of these members; a member given twice counts once. */
    public static FrozenSet of(@Nullable Object... members) {
        List<@Nullable Object> list = Tuple.of(members);
        return new FrozenSet(new LinkedHashSet<>(list));
    }

    /** A frozenset of the members of a collection, in its order. */
    public static FrozenSet copyOf(Collection<? extends @Nullable Object> members) {
        return members instanceof FrozenSet frozen
                ? frozen
                : new FrozenSet(new LinkedHashSet<>(members));
    }

    @Override
    public Iterator<@Nullable Object> iterator() {
        return members.iterator();
    }

    @Override
    public int size() {
        return members.size();
    }

    @Override
    public boolean contains(@Nullable Object member) {
        return members.contains(member);
    }
}
