package io.jyro.client;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * The calls of a connection that are under way, by their numbers of 16 bits, and who waits for their replies: callers,
 * who stand in line to read, and futures. Guarded by its owner.
 */
final class PendingReplies {
    /** How many calls may be under way: with more, free numbers would be hard to find. */
    static final int MOST = 32_768;

    private @Nullable PendingReply[] places = new @Nullable PendingReply[16];
    private int last;
    private int size;
    private int futures;
    private int abandoned;
    private final Set<PendingReply> line = new LinkedHashSet<>(); // callers who read when their turn comes

    int size() {
        return size;
    }

    /** How many calls somebody waits for: all that are under way and not abandoned. */
    int waiting() {
        return size - abandoned;
    }

    /** How many numbers are taken by calls that nobody waits for. */
    int abandoned() {
        return abandoned;
    }

    /** How many futures wait, and callers that leave the reading to others. */
    int futures() {
        return futures;
    }

    /** The caller who is to read next; null if none waits to. */
    @Nullable
    PendingReply firstInLine() {
        return line.isEmpty() ? null : line.iterator().next();
    }

    /** A caller waits for its turn to read. */
    void queue(PendingReply caller) {
        caller.inLine = true;
        line.add(caller);
    }

    /** A caller reads now, or will not. */
    void unqueue(PendingReply caller) {
        if (caller.inLine) { // a set asks for the identity hash, which is slow the first time; a lone caller needs none
            caller.inLine = false;
            line.remove(caller);
        }
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
        if (pending.leavesReading()) {
            futures++;
        }
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
        pending.answered = true;
        int place = pending.number & places.length - 1;
        if (pending.equals(places[place])) {
            places[place] = null;
            size--;
            if (pending.abandoned) {
                abandoned--;
            }
        }
        stopsWaiting(pending);
    }

    /** Nobody waits for a call any more. Its number stays taken until its reply comes. */
    void abandon(PendingReply pending) {
        if (!pending.abandoned) {
            stopsWaiting(pending);
            pending.abandoned = true;
            abandoned++;
        }
    }

    /** Abandons the futures that have waited for too long; gives them. */
    List<PendingReply> abandonFutures(long now) {
        List<PendingReply> late = new ArrayList<>();
        for (PendingReply each : all()) {
            if (each.isForFuture() && !each.abandoned && each.hasLimit()
                    && each.leftNanos(now) <= 0) {
                abandon(each);
                late.add(each);
            }
        }
        return late;
    }

    /** There will be no replies; gives all calls that were under way. */
    List<PendingReply> end() {
        List<PendingReply> all = all();
        for (PendingReply each : all) {
            each.answered = true;
        }
        line.clear();
        return all;
    }

    private void stopsWaiting(PendingReply pending) {
        if (!pending.abandoned) {
            unqueue(pending);
            if (pending.leavesReading()) {
                futures--;
            }
        }
    }

    private List<PendingReply> all() {
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
