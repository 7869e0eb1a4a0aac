package io.jyro.serialize;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;

import io.jyro.RemoteText;
import org.jspecify.annotations.Nullable;

/**
 * A method or constructor of Scala's library. Jyro does not depend on Scala, and looks for no class by its name: all of
 * them are found at the classes that users declare or send.
 *
 * @param handle takes one or two objects: what it is called on, if it is not static, and the arguments
 */
record ScalaMethod(MethodHandle handle) {
    private static final MethodType OF_ONE = MethodType.methodType(Object.class, Object.class);
    private static final MethodType OF_TWO = MethodType.methodType(Object.class, Object.class,
            Object.class);

    /**
     * A method without parameters.
     *
     * @param type a public class or interface that has it, perhaps from above
     */
    static ScalaMethod getter(Class<?> type, String name) throws ReflectiveOperationException {
        return new ScalaMethod(
                MethodHandles.publicLookup().unreflect(type.getMethod(name)).asType(OF_ONE));
    }

    /** A method with one parameter, which takes any object. */
    static ScalaMethod taker(Class<?> type, String name) throws ReflectiveOperationException {
        return new ScalaMethod(MethodHandles.publicLookup()
                .unreflect(type.getMethod(name, Object.class)).asType(OF_TWO));
    }

    /** A static method with one parameter, which takes any object. */
    static ScalaMethod maker(Class<?> type, String name) throws ReflectiveOperationException {
        return new ScalaMethod(MethodHandles.publicLookup()
                .unreflect(type.getMethod(name, Object.class)).asType(OF_ONE));
    }

    /** A constructor with two parameters, which take any objects. */
    static ScalaMethod constructor(Class<?> type) throws ReflectiveOperationException {
        return new ScalaMethod(MethodHandles.publicLookup()
                .unreflectConstructor(type.getConstructor(Object.class, Object.class))
                .asType(OF_TWO));
    }

    /** A class or interface of a name, among a type and all above it; null if there is none. */
    static @Nullable Class<?> above(@Nullable Class<?> type, String name) {
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

    @Nullable
    Object call(Object one) {
        try {
            return (Object) handle.invokeExact(one);
        } catch (Throwable e) {
            throw unchecked(e);
        }
    }

    @Nullable
    Object call(@Nullable Object one, @Nullable Object two) {
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
