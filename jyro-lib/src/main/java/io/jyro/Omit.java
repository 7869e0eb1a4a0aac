package io.jyro;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Leaves a component of a record, or a property of a bean or data class, out of what travels: neither is it sent nor is
 * what a peer sends under its name taken. An object that is made of what a peer sent has null, zero or false there, or
 * what its constructor puts there. Of a bean the getter, the setter or the field may be marked.
 *
 * {@snippet :
 * public record Account(String name, @Omit String password) {}
 * }
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.RECORD_COMPONENT, ElementType.METHOD, ElementType.FIELD,
        ElementType.PARAMETER})
public @interface Omit {}
