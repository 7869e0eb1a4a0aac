package io.jyro.serialize.bind;

import java.lang.reflect.GenericArrayType;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.lang.reflect.TypeVariable;
import java.lang.reflect.WildcardType;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;

import io.jyro.types.NdArray;
import io.jyro.types.Tuple;
import org.jspecify.annotations.Nullable;

/** Chooses the binding of a type. Type variables are resolved from the enclosing declaration. */
public final class Bindings {
    static final Binding OBJECT = new InstanceBinding(Object.class);

    private static final ClassValue<Binding> CLASSES = new ClassValue<>() {
        @Override
        protected Binding computeValue(Class<?> type) {
            return ofClass(type, type, Map.of());
        }
    };

    private Bindings() {}

    /**
     * Returns the binding of a declared type; cached for a class, new for a generic type.
     *
     * @throws IllegalArgumentException if values of the type cannot be created, or a marker on it is invalid
     */
    public static Binding of(Type type) {
        return of(type, Map.of());
    }

    /**
     * Returns the binding of a type in the members of a class or interface, which may have inherited them from a
     * generic one: in {@code interface Thermostats extends Registry<Thermostat>}, the {@code T} of Registry is a
     * Thermostat.
     *
     * @throws IllegalArgumentException as {@link #of(Type)}
     */
    public static Binding of(Type type, Class<?> within) {
        return type instanceof Class<?> ? of(type) : of(type, inherited(within, Map.of()));
    }

    /** Resolves the type variables of a class and of all its supertypes. */
    static Map<TypeVariable<?>, Binding> inherited(Class<?> type,
            Map<TypeVariable<?>, Binding> scope) {
        Map<TypeVariable<?>, Binding> all = new HashMap<>(scope);
        gather(type.getGenericSuperclass(), all);
        for (Type above : type.getGenericInterfaces()) {
            gather(above, all);
        }
        return all;
    }

    private static void gather(@Nullable Type above, Map<TypeVariable<?>, Binding> all) {
        if (above instanceof ParameterizedType generic) {
            all.putAll(arguments(generic, all));
        }
        Class<?> raw = above instanceof ParameterizedType generic
                ? (Class<?>) generic.getRawType()
                : (Class<?>) above;
        if (raw != null && raw != Object.class) {
            gather(raw.getGenericSuperclass(), all);
            for (Type next : raw.getGenericInterfaces()) {
                gather(next, all);
            }
        }
    }

    /** Returns the binding of a type, with its type variables resolved from a scope. */
    public static Binding of(Type type, Map<TypeVariable<?>, Binding> scope) {
        return type instanceof Class<?> plain ? CLASSES.get(plain) : ofGeneric(type, scope);
    }

    private static Binding ofGeneric(Type type, Map<TypeVariable<?>, Binding> scope) {
        return switch (type) {
            case ParameterizedType generic ->
                ofClass((Class<?>) generic.getRawType(), generic, arguments(generic, scope));
            case GenericArrayType array ->
                new ArrayBinding(of(array.getGenericComponentType(), scope), array);
            case WildcardType wildcard -> of(bound(wildcard), scope);
            case TypeVariable<?> variable -> ofVariable(variable, scope);
            default -> throw new IllegalArgumentException(
                    "values cannot be converted to the type " + type.getTypeName());
        };
    }

    /** Returns the lower bound if there is one: the elements of a {@code List<? super Integer>} are Integers. */
    private static Type bound(WildcardType wildcard) {
        Type[] lower = wildcard.getLowerBounds();
        return lower.length > 0 ? lower[0] : wildcard.getUpperBounds()[0];
    }

    private static Binding ofVariable(TypeVariable<?> variable,
            Map<TypeVariable<?>, Binding> scope) {
        Binding known = scope.get(variable);
        if (known != null) {
            return known;
        }
        // a bound may refer to its own variable: T extends Comparable<T>
        Map<TypeVariable<?>, Binding> inner = new HashMap<>(scope);
        inner.put(variable, OBJECT);
        return of(variable.getBounds()[0], inner);
    }

    private static Map<TypeVariable<?>, Binding> arguments(ParameterizedType generic,
            Map<TypeVariable<?>, Binding> scope) {
        TypeVariable<?>[] variables = ((Class<?>) generic.getRawType()).getTypeParameters();
        Type[] arguments = generic.getActualTypeArguments();
        Map<TypeVariable<?>, Binding> inner = new HashMap<>();
        for (int i = 0; i < variables.length; i++) {
            inner.put(variables[i], of(arguments[i], scope));
        }
        return inner;
    }

    private static Binding ofClass(Class<?> type, Type declared,
            Map<TypeVariable<?>, Binding> arguments) {
        if (type == Object.class) {
            return OBJECT;
        }
        Binding scalar = ofScalar(type);
        if (scalar != null) {
            return scalar;
        }
        if (type.isArray()) {
            return new ArrayBinding(of(type.getComponentType()), declared);
        }
        if (type == Optional.class) {
            return new OptionalBinding<>(Optional.class, declared,
                    argument(type, Optional.class, 0, arguments),
                    Optional.empty(), Optional::of);
        }
        Binding ofScala = JdkClasses.contain(type)
                ? null
                : ScalaBinding.of(type, declared, arguments);
        if (ofScala != null) {
            return ofScala;
        }
        // a tuple accepts any list, and keeps its elements as they are
        Binding container = type == Tuple.class
                ? new CollectionBinding(type, declared, OBJECT)
                : Iterable.class.isAssignableFrom(type) && CollectionBinding.canMake(type)
                        ? new CollectionBinding(type, declared,
                                argument(type, Iterable.class, 0, arguments))
                        : Map.class.isAssignableFrom(type) && MapBinding.canMake(type)
                                ? new MapBinding(type, declared,
                                        argument(type, Map.class, 0, arguments),
                                        argument(type, Map.class, 1, arguments))
                                : null;
        if (container != null) {
            return container;
        }
        return type.isSealed() && !JdkClasses.contain(type)
                ? new SealedBinding(type, declared, arguments)
                : ofFields(type, declared, arguments);
    }

    /** Returns the binding of a bean, record or data class, or one for instances if it is none of these. */
    static Binding ofFields(Class<?> type, Type declared,
            Map<TypeVariable<?>, Binding> arguments) {
        if (BeanBinding.canMake(type)) {
            return new BeanBinding(type, declared, arguments);
        }
        DataClass data = DataClass.of(type);
        return data == null
                ? new InstanceBinding(type)
                : new RecordBinding(type, declared, data, arguments);
    }

    private static @Nullable Binding ofScalar(Class<?> type) {
        if (type == void.class || type == Void.class) {
            return new NothingBinding(type);
        }
        if (type == byte[].class || type == ByteBuffer.class) {
            return new BytesBinding(type);
        }
        if (type == NdArray.class) {
            return new NdArrayBinding();
        }
        if (type.isEnum()) {
            return new EnumBinding(type);
        }
        if (type == OptionalInt.class) {
            return new OptionalBinding<>(type, type, of(Integer.class), OptionalInt.empty(),
                    value -> OptionalInt.of((Integer) value));
        }
        if (type == OptionalLong.class) {
            return new OptionalBinding<>(type, type, of(Long.class), OptionalLong.empty(),
                    value -> OptionalLong.of((Long) value));
        }
        if (type == OptionalDouble.class) {
            return new OptionalBinding<>(type, type, of(Double.class), OptionalDouble.empty(),
                    value -> OptionalDouble.of((Double) value));
        }
        NumberBinding.Kind number = NumberBinding.Kind.of(type);
        return number != null ? new NumberBinding(type, number) : ConvertedBinding.of(type);
    }

    /**
     * Resolves the type parameter of a container for a subclass, such as {@code Reading} for {@code class Readings
     * extends ArrayList<Reading>}.
     */
    private static Binding argument(Class<?> type, Class<?> container, int index,
            Map<TypeVariable<?>, Binding> arguments) {
        if (type == container) {
            return arguments.getOrDefault(container.getTypeParameters()[index], OBJECT);
        }
        Type above = next(type, container);
        return switch (above) {
            case null -> OBJECT;
            case Class<?> plain -> argument(plain, container, index, Map.of());
            case ParameterizedType generic ->
                argument((Class<?>) generic.getRawType(), container, index,
                        deferred(generic, arguments));
            default -> OBJECT;
        };
    }

    /** Resolves type arguments lazily, since a class may be a list of itself. */
    private static Map<TypeVariable<?>, Binding> deferred(ParameterizedType generic,
            Map<TypeVariable<?>, Binding> scope) {
        TypeVariable<?>[] variables = ((Class<?>) generic.getRawType()).getTypeParameters();
        Type[] arguments = generic.getActualTypeArguments();
        Map<TypeVariable<?>, Binding> inner = new HashMap<>();
        for (int i = 0; i < variables.length; i++) {
            Type argument = arguments[i];
            inner.put(variables[i],
                    argument instanceof TypeVariable<?> variable
                            ? ofVariable(variable, scope)
                            : new DeferredBinding(argument, scope));
        }
        return inner;
    }

    private static @Nullable Type next(Class<?> type, Class<?> container) {
        Class<?> superclass = type.getSuperclass();
        if (superclass != null && container.isAssignableFrom(superclass)) {
            return type.getGenericSuperclass();
        }
        for (Type above : type.getGenericInterfaces()) {
            Class<?> raw = above instanceof ParameterizedType generic
                    ? (Class<?>) generic.getRawType()
                    : (Class<?>) above;
            if (container.isAssignableFrom(raw)) {
                return above;
            }
        }
        return null;
    }
}
