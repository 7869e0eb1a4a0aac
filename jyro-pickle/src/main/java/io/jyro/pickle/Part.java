package io.jyro.pickle;

import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Objects;

import io.jyro.serialize.DecodeBudget;
import io.jyro.serialize.bind.KeyComparisons;
import io.jyro.types.Tuple;
import org.jspecify.annotations.Nullable;

/**
 * A container on the stack of a {@link PickleReader}, with its depth and weight, so that it need not be traversed
 * again.
 *
 * <p>A container may grow until it is put into another one. From then on it must not change, so its depth and weight
 * are final, and no container can contain itself.
 */
sealed class Part permits Stateful {
    private @Nullable Object value;
    /** The nesting depth, this container included. */
    private int depth = 1;
    /** The number of elements; an element that occurs repeatedly counts each time. */
    private long weight = DecodeBudget.CONTAINER;
    /** The sum of the weights of all containers inside. */
    private long nestedInside;
    private boolean taken;
    private @Nullable Global global;
    /** The region of a zone offset, or of a tuple that contains one. */
    private @Nullable ZoneId region;
    /** The counter of keys, while a dict or set grows. */
    private @Nullable KeyComparisons comparisons;

    Part(@Nullable Object value) {
        this.value = value;
    }

    /** Returns a part for the offset of a zone at a moment; the constructor of that moment asks for the region. */
    static Part ofZone(ZoneOffset offset, ZoneId region) {
        Part zone = new Part(offset);
        zone.region = region;
        return zone;
    }

    /** Returns the Java value, which may still grow. */
    @Nullable
    Object value() {
        return value;
    }

    /** Sets the value of a container whose elements had to be taken first. */
    void become(Object finished) {
        value = finished;
    }

    /** Returns the value, which must be a tuple. */
    Tuple elements() {
        return (Tuple) Objects.requireNonNull(value);
    }

    /** Returns the counter of this dict's or set's keys. */
    KeyComparisons comparisons(DecodeBudget budget) {
        KeyComparisons known = comparisons;
        if (known == null) {
            known = new KeyComparisons(budget);
            comparisons = known;
        }
        return known;
    }

    int depth() {
        return depth;
    }

    long weight() {
        return weight;
    }

    /** Returns its weight plus those of all containers inside. */
    long nested() {
        return nestedInside + weight;
    }

    /** Adds the nested weight of a part that it contains. */
    void holdsNested(long nested) {
        nestedInside += nested;
    }

    boolean isTaken() {
        return taken;
    }

    void setTaken() {
        taken = true;
        comparisons = null; // nothing is added any more
    }

    /** Returns a class or function somewhere inside as a value, or null; only a few constructors accept one. */
    @Nullable
    Global global() {
        return global;
    }

    void holdsGlobal(Global found) {
        global = found;
    }

    /** Called by parts that accept the classes inside. */
    final void forgetGlobal() {
        global = null;
    }

    /** Returns the region of the time zone that this is or contains; null if there is none. */
    @Nullable
    ZoneId region() {
        return region;
    }

    void holdsRegion(ZoneId found) {
        region = found;
    }

    void holds(long moreWeight, int depthInside) {
        weight += moreWeight;
        depth = Math.max(depth, depthInside + 1);
    }

    /** Adds the content of another part that this one replaces, with fewer levels of nesting. */
    void holdsAs(Part other, int levelsLess) {
        weight += other.weight;
        nestedInside += other.nestedInside;
        depth = Math.max(depth, other.depth - levelsLess);
        if (other.global != null) {
            global = other.global;
        }
    }
}
