package io.jyro;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Marks an exposed method whose callers do not wait for its end. They learn neither its result
 * nor its failure, and two of them may overtake each other. On a method of a client interface
 * it makes the call oneway whatever the remote object says.
 *
 * @see "docs/protocol.md, 3.6 Oneway"
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface Oneway {}
