package io.jyro;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Marks an exposed method whose callers do not wait for it to finish. They receive neither its
 * result nor its failure, and two such calls may run in either order. On a method of a client
 * interface it makes the call oneway even if the remote object does not declare it so.
 *
 * @see "docs/protocol.md, 3.6 Oneway"
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface Oneway {}
