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

    TypeMismatchException(String wanted, String given, @Nullable Throwable cause) {
        this(null, wanted, given, cause);
    }

    private TypeMismatchException(@Nullable String place, String wanted, String given,
            @Nullable Throwable cause) {
        super((place == null ? "" : place + ": ") + wanted + " was wanted, but " + given
                + " was given", cause);
        this.place = place;
        this.wanted = wanted;
        this.given = given;
    }

    /**
     * The same, with one more word on where it happened, put in front of what is known of that.
     *
     * @param where like {@code parameter 'degrees' of raise}
     */
    public TypeMismatchException withContext(String where) {
        TypeMismatchException outer = new TypeMismatchException(
                place == null ? where : where + ", " + place, wanted, given, getCause());
        outer.setStackTrace(getStackTrace());
        return outer;
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
