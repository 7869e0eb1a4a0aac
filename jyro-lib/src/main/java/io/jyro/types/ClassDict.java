package io.jyro.types;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

import io.jyro.text.BoundedText;
import io.jyro.text.Shown;
import org.jspecify.annotations.Nullable;

/**
 * An instance of a Python class that nothing here knows: the name of the class and the attributes it came with.
 * Unmodifiable. Written back, it is the dict with {@code __class__} that it came as.
 */
public final class ClassDict implements Shown {
    /** The key that holds the name of the class when an instance travels as a dict. */
    public static final String CLASS_KEY = "__class__";

    private final String className;
    private final Map<Object, @Nullable Object> dict;

    private ClassDict(String className, Map<Object, @Nullable Object> dict) {
        this.className = className;
        this.dict = dict;
    }

    /**
     * An instance of a class with attributes.
     *
     * @param className the full name with its module, such as {@code thermometers.Reading}
     * @param attributes by name; where a {@code __class__} stands among them is kept, what it says is not
     */
    public static ClassDict of(String className, Map<?, ? extends @Nullable Object> attributes) {
        Objects.requireNonNull(className, "className");
        Map<Object, @Nullable Object> dict = new LinkedHashMap<>(attributes);
        dict.put(CLASS_KEY, className);
        return new ClassDict(className, Collections.unmodifiableMap(dict));
    }

    /** The full name of the Python class. */
    public String className() {
        return className;
    }

    /** The attributes without {@code __class__}, in the order they came; unmodifiable. */
    public Map<Object, @Nullable Object> attributes() {
        Map<Object, @Nullable Object> attributes = new LinkedHashMap<>(dict);
        attributes.remove(CLASS_KEY);
        return Collections.unmodifiableMap(attributes);
    }

    /** The value of an attribute; null if there is none of that name, or its value is None. */
    public @Nullable Object get(String attribute) {
        return attribute.equals(CLASS_KEY) ? null : dict.get(attribute);
    }

    /** The dict as it travels, {@code __class__} included, in the order it came; unmodifiable. */
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

    /** The class and its attributes, for reading by people. */
    @Override
    public String toString() {
        return className + attributes();
    }

    /** For messages of bounded length. */
    @Override
    public void showIn(BoundedText text) {
        text.append(className).appendMap(attributes());
    }
}
