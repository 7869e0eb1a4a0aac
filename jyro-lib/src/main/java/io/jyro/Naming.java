package io.jyro;

/** Under which spelling the methods and attributes of an exposed class are offered. */
public enum Naming {
    /** Exactly as they are written in Java. The default. */
    EXACT,
    /** As Python spells them: {@code readSensor} is offered as {@code read_sensor}. */
    SNAKE_CASE
}
