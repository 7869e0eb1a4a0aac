package io.jyro;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Marks a method that a server calls back on its client: its exceptions are also logged on the
 * client, not only sent to the caller.
 *
 * @see "docs/protocol.md, 5.3 behavior, oneway, callback"
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface Callback {}
