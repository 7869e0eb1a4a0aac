package io.jyro.serialize;

import io.jyro.PyroException;
import org.jspecify.annotations.Nullable;

/**
 * A value does not fit the Java type that was declared for it. Nothing was lost on the way: it arrived whole, and the
 * connection lives. A Python caller sees a {@code TypeError}.
 */
public final class TypeMismatchException extends PyroException {
    private static final long serialVersionUID = 1L;

    private final @Nullable String place;
    private final String wanted;
    private final String given;
    private final @Nullable String remedy;

    TypeMismatchException(String wanted, String given, @Nullable Throwable cause) {
        this(null, wanted, given, null, cause);
    }

    /** One whose message also says what can be done about it. */
    static TypeMismatchException advising(String wanted, String given, String remedy) {
        return new TypeMismatchException(null, wanted, given, remedy, null);
    }

    private TypeMismatchException(@Nullable String place, String wanted, String given,
            @Nullable String remedy, @Nullable Throwable cause) {
        super((place == null ? "" : place + ": ") + wanted + " was wanted, but " + given
                + " was given" + (remedy == null ? "" : "; " + remedy), cause);
        this.remedy = remedy;
        this.place = place;
        this.wanted = wanted;
        this.given = given;
    }

    /**
     * The same, with one more step on the way to where it happened, put in front of what is known of that. Steps into a
     * value begin with a bracket or a dot, so that they make a path: {@code log() parameter readings[3].celsius}.
     *
     * @param where like {@code log() parameter readings}, {@code [3]} or {@code .celsius}
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

    /** Where it happened, outermost first, or null if nobody said. */
    public @Nullable String place() {
        return place;
    }

    /** The type that was declared, in Java's words. */
    public String wanted() {
        return wanted;
    }

    /** What came, in Python's words; texts are not quoted, they may be secrets. */
    public String given() {
        return given;
    }
}
