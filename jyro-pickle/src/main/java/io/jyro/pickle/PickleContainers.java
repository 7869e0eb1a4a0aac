package io.jyro.pickle;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.jyro.SerializationException;
import io.jyro.serialize.DecodeBudget;
import io.jyro.serialize.HashableKeys;
import io.jyro.serialize.bind.KeyComparisons;
import io.jyro.types.FrozenSet;
import io.jyro.types.Tuple;
import org.jspecify.annotations.Nullable;

/**
 * Creates the containers of a pickle and fills them with items that were just taken off the stack. Everything is
 * charged to the budget before memory is allocated. For one pickle, on one thread.
 */
final class PickleContainers {
    /** The size of a {@link Part} without its value. */
    private static final int PART = 40;

    private final PickleInput in;
    private final PickleStack stack;
    private final DecodeBudget budget;

    PickleContainers(PickleInput in, PickleStack stack, DecodeBudget budget) {
        this.in = in;
        this.stack = stack;
        this.budget = budget;
    }

    // New containers

    Part newList() {
        budget.add(DecodeBudget.LIST + PART);
        return new Part(new ArrayList<@Nullable Object>());
    }

    Part newDict() {
        budget.add(DecodeBudget.DICT + PART);
        return new Part(new LinkedHashMap<Object, @Nullable Object>());
    }

    Part newSet() {
        budget.add(DecodeBudget.SET + PART);
        return new Part(new LinkedHashSet<@Nullable Object>());
    }

    /** Creates a tuple of the items that were just taken off. */
    Part tuple(int count) {
        return tuple(0, count);
    }

    Part tuple(int from, int to) {
        budget.add(PART);
        if (to > from) { // the empty tuple is shared
            budget.add(DecodeBudget.LIST + 2L * DecodeBudget.REFERENCE * (to - from)); // twice, since Tuple copies
        }
        Part tuple = new Part(Tuple.of());
        @Nullable
        Object[] elements = new Object[to - from];
        for (int i = from; i < to; i++) {
            elements[i - from] = stack.take(stack.takenOff(i), tuple);
        }
        tuple.become(Tuple.of(elements));
        return tuple;
    }

    Part frozenSet(int count) {
        budget.add(DecodeBudget.SET + DecodeBudget.LIST + PART);
        Part part = new Part(FrozenSet.of());
        Set<@Nullable Object> members = new LinkedHashSet<>();
        add(members, part, count);
        part.become(FrozenSet.over(members));
        return part;
    }

    // Growing containers

    /** Appends to the list at the top of the stack. */
    void append(int count) {
        appended(growing(), count);
    }

    /** Sets items of the dict at the top of the stack. */
    void setItems(int count) {
        filled(growing(), count);
    }

    /** Adds members to the set at the top of the stack. */
    @SuppressWarnings("unchecked") // sets created here contain objects
    void addMembers(int count) {
        Part part = growing();
        if (!(part.value() instanceof LinkedHashSet<?> set)) {
            throw wrongContainer("adds items to", part);
        }
        add((Set<@Nullable Object>) set, part, count);
    }

    /** Returns the container at the top of the stack, which must not have been put into another one yet. */
    private Part growing() {
        if (!(stack.peek() instanceof Part part)) {
            throw new SerializationException("it adds to a value that is not a container");
        }
        if (part.isTaken()) {
            throw PickleStack.containsItself();
        }
        if (part instanceof Instance instance) {
            throw instance.holdsNoItems();
        }
        return part;
    }

    /** Returns a list after appending to it. */
    @SuppressWarnings("unchecked") // lists created here contain objects
    Part appended(Part part, int count) {
        if (!(part.value() instanceof ArrayList<?> list)) {
            throw wrongContainer("appends to", part);
        }
        budget.add((long) DecodeBudget.ELEMENT * count);
        for (int i = 0; i < count; i++) {
            ((List<@Nullable Object>) list).add(stack.take(stack.takenOff(i), part));
        }
        return part;
    }

    /** Returns a dict after setting items of it. */
    @SuppressWarnings({"unchecked", "NullAway"}) // dicts created here contain objects; None is allowed as a key
    Part filled(Part part, int count) {
        if (!(part.value() instanceof LinkedHashMap<?, ?> map)) {
            throw wrongContainer("sets items of", part);
        }
        if (count % 2 != 0) {
            throw new SerializationException("it has a key of a dict without a value");
        }
        Map<Object, @Nullable Object> dict = (Map<Object, @Nullable Object>) map;
        budget.add(sizeOfEntries(count / 2, dict.isEmpty()));
        part.holds((long) DecodeBudget.PAIR * (count / 2), 0);
        KeyComparisons comparisons = part.comparisons(budget);
        for (int i = 0; i < count; i += 2) {
            Object key = key(stack.take(stack.takenOff(i), part));
            comparisons.add(key, dict.keySet());
            dict.put(key, stack.take(stack.takenOff(i + 1), part));
        }
        return part;
    }

    private void add(Set<@Nullable Object> set, Part part, int count) {
        budget.add(sizeOfEntries(count, set.isEmpty()));
        KeyComparisons comparisons = part.comparisons(budget);
        for (int i = 0; i < count; i++) {
            Object member = key(stack.take(stack.takenOff(i), part));
            comparisons.add(member, set);
            set.add(member);
        }
    }

    private static long sizeOfEntries(int count, boolean areFirst) {
        return (long) DecodeBudget.ENTRY * count
                + (areFirst && count > 0 ? DecodeBudget.TABLE : 0);
    }

    private @Nullable Object key(@Nullable Object value) {
        return HashableKeys.of(value, in.offset());
    }

    private static SerializationException wrongContainer(String does, Part part) {
        return new SerializationException(
                "it " + does + " a " + ConstructorArguments.name(part.value()));
    }
}
