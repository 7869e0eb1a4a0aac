package io.jyro.serialize;

import java.lang.reflect.Type;
import java.nio.charset.StandardCharsets;
import java.util.Iterator;

import io.jyro.Dialect;
import io.jyro.PyroConfig;
import io.jyro.SerializationException;
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
 * <p>Records and beans are made of dicts and class dicts by the names of their components and setters; those that
 * {@link io.jyro.PyroType} names, of class dicts of no other name. Of a sealed type, the name of the class dict chooses
 * among its permitted classes. Keys that the type does not know are ignored, since two programs change at different times; a component that the dict does not have
 * is refused, unless it is an Optional (then empty) or marked with an annotation named {@code Nullable} (then null). A
 * property that the dict does not have keeps what the bean's constructor gave it. Lists and tuples become records by the
 * positions of their elements. An interface takes a proxy and becomes a typed view of it. A proxy of an object that the
 * receiving daemon hosts itself becomes that object, where its class is declared or an interface of which it exposes
 * all methods.
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
        this(type, declared, null);
    }

    /** @param className under which the type travels, if it has a name on the wire */
    Binding(Class<?> type, Type declared, @Nullable String className) {
        this.type = type;
        this.wanted = TypeText.of(declared) + (className == null ? "" : " (" + className + ")");
    }

    /**
     * What makes values of a declared type; for a class it is remembered, for a generic type it is made anew.
     *
     * @throws IllegalArgumentException if no values can be made of the type, or a marker on it says what cannot be
     */
    public static Binding of(Type type) {
        return Bindings.of(type);
    }

    /**
     * What makes values of a type as it is declared in a class or interface that may have it from a generic one above:
     * in {@code interface Thermostats extends Registry<Thermostat>}, the {@code T} of Registry is a Thermostat.
     *
     * @throws IllegalArgumentException as {@link #of(Type)}
     */
    public static Binding of(Type type, Class<?> within) {
        return type instanceof Class<?> ? Bindings.of(type) : Bindings.of(type, within);
    }

    /** What a Python user calls the type of a plain value, as it stands in messages. */
    public static String given(@Nullable Object plain) {
        return PythonNames.of(plain);
    }

    /**
     * A value of the declared type, made of a plain one; boxed if the type is primitive. A value to which its payload
     * refers more than once is converted once and given again.
     *
     * @param budget of the payload that the value came in
     * @throws TypeMismatchException if it does not fit; what a record, bean or interface of the user throws when it is
     *         made comes as it was thrown
     * @throws io.jyro.SerializationException if keys of the declared types take too long to compare
     * @throws io.jyro.wire.MemoryRefusedException if the memory for it is not available
     */
    public final @Nullable Object bind(@Nullable Object plain, DecodeBudget budget) {
        RepeatedValues repeated = budget.repeatedValues();
        return repeated == null
                ? convert(plain, budget)
                : repeated.converted(plain, this, budget);
    }

    /**
     * How well a plain value fits, for the choice between overloads: {@link #UNFIT}, or the more the better. Throws
     * nothing and makes nothing, so that a value that fits may still be refused by a constructor.
     *
     * @param budget of the payload that the value came in
     */
    public final int score(@Nullable Object plain, DecodeBudget budget) {
        RepeatedValues repeated = budget.repeatedValues();
        return repeated == null ? fit(plain, budget) : repeated.score(plain, this, budget);
    }

    /** What {@link #bind} gives, of a value that was not converted before. */
    abstract @Nullable Object convert(@Nullable Object plain, DecodeBudget budget);

    /** What {@link #score} gives, of a value that was not looked at before. */
    abstract int fit(@Nullable Object plain, DecodeBudget budget);

    /**
     * A value of the declared type made of text in a program: of text the text itself, else what Python would write, such
     * as {@code [1, 2]}, or a text that the type is made of, such as {@code 2021-02-03}.
     *
     * @throws TypeMismatchException if it is neither
     */
    public final @Nullable Object bindSource(String text) {
        DecodeBudget budget = DecodeBudget.ofNoPayload();
        if (type == String.class) {
            return text;
        }
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        try {
            Object literal = new SerpentCodec().read(bytes, 0, bytes.length, CodecContext
                    .of(PyroConfig.defaults(), Dialect.V502, TypeRegistry.standard()));
            return bind(literal, budget);
        } catch (SerializationException | TypeMismatchException e) {
            return bind(text, budget); // which says what does not fit
        }
    }

    /** Whether a value may be left out where this type is declared: an Optional may, and its primitive relatives. */
    public boolean mayBeAbsent() {
        return false;
    }

    /** What stands for a value that was left out. */
    public @Nullable Object absent() {
        return null;
    }

    /** A value made of the key of a map; for serializers whose keys are text. */
    @Nullable
    Object bindKey(@Nullable Object plain, DecodeBudget budget) {
        return bind(plain, budget);
    }

    /** How well the key of a map fits. */
    int scoreKey(@Nullable Object plain, DecodeBudget budget) {
        return score(plain, budget);
    }

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

    /** The object itself that a proxy stands for, if it is hosted where the proxy arrived; else a mismatch. */
    final Object local(Object plain) {
        Object object = plain instanceof RemoteReference remote ? remote.local(type) : null;
        if (object == null) {
            throw mismatch(plain);
        }
        return object;
    }

    /** The score of what {@link #local} gives. */
    final int fitOfLocal(Object plain) {
        return plain instanceof RemoteReference remote && remote.local(type) != null
                ? EXACT
                : UNFIT;
    }

    final TypeMismatchException mismatch(@Nullable Object plain) {
        String remedy = switch (plain) {
            case null -> null;
            case Iterator<?> items ->
                "read it with Proxy.stream, or declare Stream or Iterator in a view";
            default -> NdArrayForm.remedyFor(plain);
        };
        return remedy == null
                ? mismatch(PythonNames.of(plain), null)
                : mismatchWith(remedy, plain);
    }

    final TypeMismatchException mismatchWith(String remedy, @Nullable Object plain) {
        return TypeMismatchException.advising(wanted, PythonNames.of(plain), remedy);
    }

    final TypeMismatchException mismatch(String given, @Nullable Throwable cause) {
        return new TypeMismatchException(wanted, given, cause);
    }

    /** The score of a container: its own, and a little less for each step that its worst element is from exact. */
    static int scoreOf(int container, int worstElement) {
        return worstElement == UNFIT ? UNFIT : container - (EXACT - worstElement) / 20;
    }
}
