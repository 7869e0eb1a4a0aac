package io.jyro.server;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

import org.jspecify.annotations.Nullable;

/**
 * The places where exceptions were thrown in the last minute, so that each is warned of once. Memory does not grow with
 * the number of exceptions, and is bounded whatever the number of places. Any thread.
 */
final class FailedPlaces {
    private static final long NANOS_BETWEEN = TimeUnit.MINUTES.toNanos(1);
    private static final int MOST_PLACES = 1000;

    /** A line of code, and the class of what was thrown there; the frame is null if the JVM left it out. */
    private record Place(String thrown, @Nullable StackTraceElement frame) {}

    private final LongSupplier nanoTime;
    private final Map<Place, Long> warned = new LinkedHashMap<>(); // the oldest first; guarded by this

    FailedPlaces(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    /** Whether a warning of an exception is due: none was for its place within a minute. */
    boolean isDue(Throwable thrown) {
        return isDue(new Place(thrown.getClass().getName(), place(thrown)));
    }

    private synchronized boolean isDue(Place place) {
        long now = nanoTime.getAsLong();
        Long last = warned.get(place);
        if (last != null && now - last < NANOS_BETWEEN) {
            return false;
        }
        warned.remove(place);
        if (warned.size() >= MOST_PLACES) {
            Iterator<Place> oldest = warned.keySet().iterator();
            oldest.next();
            oldest.remove();
        }
        warned.put(place, now);
        return true;
    }

    // What the JDK throws belongs to the line that called it.
    private static @Nullable StackTraceElement place(Throwable thrown) {
        StackTraceElement[] frames = thrown.getStackTrace();
        for (StackTraceElement frame : frames) {
            String module = frame.getModuleName();
            if (module == null || !module.startsWith("java.") && !module.startsWith("jdk.")) {
                return frame;
            }
        }
        return frames.length == 0 ? null : frames[0];
    }
}
