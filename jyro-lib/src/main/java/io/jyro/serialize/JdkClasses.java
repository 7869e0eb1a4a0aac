package io.jyro.serialize;

/** Which classes are the JDK's. A class of its own, since most values need no more of {@link StandardForms}, whose table is large. */
final class JdkClasses {
    private JdkClasses() {}

    /** Only users' classes count as beans, since the getters of an unknown class of the JDK may do anything. */
    static boolean contain(Class<?> type) {
        ClassLoader loader = type.getClassLoader();
        return loader == null || loader.equals(ClassLoader.getPlatformClassLoader());
    }
}
