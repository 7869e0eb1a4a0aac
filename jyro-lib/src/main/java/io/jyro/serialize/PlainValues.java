package io.jyro.serialize;

import java.lang.reflect.Proxy;

import io.jyro.SerializationException;
import org.jspecify.annotations.Nullable;

/**
 * Asks the registry for a plain value, and guards against converters that never come to an end. For codecs, those of
 * other modules too.
 */
public final class PlainValues {
    private PlainValues() {}

    /**
     * Counts one more conversion inside the conversions that are under way.
     *
     * @throws SerializationException if there are more than values may stand in each other
     */
    public static int enter(int converting, Object value, CodecContext context) {
        if (converting >= context.limits().maxNestingDepth()) {
            throw new SerializationException(
                    "converters gave ever new objects that are not plain, at last a "
                            + value.getClass().getName() + "; an object may also contain itself");
        }
        return converting + 1;
    }

    /**
     * Whether a container, or anything else that has a plain form of its own, travels as a proxy: it is registered in a
     * daemon, or it is a view of a remote object. Containers of the JDK are not, which costs little to know.
     */
    public static boolean isReference(Object value, CodecContext context) {
        return (value instanceof Proxy || !JdkClasses.contain(value.getClass()))
                && context.types().isReference(value);
    }

    /**
     * What the registry makes of a value that is not plain.
     *
     * @throws SerializationException if it cannot travel, or its converter gave it back as it is
     */
    @SuppressWarnings("ReferenceEquality") // an equal object may be a plain one
    public static @Nullable Object of(Object value, CodecContext context) {
        Object plain = context.types().toPlain(value, context);
        if (plain == value) {
            throw new SerializationException("the converter of " + value.getClass().getName()
                    + " gave the object itself; it has to give a plain value or a dict");
        }
        return plain;
    }
}
