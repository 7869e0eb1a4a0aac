package io.jyro;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.util.function.Supplier;

/**
 * Sets how instances of a registered class are created and dropped. It has no effect on registered objects. Subclasses
 * and implementing classes inherit it unless they have their own: the nearest annotation wins, superclasses before
 * interfaces.
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
     * The class that creates instances; by default the constructor without parameters does. A subclass also inherits
     * the creator, as in Pyro, and needs its own unless this one creates instances of the subclass.
     */
    Class<? extends Supplier<?>> creator() default NoCreator.class;

    /** The default, which means the constructor without parameters. */
    final class NoCreator implements Supplier<Object> {
        private NoCreator() {}

        @Override
        public Object get() {
            throw new UnsupportedOperationException("no creator");
        }
    }
}
