package io.jyro.serialize.bind;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Type;
import java.lang.reflect.TypeVariable;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * Binding of Scala's collections: creates the nearest Java collection, and then copies it with a builder of the
 * declared type. For Scala's own number types, as in {@code List[Int]}, Scala's compiler writes {@code Object} into
 * class files: such elements are converted as if no type was declared.
 */
final class ScalaBinding extends Binding {
    private static final Binding UNDECLARED = new InstanceBinding(Object.class);

    private final Binding ofJava;
    private final Method newBuilder;
    private final ScalaMethod add;
    private final ScalaMethod result;
    private final @Nullable ScalaMethod pair; // of a map

    private ScalaBinding(Class<?> type, Type declared, Binding ofJava, boolean isMap)
            throws ReflectiveOperationException {
        super(type, declared);
        this.ofJava = ofJava;
        newBuilder = type.getMethod("newBuilder");
        if (!Modifier.isStatic(newBuilder.getModifiers())) {
            throw new NoSuchMethodException("it is not that of a companion");
        }
        Class<?> builder = newBuilder.getReturnType();
        add = ScalaMethod.taker(builder, "addOne");
        result = ScalaMethod.getter(builder, "result");
        pair = isMap
                ? ScalaMethod.constructor(type.getMethod("splitAt", int.class).getReturnType())
                : null;
    }

    /**
     * Returns the binding of a collection or option of Scala.
     *
     * @param arguments the bindings of its type parameters
     * @return null if it is neither, or needs more than its elements to be created, as a sorted set needs an ordering
     */
    static @Nullable Binding of(Class<?> type, Type declared,
            Map<TypeVariable<?>, Binding> arguments) {
        try {
            return type.getName().equals("scala.Option")
                    ? option(type, declared, argument(type, 0, arguments))
                    : ScalaMethod.above(type, "scala.collection.Iterable") == null
                            ? null
                            : collection(type, declared, arguments);
        } catch (ReflectiveOperationException e) {
            return null;
        }
    }

    private static Binding option(Class<?> type, Type declared, Binding content)
            throws ReflectiveOperationException {
        Object none = Objects.requireNonNull(type.getMethod("empty").invoke(null));
        ScalaMethod some = ScalaMethod.maker(type, "apply");
        return new OptionalBinding<>(type, declared, content, none,
                value -> Objects.requireNonNull(some.call(value)));
    }

    private static Binding collection(Class<?> type, Type declared,
            Map<TypeVariable<?>, Binding> arguments) throws ReflectiveOperationException {
        Binding first = argument(type, 0, arguments);
        if (ScalaMethod.above(type, "scala.collection.Map") != null) {
            return new ScalaBinding(type, declared,
                    new MapBinding(Map.class, declared, first, argument(type, 1, arguments)), true);
        }
        Class<?> java = ScalaMethod.above(type, "scala.collection.Set") != null
                ? Set.class
                : List.class;
        return new ScalaBinding(type, declared, new CollectionBinding(java, declared, first),
                false);
    }

    private static Binding argument(Class<?> type, int index,
            Map<TypeVariable<?>, Binding> arguments) {
        TypeVariable<?>[] parameters = type.getTypeParameters();
        return index < parameters.length
                ? arguments.getOrDefault(parameters[index], UNDECLARED)
                : UNDECLARED;
    }

    @Override
    @Nullable
    Object convert(@Nullable Object plain, ConversionBudget budget) {
        if (plain == null || type().isInstance(plain)) {
            return plain;
        }
        Object java = ofJava.bind(plain, budget);
        return java == null ? null : copied(java, budget);
    }

    private @Nullable Object copied(Object java, ConversionBudget budget) {
        Object builder = newBuilder();
        if (java instanceof Map<?, ?> map) {
            ScalaMethod entries = Objects.requireNonNull(pair);
            budget.addConverted(
                    ConversionBudget.TABLE + (long) ConversionBudget.ENTRY * map.size());
            map.forEach((key, value) -> add.call(builder, entries.call(key, value)));
        } else {
            Collection<?> elements = (Collection<?>) java;
            budget.addConverted(
                    ConversionBudget.TABLE + (long) ConversionBudget.ENTRY * elements.size());
            elements.forEach(element -> add.call(builder, element));
        }
        return result.call(builder);
    }

    private Object newBuilder() {
        try {
            return Objects.requireNonNull(newBuilder.invoke(null));
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("Scala's " + type().getName() + " cannot be made", e);
        }
    }

    @Override
    int fit(@Nullable Object plain, ConversionBudget budget) {
        return plain != null && type().isInstance(plain) ? EXACT : ofJava.score(plain, budget);
    }
}
