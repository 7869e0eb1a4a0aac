package io.jyro.cli.demo;

import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

import io.jyro.Attribute;
import io.jyro.RemoteName;

/** The Java interface of the thermostat for clients. */
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
