package io.jyro.rpc;

import java.lang.reflect.Method;

/** Creates the error for a method in a package that its module has not opened to this library. */
public final class ClosedPackage {
    private ClosedPackage() {}

    /** Returns an error that names the line that the module of a method lacks. */
    public static IllegalArgumentException of(Method method, Exception cause) {
        Class<?> owner = method.getDeclaringClass();
        return new IllegalArgumentException(
                "cannot call " + method + ": module " + owner.getModule().getName()
                        + " does not give access to it; add 'opens " + owner.getPackageName()
                        + ";' to its module-info",
                cause);
    }
}
