package io.jyro.text;

import java.math.BigInteger;
import java.util.Collection;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * A text about values that ends at a number of characters. Values are appended as their {@code toString} writes them,
 * but neither time nor memory depend on what lies beyond the limit. Integers of thousands of digits appear as their
 * number of bits, since their digits take time that grows with the square; exceptions appear as the name of their type,
 * since their messages may hold further exceptions. For one thread.
 */
public final class BoundedText {
    /** The longest message of an exception that came from a peer. */
    public static final int MESSAGE = 10_000;

    /** As many decimal digits as CPython's default allows an integer: 4,300. */
    private static final int MOST_BITS_IN_DIGITS = 14_285;
    private static final int DEEPEST = 500;
    private static final String CUT = "...";

    private final StringBuilder text = new StringBuilder();
    private final int most;
    private int depth;

    /** An empty text that ends at a number of characters, and then at three dots. */
    public BoundedText(int most) {
        this.most = most;
    }

    /** A value as text of at most so many characters, and three dots where it was cut. */
    public static String of(@Nullable Object value, int most) {
        BoundedText text = new BoundedText(most);
        text.append(value);
        return text.toString();
    }

    /** Whether nothing more is added. */
    public boolean isFull() {
        return text.length() > most;
    }

    /** Appends characters as they are. */
    public BoundedText append(String characters) {
        if (!isFull()) {
            // One more than fits, by which a text that was cut is known.
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

    /** The text; with three dots at its end if it was cut. */
    @Override
    public String toString() {
        if (!isFull()) {
            return text.toString();
        }
        boolean splits = most > 0 && Character.isHighSurrogate(text.charAt(most - 1));
        return text.substring(0, splits ? most - 1 : most) + CUT;
    }
}
