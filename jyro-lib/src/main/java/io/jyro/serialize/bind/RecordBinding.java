package io.jyro.serialize.bind;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Array;
import java.lang.reflect.Constructor;
import java.lang.reflect.Type;
import java.lang.reflect.TypeVariable;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import io.jyro.RemoteText;
import io.jyro.TypeMismatchException;
import io.jyro.types.Tuple;
import org.jspecify.annotations.Nullable;

/**
 * Binding of records and data classes: converts dicts by the names of the components, and tuples and lists by their
 * positions.
 */
final class RecordBinding extends ObjectBinding {
    private static final MethodType MAKER = MethodType.methodType(Object.class, Object[].class);
    // Lower than the scores of lists and arrays, so that overloads with these are preferred.
    private static final int SCORE_OF_TUPLE = 650;
    private static final int SCORE_OF_LIST = 450;

    private final @Nullable String className;
    private final Map<TypeVariable<?>, Binding> scope;
    private final DataClass data;
    private final MethodHandle maker;
    /** Determined at first use, since a record may contain records of its own class. */
    private volatile @Nullable Plan plan;

    RecordBinding(Class<?> type, Type declared, DataClass data,
            Map<TypeVariable<?>, Binding> scope) {
        super(type, declared, NamedTypes.nameOf(type));
        this.className = NamedTypes.nameOf(type);
        this.scope = scope;
        this.data = data;
        this.maker = maker(type, data);
    }

    private static MethodHandle maker(Class<?> type, DataClass data) {
        try {
            Constructor<?> constructor = data.constructor();
            constructor.setAccessible(true); // a record may be private to the code that uses it
            MethodHandle direct = MethodHandles.lookup().unreflectConstructor(constructor);
            int count = constructor.getParameterCount();
            return data.hasMask()
                    ? MethodHandles.insertArguments(direct, count - 1, (Object) null)
                            .asSpreader(Object[].class, count - 1).asType(MAKER)
                    : direct.asSpreader(Object[].class, count).asType(MAKER);
        } catch (IllegalAccessException | RuntimeException e) {
            throw new IllegalArgumentException(type.getName()
                    + " cannot be made: its constructor is not accessible; open its package to"
                    + " Jyro (opens " + type.getPackageName() + ")", e);
        }
    }

    @Override
    @Nullable
    Object convertOther(Object plain, ConversionBudget budget) {
        if (plain instanceof List<?> list) {
            return ofList(list, budget);
        }
        Map<?, ?> dict = NamedTypes.entries(plain);
        if (dict == null || !NamedTypes.fits(className, plain)) {
            return local(plain);
        }
        Plan all = plan();
        Component[] wanted = all.components();
        budget.addConverted(ConversionBudget.OBJECT + (long) Long.BYTES * wanted.length);
        @Nullable
        Object[] values = all.absent().clone();
        for (int i = 0; i < wanted.length; i++) {
            Object given = dict.get(wanted[i].name());
            if (isGiven(wanted[i], given, dict, plain)) {
                give(values, i, wanted[i], given, budget);
            }
        }
        return make(values);
    }

    private Object ofList(List<?> list, ConversionBudget budget) {
        Plan all = plan();
        Component[] wanted = all.components();
        if (!hasRoomFor(list)) {
            throw mismatch(PythonNames.of(list) + " of " + list.size() + " elements, which do"
                    + " not match the " + wanted.length + " components", null);
        }
        budget.addConverted(ConversionBudget.OBJECT + (long) Long.BYTES * wanted.length);
        @Nullable
        Object[] values = all.absent().clone();
        Iterator<?> elements = list.iterator();
        for (int i = 0; i < wanted.length && elements.hasNext(); i++) {
            if (!wanted[i].isOmitted()) {
                give(values, i, wanted[i], elements.next(), budget);
            }
        }
        return make(values);
    }

    private static void give(@Nullable Object[] values, int index, Component component,
            @Nullable Object given, ConversionBudget budget) {
        try {
            values[index] = component.binding().bind(given, budget);
        } catch (TypeMismatchException e) {
            throw e.withContext("." + component.name());
        }
        if (component.hasDefault()) {
            int last = values.length - 1;
            values[last] = ((Integer) Objects.requireNonNull(values[last])) & ~(1 << index);
        }
    }

    /** Returns whether there is an element for each mandatory component, and none too many. */
    private boolean hasRoomFor(List<?> list) {
        int position = 0;
        for (Component component : plan().components()) {
            if (!component.isOmitted() && position++ >= list.size() && !component.mayBeMissing()) {
                return false;
            }
        }
        return list.size() <= position;
    }

    private boolean isGiven(Component component, @Nullable Object given, Map<?, ?> dict,
            Object plain) {
        if (component.isOmitted()) {
            return false;
        }
        boolean isGiven = given != null || dict.containsKey(component.name());
        if (!isGiven && !component.mayBeMissing()) {
            throw mismatch(PythonNames.of(plain) + " without '" + component.name() + "'", null);
        }
        return isGiven;
    }

    private Object make(@Nullable Object[] values) {
        try {
            return maker.invokeExact(values);
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException(
                    type().getName() + " could not be made: "
                            + RemoteText.described(e),
                    e);
        }
    }

    @Override
    int fitOther(Object plain, ConversionBudget budget) {
        if (plain instanceof List<?> list) {
            return fitOfList(list, budget);
        }
        Map<?, ?> dict = NamedTypes.entries(plain);
        if (dict == null || !NamedTypes.fits(className, plain)) {
            return fitOfLocal(plain);
        }
        int worst = EXACT;
        for (Component component : plan().components()) {
            if (component.isOmitted()) {
                continue;
            }
            Object given = dict.get(component.name());
            int score = given != null || dict.containsKey(component.name())
                    ? component.binding().score(given, budget)
                    : component.mayBeMissing() ? NONE : UNFIT;
            worst = Math.min(worst, score);
        }
        return scoreOf(970, worst);
    }

    private int fitOfList(List<?> list, ConversionBudget budget) {
        if (!hasRoomFor(list)) {
            return UNFIT;
        }
        int worst = EXACT;
        Iterator<?> elements = list.iterator();
        for (Component component : plan().components()) {
            if (!component.isOmitted() && elements.hasNext()) {
                worst = Math.min(worst, component.binding().score(elements.next(), budget));
            }
        }
        return scoreOf(list instanceof Tuple ? SCORE_OF_TUPLE : SCORE_OF_LIST, worst);
    }

    private Plan plan() {
        Plan known = plan;
        if (known == null) {
            Component[] components = data.parts().stream().map(this::component)
                    .toArray(Component[]::new);
            known = new Plan(components, absent(components));
            plan = known;
        }
        return known;
    }

    private @Nullable Object[] absent(Component[] components) {
        @Nullable
        Object[] values = new @Nullable Object[components.length + (data.hasMask() ? 1 : 0)];
        int mask = 0;
        for (int i = 0; i < components.length; i++) {
            values[i] = components[i].absent();
            mask |= components[i].hasDefault() ? 1 << i : 0;
        }
        if (data.hasMask()) {
            values[components.length] = mask;
        }
        return values;
    }

    private Component component(DataClass.Part part) {
        Binding binding = Bindings.of(part.type(), scope);
        Object absent = part.raw().isPrimitive()
                ? Array.get(Array.newInstance(part.raw(), 1), 0)
                : binding.absent();
        boolean hasDefault = data.hasMask() && part.hasDefault();
        return new Component(part.name(), binding, absent, part.isOmitted(), hasDefault,
                binding.mayBeAbsent() || part.isNullable() || hasDefault);
    }

    private record Component(String name, Binding binding, @Nullable Object absent,
            boolean isOmitted, boolean hasDefault, boolean mayBeMissing) {}

    /**
     * How to create objects.
     *
     * @param absent the constructor's arguments for missing components, followed by the mask of the parts with defaults
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Plan(Component[] components, @Nullable Object[] absent) {}
}
