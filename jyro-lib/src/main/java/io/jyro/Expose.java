package io.jyro;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Makes methods callable from remote. On a class or interface it exposes all public, non-static
 * methods that are declared there and whose names are not private by the rules of Pyro; never
 * {@code main}, nor a method that overrides one of {@code Object}. On a method it exposes that
 * method; a static method needs its own marker. Markers of superclasses and interfaces count, and
 * an override of an exposed method is exposed. Nothing else of an object can be reached.
 *
 * <p>A method that implements {@link AutoCloseable#close}, {@link Runnable#run}, {@link
 * java.util.concurrent.Callable#call} or {@link Comparable#compareTo} is for the owner of the
 * object, not for clients: a marker on its class does not expose it. Mark the method itself, or
 * declare it in a marked interface, if clients are to call it. A class that implements none of
 * these interfaces keeps its own {@code close} and {@code run} exposed. To keep any other public
 * method of a class from clients, such as {@code next} of an {@code Iterator} or {@code get} of a
 * {@code Supplier}, leave the class without a marker and mark the methods that clients may call.
 *
 * @see "docs/protocol.md, 5.2 Exposing"
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.TYPE, ElementType.METHOD})
public @interface Expose {
    /** How the names of an exposed class are spelled for clients; ignored on a method. */
    Naming naming() default Naming.EXACT;
}
