package io.jyro;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Makes an accessor a remote attribute instead of a method. {@code getTarget()}, {@code isOn()}
 * and {@code target()} read {@code target} (or {@code on}); {@code setTarget(x)} and
 * {@code target(x)} write it.
 *
 * @see "docs/protocol.md, 3.4 Remote attributes"
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface Attribute {
    /** The name of the attribute; by default derived from the name of the method. */
    String value() default "";
}
