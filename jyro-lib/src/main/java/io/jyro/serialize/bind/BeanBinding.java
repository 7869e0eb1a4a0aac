package io.jyro.serialize.bind;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Constructor;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Type;
import java.lang.reflect.TypeVariable;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;

import io.jyro.RemoteText;
import io.jyro.TypeMismatchException;
import io.jyro.types.ClassDict;
import org.jspecify.annotations.Nullable;

/** Binding of beans: converts dicts, by the names of the public setters. */
public final class BeanBinding extends ObjectBinding {
    private static final MethodType SETTER = MethodType.methodType(void.class, Object.class,
            Object.class);
    private static final MethodType MAKER = MethodType.methodType(Object.class);

    private final @Nullable String className;
    private final Map<TypeVariable<?>, Binding> scope;
    private final MethodHandle maker;
    /** Determined at first use, since a bean may have properties of its own class. */
    private volatile @Nullable Map<String, Property> properties;

    BeanBinding(Class<?> type, Type declared, Map<TypeVariable<?>, Binding> scope) {
        super(type, declared, NamedTypes.nameOf(type));
        this.className = NamedTypes.nameOf(type);
        this.scope = scope;
        try {
            Constructor<?> constructor = type.getConstructor();
            constructor.setAccessible(true); // the class may be private to the code that uses it
            this.maker = MethodHandles.lookup().unreflectConstructor(constructor).asType(MAKER);
        } catch (ReflectiveOperationException | RuntimeException e) {
            throw outOfReach(type, e);
        }
    }

    /**
     * Returns whether a class has a public constructor without parameters and a public setter, and is not part of the
     * JDK.
     */
    public static boolean canMake(Class<?> type) {
        if (type.isInterface() || Modifier.isAbstract(type.getModifiers())
                || JdkClasses.contain(type)) {
            return false;
        }
        boolean isMade = Stream.of(type.getConstructors())
                .anyMatch(made -> made.getParameterCount() == 0);
        return isMade && !Beans.setters(type).isEmpty();
    }

    @Override
    @Nullable
    Object convertOther(Object plain, ConversionBudget budget) {
        Map<?, ?> dict = NamedTypes.entries(plain);
        if (dict == null || !NamedTypes.fits(className, plain)) {
            return local(plain);
        }
        budget.addConverted(ConversionBudget.OBJECT + (long) Long.BYTES * dict.size());
        try {
            Object bean = maker.invokeExact();
            for (Map.Entry<?, ?> entry : dict.entrySet()) {
                Property property = entry.getKey() instanceof String name
                        ? properties().get(name)
                        : null;
                if (property != null) {
                    Object value = bound(property, entry.getValue(), budget);
                    property.setter().invokeExact(bean, value);
                }
            }
            return bean;
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException("bean " + type().getName() + " could not be made: "
                    + RemoteText.described(e), e);
        }
    }

    private @Nullable Object bound(Property property, @Nullable Object given,
            ConversionBudget budget) {
        try {
            return property.binding().bind(given, budget);
        } catch (TypeMismatchException e) {
            throw e.withContext("." + property.name());
        }
    }

    @Override
    int fitOther(Object plain, ConversionBudget budget) {
        Map<?, ?> dict = NamedTypes.entries(plain);
        if (dict == null || !NamedTypes.fits(className, plain)) {
            return fitOfLocal(plain);
        }
        int worst = EXACT;
        for (Map.Entry<?, ?> entry : dict.entrySet()) {
            if (ClassDict.CLASS_KEY.equals(entry.getKey())) {
                continue;
            }
            Property property = entry.getKey() instanceof String name
                    ? properties().get(name)
                    : null;
            worst = Math.min(worst,
                    property == null
                            ? ANYTHING
                            : property.binding().score(entry.getValue(), budget));
        }
        return scoreOf(950, worst);
    }

    private Map<String, Property> properties() {
        Map<String, Property> known = properties;
        if (known == null) {
            Map<String, Property> found = new HashMap<>();
            Map<TypeVariable<?>, Binding> all = Bindings.inherited(type(), scope);
            Beans.setters(type())
                    .forEach((name, setter) -> found.put(name, property(name, setter, all)));
            known = Map.copyOf(found);
            properties = known;
        }
        return known;
    }

    private Property property(String name, Method setter, Map<TypeVariable<?>, Binding> all) {
        try {
            setter.setAccessible(true);
            return new Property(name, Bindings.of(setter.getGenericParameterTypes()[0], all),
                    MethodHandles.lookup().unreflect(setter).asType(SETTER));
        } catch (IllegalAccessException e) {
            throw outOfReach(type(), e);
        }
    }

    private static IllegalArgumentException outOfReach(Class<?> type, Exception cause) {
        return new IllegalArgumentException(
                "bean " + type.getName() + " cannot be made: it is not accessible; open its"
                        + " package to Jyro (opens " + type.getPackageName() + ")",
                cause);
    }

    private record Property(String name, Binding binding, MethodHandle setter) {}
}
