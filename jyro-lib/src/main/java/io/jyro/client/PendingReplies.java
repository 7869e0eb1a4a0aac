package io.jyro.client;

import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

/** The calls of a connection that are under way, by their numbers of 16 bits. Guarded by its owner. */
final class PendingReplies {
    /** How many calls may be under way: with more, free numbers would be hard to find. */
    static final int MOST = 32_768;

    private @Nullable PendingReply[] places = new @Nullable PendingReply[16];
    private int last;
    private int size;

    int size() {
        return size;
    }

    /** Gives a call a number that no other has. */
    void add(PendingReply pending) {
        if (2 * size >= places.length) {
            grow();
        }
        do {
            last = last + 1 & 0xffff;
        } while (places[last & places.length - 1] != null);
        places[last & places.length - 1] = pending;
        pending.number = last;
        size++;
    }

    /** A number for a message that nobody answers. */
    int spare() {
        do {
            last = last + 1 & 0xffff;
        } while (places[last & places.length - 1] != null);
        return last;
    }

    /** The call of a number; null if none is under way. */
    @Nullable
    PendingReply find(int number) {
        PendingReply pending = places[number & places.length - 1];
        return pending == null || pending.number != number ? null : pending;
    }

    /** A call is under way no longer. */
    void remove(PendingReply pending) {
        int place = pending.number & places.length - 1;
        if (pending.equals(places[place])) {
            places[place] = null;
            size--;
        }
    }

    /** All calls that are under way. */
    List<PendingReply> all() {
        List<PendingReply> all = new ArrayList<>(size);
        for (PendingReply pending : places) {
            if (pending != null) {
                all.add(pending);
            }
        }
        return all;
    }

    // Numbers that differ in the low bits still do with one bit more.
    private void grow() {
        @Nullable
        PendingReply[] larger = new @Nullable PendingReply[2 * places.length];
        for (PendingReply pending : places) {
            if (pending != null) {
                larger[pending.number & larger.length - 1] = pending;
            }
        }
        places = larger;
    }
}
