package io.jyro.transport;

import java.util.function.LongSupplier;

/** The clock of {@link System#nanoTime}, for classes that receive their clock so that tests can control it. */
public final class NanoClock implements LongSupplier {
    /** The only instance. */
    public static final NanoClock SYSTEM = new NanoClock();

    private NanoClock() {}

    @Override
    public long getAsLong() {
        return System.nanoTime();
    }
}
