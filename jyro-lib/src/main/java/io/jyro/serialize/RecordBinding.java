package io.jyro.serialize;

import java.lang.annotation.Annotation;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Constructor;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.lang.reflect.TypeVariable;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import io.jyro.RemoteText;
import io.jyro.types.Tuple;
import org.jspecify.annotations.Nullable;

/** Of records, from dicts by the names of the components, and from tuples and lists by their positions. */
final class RecordBinding extends Binding {
    private static final MethodType MAKER = MethodType.methodType(Object.class, Object[].class);
    // Less than those of lists and arrays, so that overloads for these are chosen first.
    private static final int SCORE_OF_TUPLE = 650;
    private static final int SCORE_OF_LIST = 450;

    private final @Nullable String className;
    private final Map<TypeVariable<?>, Binding> scope;
    private final MethodHandle maker;
    /** Found when first needed, since a record may hold records of its own kind. */
    private volatile Component @Nullable [] components;

    RecordBinding(Class<?> type, Type declared, Map<TypeVariable<?>, Binding> scope) {
        super(type, declared, NamedTypes.nameOf(type));
        this.className = NamedTypes.nameOf(type);
        this.scope = scope;
        this.maker = maker(type);
    }

    private static MethodHandle maker(Class<?> type) {
        Class<?>[] parameters = Stream.of(type.getRecordComponents()).map(RecordComponent::getType)
                .toArray(Class[]::new);
        try {
            Constructor<?> constructor = type.getDeclaredConstructor(parameters);
            constructor.setAccessible(true); // records may be private to their users
            return MethodHandles.lookup().unreflectConstructor(constructor)
                    .asSpreader(Object[].class, parameters.length).asType(MAKER);
        } catch (ReflectiveOperationException | RuntimeException e) {
            throw new IllegalArgumentException("record " + type.getName()
                    + " cannot be made: its constructor is out of"
                    + " reach; open its package to Jyro (opens " + type.getPackageName() + ")", e);
        }
    }

    @Override
    @Nullable
    Object convert(@Nullable Object plain, DecodeBudget budget) {
        if (plain == null || type().isInstance(plain)) {
            return plain;
        }
        if (plain instanceof List<?> list) {
            return ofList(list, budget);
        }
        Map<?, ?> dict = NamedTypes.entries(plain);
        if (dict == null || !NamedTypes.fits(className, plain)) {
            return local(plain);
        }
        Component[] wanted = components();
        budget.addConverted(DecodeBudget.OBJECT + (long) Long.BYTES * wanted.length);
        @Nullable
        Object[] values = new @Nullable Object[wanted.length];
        for (int i = 0; i < wanted.length; i++) {
            values[i] = value(wanted[i], dict, plain, budget);
        }
        return make(values);
    }

    private Object ofList(List<?> list, DecodeBudget budget) {
        Component[] wanted = components();
        if (!hasRoomFor(list)) {
            throw mismatch(PythonNames.of(list) + " of " + list.size() + " elements where "
                    + wanted.length + " components want one each", null);
        }
        budget.addConverted(DecodeBudget.OBJECT + (long) Long.BYTES * wanted.length);
        @Nullable
        Object[] values = new @Nullable Object[wanted.length];
        int index = 0;
        for (Object given : list) {
            values[index] = bound(wanted[index], given, budget);
            index++;
        }
        for (; index < wanted.length; index++) {
            values[index] = wanted[index].binding().absent();
        }
        return make(values);
    }

    /** Whether there is an element for each component that cannot be left out, and none too many. */
    private boolean hasRoomFor(List<?> list) {
        Component[] wanted = components();
        if (list.size() > wanted.length) {
            return false;
        }
        for (int i = list.size(); i < wanted.length; i++) {
            if (!wanted[i].mayBeMissing()) {
                return false;
            }
        }
        return true;
    }

    private @Nullable Object value(Component component, Map<?, ?> dict, Object plain,
            DecodeBudget budget) {
        Object given = dict.get(component.name());
        if (given == null && !dict.containsKey(component.name())) {
            if (!component.mayBeMissing()) {
                throw mismatch(PythonNames.of(plain) + " without '" + component.name() + "'", null);
            }
            return component.binding().absent();
        }
        return bound(component, given, budget);
    }

    private static @Nullable Object bound(Component component, @Nullable Object given,
            DecodeBudget budget) {
        try {
            return component.binding().bind(given, budget);
        } catch (TypeMismatchException e) {
            throw e.withContext("." + component.name());
        }
    }

    private Object make(@Nullable Object[] values) {
        try {
            return maker.invokeExact(values);
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException(
                    "record " + type().getName() + " could not be made: "
                            + RemoteText.described(e),
                    e);
        }
    }

    @Override
    int fit(@Nullable Object plain, DecodeBudget budget) {
        if (plain == null) {
            return NONE;
        }
        if (type().isInstance(plain)) {
            return EXACT;
        }
        if (plain instanceof List<?> list) {
            return fitOfList(list, budget);
        }
        Map<?, ?> dict = NamedTypes.entries(plain);
        if (dict == null || !NamedTypes.fits(className, plain)) {
            return fitOfLocal(plain);
        }
        int worst = EXACT;
        for (Component component : components()) {
            Object given = dict.get(component.name());
            int score = given != null || dict.containsKey(component.name())
                    ? component.binding().score(given, budget)
                    : component.mayBeMissing() ? NONE : UNFIT;
            worst = Math.min(worst, score);
        }
        return scoreOf(970, worst);
    }

    private int fitOfList(List<?> list, DecodeBudget budget) {
        if (!hasRoomFor(list)) {
            return UNFIT;
        }
        int worst = EXACT;
        int index = 0;
        for (Object given : list) {
            worst = Math.min(worst, components()[index++].binding().score(given, budget));
        }
        return scoreOf(list instanceof Tuple ? SCORE_OF_TUPLE : SCORE_OF_LIST, worst);
    }

    private Component[] components() {
        Component[] known = components;
        if (known == null) {
            known = Stream.of(type().getRecordComponents()).map(this::component)
                    .toArray(Component[]::new);
            components = known;
        }
        return known;
    }

    private Component component(RecordComponent component) {
        Binding binding = Bindings.of(component.getGenericType(), scope);
        boolean mayBeMissing = binding.mayBeAbsent() || isNullable(component);
        return new Component(component.getName(), binding, mayBeMissing);
    }

    /** By name, so that any of the many annotations of that name will do. */
    private static boolean isNullable(RecordComponent component) {
        return !component.getType().isPrimitive() && Stream
                .concat(Stream.of(component.getAnnotations()),
                        Stream.of(component.getAnnotatedType().getAnnotations()))
                .map(Annotation::annotationType)
                .anyMatch(type -> type.getSimpleName().equals("Nullable"));
    }

    private record Component(String name, Binding binding, boolean mayBeMissing) {}
}
