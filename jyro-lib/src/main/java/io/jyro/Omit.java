package io.jyro;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Excludes a component of a record, or a property of a bean or data class, from serialization: it is not sent, and a
 * value that a peer sends under its name is ignored. In a received object it is null, zero or false, or what the
 * constructor assigns. For a bean, mark the getter, the setter or the field.
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
