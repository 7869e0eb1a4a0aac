package io.jyro;

/** How the names of methods and attributes of an exposed class are spelled for clients. */
public enum Naming {
    /** Exactly as they are written in Java. The default. */
    EXACT,
    /** In Python's style: {@code readSensor} is offered as {@code read_sensor}. */
    SNAKE_CASE
}
