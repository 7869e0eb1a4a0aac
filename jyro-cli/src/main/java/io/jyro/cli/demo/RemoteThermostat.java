package io.jyro.cli.demo;

import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

import io.jyro.Attribute;
import io.jyro.RemoteName;

/** The thermostat as a Java client sees it. */
interface RemoteThermostat {
    double warm(double degrees);

    @RemoteName("warm")
    CompletableFuture<Double> warmLater(double degrees);

    Stream<Reading> history();

    @Attribute
    double target();

    @Attribute
    void target(double degrees);
}
