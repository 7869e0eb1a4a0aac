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
 * Python's frozenset: an unmodifiable set that travels as a frozenset where the serializer has them, and as a set
 * otherwise. Equal to any set of equal members. Its hash code is computed once, when it is made.
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

    /** A frozenset over a set that nobody changes any more; the set is not copied. */
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

    /** As {@link Set} says. */
    @Override
    public int hashCode() {
        return hash;
    }
}
