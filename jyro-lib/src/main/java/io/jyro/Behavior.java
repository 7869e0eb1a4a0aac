package io.jyro;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.util.function.Supplier;

/**
 * How instances of a registered class come and go. Says nothing about registered objects.
 *
 * @see <a href="PROTOCOL.md#53-behavior-oneway-callback">Behavior</a>
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
public @interface Behavior {
    /** Which instance serves a call. */
    InstanceMode mode() default InstanceMode.SESSION;

    /** What makes instances; by default the constructor without parameters. */
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
