package io.jyro.pickle;

import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Objects;

import io.jyro.serialize.DecodeBudget;
import io.jyro.serialize.KeyComparisons;
import io.jyro.types.Tuple;
import org.jspecify.annotations.Nullable;

/**
 * A container on the stack of a {@link PickleReader}, and what must be known of it without looking into it again.
 *
 * <p>It may grow until it is taken into another one. From then on it is as it is: so its depth and weight are final, and
 * nothing can come to contain itself.
 */
sealed class Part permits Stateful {
    private @Nullable Object value;
    /** How many containers stand in each other, this one included. */
    private int depth = 1;
    /** How many elements it stands for, those that it holds many times counted as often. */
    private long weight = DecodeBudget.CONTAINER;
    /** The weights of all containers in it. */
    private long nestedInside;
    private boolean taken;
    private @Nullable Global global;
    /** Of an offset, or of a tuple that holds one. */
    private @Nullable ZoneId region;
    /** Of a dict or set that grows. */
    private @Nullable KeyComparisons comparisons;

    Part(@Nullable Object value) {
        this.value = value;
    }

    /** An offset that is the one of a zone at some moment; the constructor of that moment asks for its region. */
    static Part ofZone(ZoneOffset offset, ZoneId region) {
        Part zone = new Part(offset);
        zone.region = region;
        return zone;
    }

    /** The Java value, which may still grow. */
    @Nullable
    Object value() {
        return value;
    }

    /** Sets the value of one whose elements had to be taken first. */
    void become(Object finished) {
        value = finished;
    }

    /** The value of one that is known to be a tuple. */
    Tuple elements() {
        return (Tuple) Objects.requireNonNull(value);
    }

    /** What counts the keys of this dict or set. */
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

    /** Its weight and those of all containers in it. */
    long nested() {
        return nestedInside + weight;
    }

    /** Takes what a part that it holds counts as for its containers. */
    void holdsNested(long nested) {
        nestedInside += nested;
    }

    boolean isTaken() {
        return taken;
    }

    void setTaken() {
        taken = true;
        comparisons = null; // nothing is put into it any more
    }

    /** A class or function that stands somewhere in it as a value; only a few constructors know what to do with it. */
    @Nullable
    Global global() {
        return global;
    }

    void holdsGlobal(Global found) {
        global = found;
    }

    /** Of one that knows what to do with all of them. */
    final void forgetGlobal() {
        global = null;
    }

    /** The region of a zone that it is or holds. */
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

    /** Stands for what another part held, without being a level of its own. */
    void holdsAs(Part other, int levelsLess) {
        weight += other.weight;
        nestedInside += other.nestedInside;
        depth = Math.max(depth, other.depth - levelsLess);
        if (other.global != null) {
            global = other.global;
        }
    }
}
