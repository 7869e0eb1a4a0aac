package io.jyro.cli.demo;

import java.util.Iterator;
import java.util.List;

import io.jyro.Attribute;
import io.jyro.Expose;
import io.jyro.rpc.CallContext;
import io.jyro.rpc.Peer;

/** The Java object that the demo hosts. Safe for any thread. */
@Expose
class Thermostat {
    static final String NAME = "house.thermostat";
    private static final double HIGHEST = 30;

    private double target = 20;

    public synchronized double warm(double degrees) {
        if (target + degrees > HIGHEST) {
            throw new IllegalArgumentException(
                    target + degrees + " degrees are more than the " + HIGHEST
                            + " that this thermostat allows");
        }
        return target += degrees;
    }

    @Attribute
    public synchronized double getTarget() {
        return target;
    }

    @Attribute
    public synchronized void setTarget(double newTarget) {
        target = newTarget;
    }

    /** Java callers receive an iterator, and Python callers a generator of dicts. */
    public Iterator<Reading> history() {
        return List.of(new Reading("kitchen", 19.5), new Reading("attic", 12.0)).iterator();
    }

    /** Returns which protocol the caller uses. */
    public String caller() {
        Peer client = CallContext.current().client();
        return client == null ? "nobody" : "protocol " + client.dialect().version();
    }
}
