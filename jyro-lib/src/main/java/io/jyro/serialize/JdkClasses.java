package io.jyro.serialize;

/** Which classes are the JDK's. A class of its own, since most values need no more of {@link StandardForms}, whose table is large. */
final class JdkClasses {
    private JdkClasses() {}

    static boolean contain(Class<?> type) {
        ClassLoader loader = type.getClassLoader();
        return loader == null || loader.equals(ClassLoader.getPlatformClassLoader());
    }
}
