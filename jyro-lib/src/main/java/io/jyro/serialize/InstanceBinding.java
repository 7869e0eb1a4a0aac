package io.jyro.serialize;

import io.jyro.RemoteText;
import org.jspecify.annotations.Nullable;

/** Of a type that values have already or not at all; but an interface makes a typed view of a proxy. */
final class InstanceBinding extends Binding {
    InstanceBinding(Class<?> type) {
        super(type, type);
    }

    @Override
    @Nullable
    Object convert(@Nullable Object plain, DecodeBudget budget) {
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
        return local(plain);
    }

    @Override
    boolean takesAnything() {
        return type() == Object.class;
    }

    @Override
    int fit(@Nullable Object plain, DecodeBudget budget) {
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
