package io.jyro.interop;

import io.jyro.Behavior;
import io.jyro.Expose;
import io.jyro.InstanceMode;

/** Counts its calls, so that the count tells which instance serves them. */
@Expose
public class Ticks {
    private int ticks;

    public synchronized int tick() {
        return ++ticks;
    }

    public void fall() {
        throw new IllegalArgumentException("fell");
    }

    /** One for all. */
    @Behavior(mode = InstanceMode.SINGLE)
    public static class Single extends Ticks {}

    /** One for each connection. */
    @Behavior(mode = InstanceMode.SESSION)
    public static class Session extends Ticks {}

    /** One for each call. */
    @Behavior(mode = InstanceMode.PERCALL)
    public static class PerCall extends Ticks {}
}
