package io.jyro.cli.demo;

import java.util.stream.Stream;

import io.jyro.Attribute;

/** The Java interface of the sensor, which is a Python object. */
interface RemoteSensor {
    Reading reading(String room);

    Stream<String> rooms();

    @Attribute
    String unit();

    @Attribute
    void unit(String unit);
}
