package io.jyro;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;

/**
 * A generic type as a value, for results that a {@code Class} cannot name. Make an anonymous
 * subclass:
 *
 * {@snippet :
 * List<String> names = proxy.call(new TypeRef<List<String>>() {}, "names");
 * }
 *
 * @param <T> the captured type
 */
public abstract class TypeRef<T> {
    private final Type type;

    /** Captures the type argument of the anonymous subclass. */
    protected TypeRef() {
        if (!(getClass().getGenericSuperclass() instanceof ParameterizedType captured)) {
            throw new IllegalStateException(
                    "TypeRef needs its type argument: new TypeRef<List<String>>() {}");
        }
        type = captured.getActualTypeArguments()[0];
    }

    /** Returns the captured type. */
    public final Type type() {
        return type;
    }

    @Override
    public final String toString() {
        return "TypeRef<" + type.getTypeName() + ">";
    }
}
