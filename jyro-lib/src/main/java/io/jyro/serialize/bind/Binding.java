package io.jyro.serialize.bind;

import java.lang.reflect.Type;
import java.util.Iterator;

import io.jyro.TypeMismatchException;
import org.jspecify.annotations.Nullable;

/**
 * Converts a plain value, as a codec delivers it, to a declared Java type. Chosen once for each type; immutable and
 * thread-safe.
 *
 * <p>Conversions do not lose information silently: an int out of range, a float with a fraction for an int, and an int
 * that a double cannot hold are refused; only a declared {@code float} rounds. A bool is not a number and a number is
 * not a text. A value that already has the declared type is returned itself, and so is a whole list if no element had
 * to be converted, so that the result may be unmodifiable. None becomes null; for a primitive type it is refused.
 *
 * <p>Records and beans are made from dicts and class dicts, by the names of their components and setters; those with a
 * {@link io.jyro.PyroType} only from class dicts of that name. For a sealed type, the name of the class dict selects
 * the permitted class. Unknown keys are ignored, since two programs change at different times; a missing component is
 * refused, unless it is an Optional (then empty) or marked with an annotation named {@code Nullable} (then null). A
 * missing property keeps the value that the bean's constructor assigned. Lists and tuples become records by the
 * positions of their elements. A proxy becomes a typed view if an interface is declared. A proxy of an object that the
 * receiving daemon itself hosts becomes that object, if its class is declared or an interface whose methods it all
 * exposes.
 */
public abstract class Binding {
    /** The score of a value that does not fit. */
    public static final int UNFIT = 0;

    static final int ANYTHING = 100;
    static final int EXACT = 1000;
    /** The score of None for every type that is not primitive. */
    static final int NONE = 500;

    private final Class<?> type;
    private final String wanted;

    Binding(Class<?> type, Type declared) {
        this(type, declared, null);
    }

    /** @param className the name of the type on the wire, or null if it has none */
    Binding(Class<?> type, Type declared, @Nullable String className) {
        this.type = type;
        this.wanted = TypeText.of(declared) + (className == null ? "" : " (" + className + ")");
    }

    /** Returns what a Python user calls the type of a plain value, for messages. */
    public static String given(@Nullable Object plain) {
        return PythonNames.of(plain);
    }

    /**
     * Converts a plain value to the declared type; boxed if the type is primitive. A value to which its payload refers
     * more than once is converted once, and the result reused.
     *
     * @param budget the budget of the value's payload
     * @throws TypeMismatchException if the value does not fit; exceptions of users' constructors and setters are passed
     *         on
     * @throws io.jyro.SerializationException if keys of the declared types take too long to compare
     * @throws io.jyro.wire.MemoryRefusedException if the memory for it is not available
     */
    public final @Nullable Object bind(@Nullable Object plain, ConversionBudget budget) {
        RepeatedValues repeated = budget.repeatedValues();
        return repeated == null
                ? convert(plain, budget)
                : repeated.converted(plain, this, budget);
    }

    /**
     * Returns how well a plain value fits, for the choice between overloads: {@link #UNFIT}, or a higher score for a
     * better fit. Nothing is thrown or created, so a constructor may still refuse a value that fits.
     *
     * @param budget the budget of the value's payload
     */
    public final int score(@Nullable Object plain, ConversionBudget budget) {
        RepeatedValues repeated = budget.repeatedValues();
        return repeated == null ? fit(plain, budget) : repeated.score(plain, this, budget);
    }

    /** Converts a value for {@link #bind} that has not been converted before. */
    abstract @Nullable Object convert(@Nullable Object plain, ConversionBudget budget);

    /** Computes the {@link #score} of a value that has not been scored before. */
    abstract int fit(@Nullable Object plain, ConversionBudget budget);

    /** Returns whether a value of this type may be omitted: true for Optional and its primitive variants. */
    public boolean mayBeAbsent() {
        return false;
    }

    /** Returns the value that replaces an omitted one. */
    public @Nullable Object absent() {
        return null;
    }

    /** Converts the key of a map; some serializers have only text as keys. */
    @Nullable
    Object bindKey(@Nullable Object plain, ConversionBudget budget) {
        return bind(plain, budget);
    }

    /** Returns how well the key of a map fits. */
    int scoreKey(@Nullable Object plain, ConversionBudget budget) {
        return score(plain, budget);
    }

    /** Returns the declared type in Java's notation, for messages. */
    @Override
    public final String toString() {
        return wanted;
    }

    /** Returns whether every value is returned unchanged. */
    boolean takesAnything() {
        return false;
    }

    /** Returns the class of the values; the primitive one for a primitive type. */
    public final Class<?> type() {
        return type;
    }

    /** Returns the object of a proxy if it is hosted where the proxy arrived; otherwise throws a mismatch. */
    final Object local(Object plain) {
        Object object = plain instanceof RemoteReference remote ? remote.local(type) : null;
        if (object == null) {
            throw mismatch(plain);
        }
        return object;
    }

    /** Returns the score of {@link #local}. */
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
            default -> NdArrays.remedyFor(plain);
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

    /**
     * Returns the score of a container: its own, reduced a little by how far its worst element is from an exact fit.
     */
    static int scoreOf(int container, int worstElement) {
        return worstElement == UNFIT ? UNFIT : container - (EXACT - worstElement) / 20;
    }
}
