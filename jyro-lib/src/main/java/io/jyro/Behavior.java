package io.jyro;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.util.function.Supplier;

/**
 * How instances of a registered class come and go. Says nothing about registered objects. Subclasses and implementing
 * classes inherit it, unless they have their own: the nearest one counts, superclasses before interfaces.
 *
 * @see "docs/protocol.md, 5.3 behavior, oneway, callback"
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
public @interface Behavior {
    /** Which instance serves a call. */
    InstanceMode mode() default InstanceMode.SESSION;

    /**
     * Makes instances; by default the constructor without parameters does. A subclass inherits the creator, too, as in
     * Pyro, and needs its own unless this one makes instances of the subclass.
     */
    Class<? extends Supplier<?>> creator() default NoCreator.class;

    /** Stands for "use the constructor without parameters". */
    final class NoCreator implements Supplier<Object> {
        private NoCreator() {}

        @Override
        public Object get() {
            throw new UnsupportedOperationException("no creator");
        }
    }
}
