package io.jyro;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Makes methods callable from remote. On a class or interface: all its public, non-static
 * methods that are declared there and whose names are not private by the rules of Pyro; never
 * {@code main}, nothing that overrides a method of {@code Object}. On a method: that one; a
 * static method needs its own marker. Markers of superclasses and interfaces count, and an
 * override of an exposed method is exposed. Nothing else of an object can be reached.
 *
 * @see <a href="PROTOCOL.md#52-exposing">Exposing</a>
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.TYPE, ElementType.METHOD})
public @interface Expose {
    /** How the names of an exposed class are spelled for clients; on a method it means nothing. */
    Naming naming() default Naming.EXACT;
}
