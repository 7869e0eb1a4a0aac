package io.jyro.client.exchange;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * The calls in flight on a connection by their 16-bit numbers, and the callers and futures that wait for their replies.
 * Callers wait in line to read. Guarded by its owner.
 */
final class PendingReplies {
    /** The maximum number of calls in flight: with more, free numbers would be hard to find. */
    static final int MOST = 32_768;

    private @Nullable PendingReply[] places = new @Nullable PendingReply[16];
    private int last;
    private int size;
    private int futures;
    private int abandoned;
    private final Set<PendingReply> line = new LinkedHashSet<>(); // callers waiting for their turn to read

    int size() {
        return size;
    }

    /** Returns the number of calls that a caller or future waits for: those in flight that are not abandoned. */
    int waiting() {
        return size - abandoned;
    }

    /** Returns how many numbers are taken by abandoned calls. */
    int abandoned() {
        return abandoned;
    }

    /** Returns the number of waiting futures, and of waiting callers that leave the reading to another thread. */
    int futures() {
        return futures;
    }

    /** Returns the caller that is to read next, or null if no caller is in line. */
    @Nullable
    PendingReply firstInLine() {
        return line.isEmpty() ? null : line.iterator().next();
    }

    /** Adds a caller to the line for reading. */
    void queue(PendingReply caller) {
        caller.inLine = true;
        line.add(caller);
    }

    /** Removes a caller that reads now, or will not read. */
    void unqueue(PendingReply caller) {
        if (caller.inLine) { // computing the identity hash for the set is slow the first time; a lone caller avoids it
            caller.inLine = false;
            line.remove(caller);
        }
    }

    /** Assigns a free number to a call and adds it. */
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

    /** Returns a free number for a message that has no reply. */
    int spare() {
        do {
            last = last + 1 & 0xffff;
        } while (places[last & places.length - 1] != null);
        return last;
    }

    /** Returns the call in flight with a number, or null if there is none. */
    @Nullable
    PendingReply find(int number) {
        PendingReply pending = places[number & places.length - 1];
        return pending == null || pending.number != number ? null : pending;
    }

    /** Removes a call that is no longer in flight. */
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

    /** Marks a call that no caller or future waits for any more. Its number stays taken until its reply comes. */
    void abandon(PendingReply pending) {
        if (!pending.abandoned) {
            stopsWaiting(pending);
            pending.abandoned = true;
            abandoned++;
        }
    }

    /** Abandons and returns the futures that have waited for too long. */
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

    /** Returns all calls in flight, which will not get replies. */
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

    // Numbers that differ in their low bits also differ with one more bit, so no two calls collide.
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
