package io.jyro.serialize;

import java.lang.reflect.Type;

import org.jspecify.annotations.Nullable;

/**
 * How a plain value, as a codec delivers it, becomes a declared Java type. Chosen once for each type, immutable, safe to
 * share between threads.
 *
 * <p>Nothing is lost silently: an int out of range, a float with a fraction for an int, an int that a double cannot hold
 * are refused; of floats only the last digits may go when a {@code float} was declared. A bool is no number and a
 * number is no text. A value that already is what was declared is given back itself, also a whole list if no element of
 * it had to change, so that it may be unmodifiable. None is null, for a primitive type it is refused.
 *
 * <p>Records and beans are made of dicts and class dicts by the names of their components and setters. Keys that the
 * type does not know are ignored, since two programs change at different times; a component that the dict does not have
 * is refused, unless it is an Optional (then empty) or marked with an annotation named {@code Nullable} (then null). A
 * property that the dict does not have keeps what the bean's constructor gave it. An interface takes a proxy and becomes
 * a typed view of it.
 */
public abstract class Binding {
    /** The score of a value that does not fit. */
    public static final int UNFIT = 0;

    static final int ANYTHING = 100;
    static final int EXACT = 1000;
    /** None fits all but primitives alike. */
    static final int NONE = 500;

    private final Class<?> type;
    private final String wanted;

    Binding(Class<?> type, Type declared) {
        this.type = type;
        this.wanted = declared.getTypeName().replace("java.lang.", "").replace("java.util.", "")
                .replace("java.time.", "").replace("java.math.", "");
    }

    /** What makes values of a declared type; for a class it is remembered, for a generic type it is made anew. */
    public static Binding of(Type type) {
        return Bindings.of(type);
    }

    /**
     * A value of the declared type, made of a plain one; boxed if the type is primitive.
     *
     * @throws TypeMismatchException if it does not fit; what a record, bean or interface of the user throws when it is
     *         made comes as it was thrown
     */
    public abstract @Nullable Object bind(@Nullable Object plain);

    /**
     * How well a plain value fits, for the choice between overloads: {@link #UNFIT}, or the more the better. Throws
     * nothing and makes nothing, so that a value that fits may still be refused by a constructor.
     */
    public abstract int score(@Nullable Object plain);

    /** The declared type in Java's words, as it stands in messages. */
    @Override
    public final String toString() {
        return wanted;
    }

    /** Whether every value is given back as it is. */
    boolean takesAnything() {
        return false;
    }

    /** The class that values have; the primitive one for a primitive type. */
    final Class<?> type() {
        return type;
    }

    final TypeMismatchException mismatch(@Nullable Object plain) {
        return mismatch(PythonNames.of(plain), null);
    }

    final TypeMismatchException mismatch(String given, @Nullable Throwable cause) {
        return new TypeMismatchException(wanted, given, cause);
    }

    /** The score of a container: its own, and a little less for each step that its worst element is from exact. */
    static int scoreOf(int container, int worstElement) {
        return worstElement == UNFIT ? UNFIT : container - (EXACT - worstElement) / 20;
    }
}
