package io.jyro;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Names a record, bean or enum on the wire. Its values then travel as class dicts of that name, so that a Python side
 * that has registered a converter for the name makes its own class of them, and class dicts of that name, and of no
 * other, become the Java type. Without it they travel as plain dicts, enums as the names of their constants.
 *
 * {@snippet :
 * @PyroType("house.Reading")
 * public record Reading(String room, double celsius) {}
 * }
 *
 * <p>Where a sealed interface is declared, the name tells which of its permitted classes a class dict is. Stock Python
 * refuses class dicts whose name nobody registered there, and closes its connection.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
public @interface PyroType {
    /**
     * The name with its module, as Python has it: {@code house.Reading}. Names with two underscores in a row, and those
     * of Pyro's own classes and Python's builtins, are refused when the type is first used.
     */
    String value();
}
