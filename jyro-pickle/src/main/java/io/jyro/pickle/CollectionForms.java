package io.jyro.pickle;

import java.util.Map;
import java.util.Set;

import io.jyro.types.Counter;
import io.jyro.types.DefaultDict;
import io.jyro.types.DequeList;
import io.jyro.types.FrozenSet;
import io.jyro.types.OrderedDict;

/** Writes sets and the collections of Python's module {@code collections}. */
final class CollectionForms {
    private final PickleWriter writer;
    private final HashableForms keys;
    private final PickleOutput out;

    CollectionForms(PickleWriter writer, HashableForms keys, PickleOutput out) {
        this.writer = writer;
        this.keys = keys;
        this.out = out;
    }

    void deque(DequeList deque) {
        writer.enter(deque);
        out.global("collections.deque");
        if (deque.maxLength() == null) {
            out.call(0);
        } else {
            out.emptyTuple();
            out.integer(deque.maxLength());
            out.call(2);
        }
        writer.append(deque);
        writer.leave();
    }

    void set(Set<?> set) {
        writer.enter(set);
        if (out.hasSets()) {
            out.emptySet();
            out.mark();
            set.forEach(keys::write);
            out.addMembers();
        } else {
            setOfList("set", set);
        }
        writer.leave();
    }

    void frozenSet(FrozenSet set) {
        writer.enter(set);
        if (out.hasSets()) {
            out.mark();
            set.forEach(keys::write);
            out.endFrozenSet();
        } else {
            setOfList("frozenset", set);
        }
        writer.leave();
    }

    private void setOfList(String type, Set<?> set) {
        out.global("builtins." + type);
        out.emptyList();
        out.mark();
        set.forEach(keys::write);
        out.append();
        out.call(1);
    }

    void orderedDict(OrderedDict dict) {
        out.global("collections.OrderedDict");
        out.call(0);
        entries(dict);
    }

    void defaultDict(DefaultDict dict) {
        out.global("collections.defaultdict");
        if (dict.factory() == null) {
            out.none();
        } else {
            out.global("builtins." + dict.factory());
        }
        out.call(1);
        entries(dict);
    }

    private void entries(Map<?, ?> dict) {
        writer.enter(dict);
        writer.entries(dict, null);
        writer.leave();
    }

    void counter(Counter counter) {
        out.global("collections.Counter");
        writer.dict(counter);
        out.call(1);
    }
}
