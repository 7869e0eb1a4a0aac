package io.jyro.server.objects;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

import org.jspecify.annotations.Nullable;

/**
 * The places in the code where exceptions were thrown in the last minute, so that each causes one warning. The memory
 * is bounded, whatever the number of exceptions or places. Any thread.
 */
final class FailedPlaces {
    private static final long NANOS_BETWEEN = TimeUnit.MINUTES.toNanos(1);
    private static final int MOST_PLACES = 1000;

    /** A line of code, and the class of the exception that it threw; the frame is null if the JVM omitted it. */
    private record Place(String thrown, @Nullable StackTraceElement frame) {}

    private final LongSupplier nanoTime;
    private final Map<Place, Long> warned = new LinkedHashMap<>(); // the oldest first; guarded by this

    FailedPlaces(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    /** Returns whether an exception should be logged: its place had no warning in the last minute. */
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

    // An exception that the JDK throws is attributed to the line that called the JDK.
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
