package io.jyro.types;

import java.util.Arrays;
import java.util.Collection;

import io.jyro.text.BoundedText;
import org.jspecify.annotations.Nullable;

/**
 * An instance of a Python subclass of tuple, such as {@code collections.namedtuple} creates: sent as that class if the
 * serializer can name it, and as a tuple otherwise. Its fields have no names here, since the names are not sent. Equal
 * to any list with equal elements, whatever its class, as in Python.
 */
public final class NamedTuple extends Tuple {
    private final String className;

    private NamedTuple(String className, @Nullable Object[] elements) {
        super(elements);
        this.className = className;
    }

    /**
     * Returns a tuple of a class.
     *
     * @param className the full name with its module, such as {@code geometry.Point}
     */
    public static NamedTuple of(String className, Collection<? extends @Nullable Object> elements) {
        return new NamedTuple(className,
                Arrays.copyOf(elements.toArray(), elements.size(), Object[].class));
    }

    /** Returns the full name of the Python class. */
    public String className() {
        return className;
    }

    /** Returns the class and the elements: {@code geometry.Point(1, 2)}. */
    @Override
    public String toString() {
        return className + super.toString();
    }

    @Override
    public void showIn(BoundedText text) {
        super.showIn(text.append(className));
    }
}
