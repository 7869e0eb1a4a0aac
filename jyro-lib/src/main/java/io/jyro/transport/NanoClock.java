package io.jyro.transport;

import java.util.function.LongSupplier;

/** The clock of {@link System#nanoTime}, for what gets its time from outside so that tests can move it. */
public final class NanoClock implements LongSupplier {
    /** The only one there is. */
    public static final NanoClock SYSTEM = new NanoClock();

    private NanoClock() {}

    @Override
    public long getAsLong() {
        return System.nanoTime();
    }
}
