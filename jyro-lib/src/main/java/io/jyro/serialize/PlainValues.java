package io.jyro.serialize;

import java.lang.reflect.Proxy;

import io.jyro.SerializationException;
import io.jyro.serialize.bind.JdkClasses;
import org.jspecify.annotations.Nullable;

/** Asks the registry for a plain value, and guards against endless conversions. For codecs, also in other modules. */
public final class PlainValues {
    private PlainValues() {}

    /**
     * Counts a conversion nested in other conversions.
     *
     * @throws SerializationException if they are nested deeper than values may be
     */
    public static int enter(int converting, Object value, CodecContext context) {
        if (converting >= context.limits().maxNestingDepth()) {
            throw new SerializationException(
                    "more than " + context.limits().maxNestingDepth()
                            + " conversions are nested, the last of a "
                            + value.getClass().getName()
                            + "; an object may contain itself, or a converter may always return"
                            + " another object that is not plain");
        }
        return converting + 1;
    }

    /**
     * Returns whether a container, or anything else with a plain form of its own, is sent as a proxy: it is registered
     * with a daemon, or it is a view of a remote object. JDK containers never are, which is quick to check.
     */
    public static boolean isReference(Object value, CodecContext context) {
        return (value instanceof Proxy || !JdkClasses.contain(value.getClass()))
                && context.types().isReference(value);
    }

    /**
     * Returns the registry's form of a value that is not plain.
     *
     * @throws SerializationException if it cannot be sent, or its converter returned it unchanged
     */
    @SuppressWarnings("ReferenceEquality") // an equal object may still be a plain one
    public static @Nullable Object of(Object value, CodecContext context) {
        Object plain = context.types().toPlain(value, context);
        if (plain == value) {
            throw new SerializationException("the converter of " + value.getClass().getName()
                    + " returned the object itself; it must return a plain value or a dict");
        }
        return plain;
    }
}
