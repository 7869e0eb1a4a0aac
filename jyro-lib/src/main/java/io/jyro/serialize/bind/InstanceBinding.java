package io.jyro.serialize.bind;

import java.lang.reflect.Modifier;

import io.jyro.RemoteText;
import org.jspecify.annotations.Nullable;

/**
 * Binding of a type without conversions: accepts only its instances; an interface also becomes a typed view of a proxy.
 */
final class InstanceBinding extends Binding {
    private static final String JYRO = "io.jyro.types.";
    private static final String NO_VALUE = "it is not a record, nor a bean with a constructor without"
            + " parameters and setters, nor a class with getters and one public constructor whose"
            + " parameters have their names (compile it with -parameters); or teach"
            + " TypeRegistry.registerDictToClass how to make it";

    InstanceBinding(Class<?> type) {
        super(type, type);
    }

    @Override
    @Nullable
    Object convert(@Nullable Object plain, ConversionBudget budget) {
        if (plain == null || type().isInstance(plain)) {
            return plain;
        }
        if (plain instanceof RemoteReference remote && type().isInterface()) {
            Object local = remote.local(type());
            if (local != null) {
                return local;
            }
            try {
                return remote.as(type());
            } catch (IllegalArgumentException e) {
                throw mismatch("Proxy (" + RemoteText.message(e) + ")", e);
            }
        }
        if (NamedTypes.entries(plain) != null && mayBeMeantAsValue()) {
            throw mismatchWith(NO_VALUE, plain);
        }
        return local(plain);
    }

    private boolean mayBeMeantAsValue() {
        return !type().isInterface() && !Modifier.isAbstract(type().getModifiers())
                && !type().isArray() && !JdkClasses.contain(type())
                && !type().getName().startsWith(JYRO);
    }

    @Override
    boolean takesAnything() {
        return type() == Object.class;
    }

    @Override
    int fit(@Nullable Object plain, ConversionBudget budget) {
        if (takesAnything()) {
            return ANYTHING;
        }
        if (plain == null) {
            return NONE;
        }
        if (plain.getClass() == type()) {
            return EXACT;
        }
        return type().isInstance(plain)
                || (plain instanceof RemoteReference && type().isInterface())
                        ? ANYTHING * 2
                        : fitOfLocal(plain);
    }
}
