package io.jyro.serialize.bind;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;

import io.jyro.RemoteText;
import org.jspecify.annotations.Nullable;

/**
 * A method or constructor of Scala's library. Jyro does not depend on Scala and does not load classes by name: all
 * methods are found through the classes that users declare or send.
 *
 * @param handle takes one or two objects: the receiver, if the method is not static, and the arguments
 */
public record ScalaMethod(MethodHandle handle) {
    private static final MethodType OF_ONE = MethodType.methodType(Object.class, Object.class);
    private static final MethodType OF_TWO = MethodType.methodType(Object.class, Object.class,
            Object.class);

    /**
     * Returns a method without parameters.
     *
     * @param type a public class or interface that declares or inherits it
     */
    public static ScalaMethod getter(Class<?> type, String name)
            throws ReflectiveOperationException {
        return new ScalaMethod(
                MethodHandles.publicLookup().unreflect(type.getMethod(name)).asType(OF_ONE));
    }

    /** Returns a method with one parameter, which accepts any object. */
    static ScalaMethod taker(Class<?> type, String name) throws ReflectiveOperationException {
        return new ScalaMethod(MethodHandles.publicLookup()
                .unreflect(type.getMethod(name, Object.class)).asType(OF_TWO));
    }

    /** Returns a static method with one parameter, which accepts any object. */
    static ScalaMethod maker(Class<?> type, String name) throws ReflectiveOperationException {
        return new ScalaMethod(MethodHandles.publicLookup()
                .unreflect(type.getMethod(name, Object.class)).asType(OF_ONE));
    }

    /** Returns a constructor with two parameters, which accept any objects. */
    static ScalaMethod constructor(Class<?> type) throws ReflectiveOperationException {
        return new ScalaMethod(MethodHandles.publicLookup()
                .unreflectConstructor(type.getConstructor(Object.class, Object.class))
                .asType(OF_TWO));
    }

    /** Returns the class or interface with a name among a type and its supertypes; null if there is none. */
    public static @Nullable Class<?> above(@Nullable Class<?> type, String name) {
        if (type == null || type.getName().equals(name)) {
            return type;
        }
        for (Class<?> next : type.getInterfaces()) {
            Class<?> found = above(next, name);
            if (found != null) {
                return found;
            }
        }
        return above(type.getSuperclass(), name);
    }

    /** Calls the method with one object. */
    public @Nullable Object call(Object one) {
        try {
            return (Object) handle.invokeExact(one);
        } catch (Throwable e) {
            throw unchecked(e);
        }
    }

    /** Calls the method with two objects. */
    public @Nullable Object call(@Nullable Object one, @Nullable Object two) {
        try {
            return (Object) handle.invokeExact(one, two);
        } catch (Throwable e) {
            throw unchecked(e);
        }
    }

    private static RuntimeException unchecked(Throwable e) {
        return switch (e) {
            case RuntimeException thrown -> thrown;
            case Error error -> throw error;
            default -> new IllegalStateException(RemoteText.described(e), e);
        };
    }
}
