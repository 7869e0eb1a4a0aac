package io.jyro.types;

import java.util.AbstractSet;
import java.util.Collection;
import java.util.Collections;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * Python's frozenset: an unmodifiable set, sent as a frozenset if the serializer supports it and as a set otherwise.
 * Equal to any set with equal members. Its hash code is computed once, at creation.
 */
public final class FrozenSet extends AbstractSet<@Nullable Object> {
    private final Set<@Nullable Object> members;
    private final int hash;

    private FrozenSet(Set<@Nullable Object> members) {
        this.members = Collections.unmodifiableSet(members);
        int sum = 0;
        for (Object member : members) {
            sum += Objects.hashCode(member);
        }
        this.hash = sum;
    }

    /** Returns a frozenset of these members, without duplicates. */
    public static FrozenSet of(@Nullable Object... members) {
        List<@Nullable Object> list = Tuple.of(members);
        return new FrozenSet(new LinkedHashSet<>(list));
    }

    /** Returns a frozenset of the members of a collection, in its order. */
    public static FrozenSet copyOf(Collection<? extends @Nullable Object> members) {
        return members instanceof FrozenSet frozen
                ? frozen
                : new FrozenSet(new LinkedHashSet<>(members));
    }

    /** Returns a frozenset backed by a set that will not change any more; the set is not copied. */
    public static FrozenSet over(Set<@Nullable Object> members) {
        return new FrozenSet(members);
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

    @Override
    public boolean equals(@Nullable Object other) {
        return this == other
                || (other instanceof FrozenSet that
                        ? hash == that.hash && super.equals(that)
                        : super.equals(other));
    }

    /** Returns the hash code specified by {@link Set}. */
    @Override
    public int hashCode() {
        return hash;
    }
}
