package io.jyro;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Tells Python callers about a parameter of an exposed method: its name for keyword arguments, if the class is not
 * compiled with {@code -parameters}, and whether it may be omitted.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.PARAMETER)
public @interface Param {
    /** The name that keyword arguments use for the parameter; by default the one in the source. */
    String value() default "";

    /** The value of {@link #defaultValue} that means there is no default. */
    String NO_DEFAULT = "\u0000no default";

    /**
     * The value of the parameter if a caller omits it. For text it is the text itself; for other types it is a Python
     * literal ({@code 1.5}, {@code True}, {@code [1, 2]}, {@code None}) or a text that converts to the type, such as
     * the name of an enum constant or {@code 2021-02-03}. It is checked when the object is registered.
     */
    String defaultValue() default NO_DEFAULT;

    /**
     * Whether callers may omit it; it is then null, or zero or false if it is a primitive. A parameter of type
     * {@code Optional} may always be omitted.
     */
    boolean optional() default false;
}
