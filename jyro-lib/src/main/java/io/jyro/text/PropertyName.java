package io.jyro.text;

/** Names of properties as JavaBeans derives them from accessors. */
public final class PropertyName {
    private PropertyName() {}

    /**
     * Returns the name of a property: {@code target} of {@code getTarget}, but {@code URL} of {@code getURL}.
     *
     * @param accessor name of a method, longer than the prefix
     * @param prefix length of {@code get}, {@code is} or {@code set}
     */
    public static String of(String accessor, int prefix) {
        boolean acronym = accessor.length() > prefix + 1
                && Character.isUpperCase(accessor.charAt(prefix + 1));
        return acronym
                ? accessor.substring(prefix)
                : Character.toLowerCase(accessor.charAt(prefix)) + accessor.substring(prefix + 1);
    }
}
