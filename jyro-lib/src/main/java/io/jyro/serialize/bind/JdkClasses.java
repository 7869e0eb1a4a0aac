package io.jyro.serialize.bind;

/**
 * Tells which classes belong to the JDK. It is separate from {@code StandardForms}, since most values do not need the
 * large table there.
 */
public final class JdkClasses {
    private JdkClasses() {}

    /** Only users' classes count as beans, since the getters of an unknown class of the JDK may do anything. */
    public static boolean contain(Class<?> type) {
        ClassLoader loader = type.getClassLoader();
        return loader == null || loader.equals(ClassLoader.getPlatformClassLoader());
    }
}
