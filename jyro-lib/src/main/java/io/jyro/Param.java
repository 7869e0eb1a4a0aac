package io.jyro;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Says of a parameter of an exposed method what Python callers need to know: its name for
 * keyword arguments, where the class is not compiled with {@code -parameters}, and whether it
 * may be left out.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.PARAMETER)
public @interface Param {
    /** The name that keyword arguments use for the parameter; by default the one in the source. */
    String value() default "";

    /** What {@link #defaultValue} is where there is none. */
    String NO_DEFAULT = "\u0000no default";

    /**
     * What the parameter has if callers leave it out. For text it is the text itself; for other types it is what Python
     * would write ({@code 1.5}, {@code True}, {@code [1, 2]}, {@code None}) or a text that the type is made of, such as
     * the name of an enum constant or {@code 2021-02-03}. It is checked when the object is registered.
     */
    String defaultValue() default NO_DEFAULT;

    /**
     * Whether callers may leave it out; it is then null, or zero or false if it is a primitive.
     * A parameter of type {@code Optional} may always be left out.
     */
    boolean optional() default false;
}
