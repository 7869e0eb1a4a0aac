package io.jyro;

import org.jspecify.annotations.Nullable;

/**
 * A value does not fit the Java type that was declared for it. It arrived complete, and the connection stays open. A
 * Python caller sees a {@code TypeError}.
 */
public final class TypeMismatchException extends PyroException {
    private static final long serialVersionUID = 1L;

    private final @Nullable String place;
    private final String wanted;
    private final String given;
    private final @Nullable String remedy;

    /** For the packages of Jyro: the wanted type as Java names it, and the given one as Python names it. */
    public TypeMismatchException(String wanted, String given, @Nullable Throwable cause) {
        this(null, wanted, given, null, cause);
    }

    /** Returns an exception whose message also contains a remedy. */
    public static TypeMismatchException advising(String wanted, String given, String remedy) {
        return new TypeMismatchException(null, wanted, given, remedy, null);
    }

    private TypeMismatchException(@Nullable String place, String wanted, String given,
            @Nullable String remedy, @Nullable Throwable cause) {
        super((place == null ? "" : place + ": ") + "expected " + wanted + ", but got " + given
                + (remedy == null ? "" : "; " + remedy), cause);
        this.remedy = remedy;
        this.place = place;
        this.wanted = wanted;
        this.given = given;
    }

    /**
     * Returns the same exception with one more step put in front of the path to the value. Steps into a value begin
     * with a bracket or a dot: {@code log() parameter readings[3].celsius}.
     *
     * @param where a step such as {@code log() parameter readings}, {@code [3]} or {@code .celsius}
     */
    public TypeMismatchException withContext(String where) {
        TypeMismatchException outer = new TypeMismatchException(joined(where), wanted, given,
                remedy, getCause());
        outer.setStackTrace(getStackTrace());
        return outer;
    }

    private String joined(String where) {
        if (place == null) {
            return where;
        }
        boolean isStep = place.startsWith("[") || place.startsWith(".");
        return where + (isStep ? "" : ", ") + place;
    }

    /** Returns the path to the value, outermost step first, or null if unknown. */
    public @Nullable String place() {
        return place;
    }

    /** Returns the declared type, in Java's notation. */
    public String wanted() {
        return wanted;
    }

    /** Returns the type of the received value, in Python's words; texts are not quoted, since they may be secrets. */
    public String given() {
        return given;
    }
}
