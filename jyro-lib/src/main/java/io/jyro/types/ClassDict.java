package io.jyro.types;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

import io.jyro.text.BoundedText;
import io.jyro.text.Shown;
import org.jspecify.annotations.Nullable;

/**
 * An instance of a Python class without a converter: the name of the class and the received attributes. Unmodifiable.
 * It is sent back as the same dict with {@code __class__} as it was received.
 */
public final class ClassDict implements Shown {
    /** The key of the class name in the dict of an instance. */
    public static final String CLASS_KEY = "__class__";

    private final String className;
    private final Map<Object, @Nullable Object> dict;

    private ClassDict(String className, Map<Object, @Nullable Object> dict) {
        this.className = className;
        this.dict = dict;
    }

    /**
     * Returns an instance of a class with attributes.
     *
     * @param className the full name with its module, such as {@code thermometers.Reading}
     * @param attributes by name; the value of a {@code __class__} among them is replaced, its position kept
     */
    public static ClassDict of(String className, Map<?, ? extends @Nullable Object> attributes) {
        Objects.requireNonNull(className, "className");
        Map<Object, @Nullable Object> dict = new LinkedHashMap<>(attributes);
        dict.put(CLASS_KEY, className);
        return new ClassDict(className, Collections.unmodifiableMap(dict));
    }

    /** Returns the full name of the Python class. */
    public String className() {
        return className;
    }

    /** Returns the attributes without {@code __class__}, in their original order; unmodifiable. */
    public Map<Object, @Nullable Object> attributes() {
        Map<Object, @Nullable Object> attributes = new LinkedHashMap<>(dict);
        attributes.remove(CLASS_KEY);
        return Collections.unmodifiableMap(attributes);
    }

    /** Returns the value of an attribute; null if there is no attribute of that name, or its value is None. */
    public @Nullable Object get(String attribute) {
        return attribute.equals(CLASS_KEY) ? null : dict.get(attribute);
    }

    /** Returns the dict that is sent, including {@code __class__}, in its original order; unmodifiable. */
    public Map<Object, @Nullable Object> toDict() {
        return dict;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof ClassDict that && dict.equals(that.dict);
    }

    @Override
    public int hashCode() {
        return dict.hashCode();
    }

    /** Returns the class and its attributes, for people to read. */
    @Override
    public String toString() {
        return className + attributes();
    }

    /** Appends the class and its attributes to a message of bounded length. */
    @Override
    public void showIn(BoundedText text) {
        text.append(className).appendMap(attributes());
    }
}
