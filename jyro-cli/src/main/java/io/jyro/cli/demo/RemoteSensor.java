package io.jyro.cli.demo;

import java.util.stream.Stream;

import io.jyro.Attribute;

/** The sensor, a Python object, as a Java client sees it. */
interface RemoteSensor {
    Reading reading(String room);

    Stream<String> rooms();

    @Attribute
    String unit();

    @Attribute
    void unit(String unit);
}
