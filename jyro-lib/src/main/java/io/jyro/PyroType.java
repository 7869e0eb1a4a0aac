package io.jyro;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Names a record, bean or enum on the wire. Its values then travel as class dicts of that name, which a Python peer
 * with a converter for the name turns into its own class. Only class dicts of that name become the Java type. Without
 * the annotation, values travel as plain dicts, enums as the names of their constants.
 *
 * {@snippet :
 * @PyroType("house.Reading")
 * public record Reading(String room, double celsius) {}
 * }
 *
 * <p>If the declared type is a sealed interface, the name selects the permitted class. Stock Python refuses class dicts
 * with a name that has no converter there, and closes the connection.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
public @interface PyroType {
    /**
     * The name with its module, as in Python: {@code house.Reading}. Names with two underscores in a row, and those of
     * Pyro's own classes and Python's builtins, are refused when the type is first used.
     */
    String value();
}
