package io.jyro.rpc;

import java.lang.reflect.Method;

/** Refusal of methods in packages that their module has not opened to this library. */
public final class ClosedPackage {
    private ClosedPackage() {}

    /** An error that says which line the module of a method lacks. */
    public static IllegalArgumentException of(Method method, Exception cause) {
        Class<?> owner = method.getDeclaringClass();
        return new IllegalArgumentException(
                "cannot call " + method + ": module " + owner.getModule().getName()
                        + " does not let it be reached; add 'opens " + owner.getPackageName()
                        + ";' to its module-info",
                cause);
    }
}
