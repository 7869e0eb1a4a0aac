package io.jyro.text;

import java.math.BigInteger;
import java.util.Collection;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * A text about values with a maximum length. Values are appended in the form of their {@code toString}, but content
 * beyond the limit costs neither time nor memory. Integers of thousands of digits appear as their number of bits, since
 * printing the digits takes quadratic time; exceptions appear as the name of their type, since their messages may
 * contain further exceptions. Not thread-safe.
 */
public final class BoundedText {
    /** The longest message of an exception that came from a peer. */
    public static final int MESSAGE = 10_000;

    /** The number of bits of 4,300 decimal digits, which is CPython's default limit for an integer. */
    private static final int MOST_BITS_IN_DIGITS = 14_285;
    private static final int DEEPEST = 500;
    private static final String CUT = "...";

    private final StringBuilder text = new StringBuilder();
    private final int most;
    private int depth;

    /** Creates an empty text that is cut after a number of characters, with three dots. */
    public BoundedText(int most) {
        this.most = most;
    }

    /** Returns a value as text of at most this many characters, and three dots if it was cut. */
    public static String of(@Nullable Object value, int most) {
        BoundedText text = new BoundedText(most);
        text.append(value);
        return text.toString();
    }

    /** Returns whether further appends are ignored. */
    public boolean isFull() {
        return text.length() > most;
    }

    /** Appends characters unchanged. */
    public BoundedText append(String characters) {
        if (!isFull()) {
            // Keeps one character more than fits, which marks the text as cut.
            text.append(characters, 0,
                    Math.min(characters.length(), most + 1 - text.length()));
        }
        return this;
    }

    /** Appends a value of any kind. */
    public BoundedText append(@Nullable Object value) {
        if (isFull()) {
            return this;
        }
        if (++depth > DEEPEST) {
            append(CUT);
        } else {
            appendAny(value);
        }
        depth--;
        return this;
    }

    private void appendAny(@Nullable Object value) {
        switch (value) {
            case null -> append("null");
            case String string -> append(string);
            case Shown shown -> shown.showIn(this);
            case BigInteger number when number.bitLength() > MOST_BITS_IN_DIGITS -> append(
                    "int of " + number.bitLength() + " bits");
            case Map<?, ?> map -> appendMap(map);
            case Collection<?> elements -> appendAll("[", elements, "]");
            case Throwable thrown -> append(thrown.getClass().getName());
            default -> append(String.valueOf(value));
        }
    }

    /** Appends values with commas between them. */
    public BoundedText appendAll(String before, Iterable<? extends @Nullable Object> values,
            String after) {
        append(before);
        String separator = "";
        for (Object value : values) {
            if (isFull()) {
                return this;
            }
            append(separator).append(value);
            separator = ", ";
        }
        return append(after);
    }

    /** Appends the entries of a map. */
    public BoundedText appendMap(Map<?, ? extends @Nullable Object> map) {
        append("{");
        String separator = "";
        for (Map.Entry<?, ? extends @Nullable Object> entry : map.entrySet()) {
            if (isFull()) {
                return this;
            }
            append(separator).append(entry.getKey()).append("=").append(entry.getValue());
            separator = ", ";
        }
        return append("}");
    }

    /** Returns the text, with three dots at its end if it was cut. */
    @Override
    public String toString() {
        if (!isFull()) {
            return text.toString();
        }
        boolean splits = most > 0 && Character.isHighSurrogate(text.charAt(most - 1));
        return text.substring(0, splits ? most - 1 : most) + CUT;
    }
}
