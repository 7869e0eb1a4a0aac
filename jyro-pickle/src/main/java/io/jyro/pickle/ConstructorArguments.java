package io.jyro.pickle;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.jyro.SerializationException;
import io.jyro.serialize.CodecContext;
import io.jyro.serialize.DecodeBudget;
import io.jyro.types.ByteArray;
import io.jyro.types.Tuple;
import org.jspecify.annotations.Nullable;

/** The arguments of a call of a known constructor, each checked when it is read. */
final class ConstructorArguments {
    private final Global callee;
    private final Part part;
    private final Tuple values;
    private final CodecContext context;
    private final DecodeBudget budget;

    ConstructorArguments(Global callee, Part part, CodecContext context, DecodeBudget budget) {
        this.callee = callee;
        this.part = part;
        this.values = part.elements();
        this.context = context;
        this.budget = budget;
    }

    Global callee() {
        return callee;
    }

    Part part() {
        return part;
    }

    CodecContext context() {
        return context;
    }

    /** Returns the budget of the pickle, in which the arguments have already been counted. */
    DecodeBudget budget() {
        return budget;
    }

    int count() {
        return values.size();
    }

    /** Checks the number of arguments, and that there are no classes among them. */
    ConstructorArguments expect(int least, int most) {
        if (part.global() != null) {
            throw part.global().noValue();
        }
        return expectAlsoClasses(least, most);
    }

    /** Checks the number of arguments of one of the few constructors that take classes. */
    ConstructorArguments expectAlsoClasses(int least, int most) {
        if (count() < least || count() > most) {
            throw new SerializationException("it calls " + callee.shownName() + " with a wrong"
                    + " number of arguments: " + count());
        }
        return this;
    }

    @Nullable
    Object get(int index) {
        return values.get(index);
    }

    boolean isNone(int index) {
        return index >= count() || values.get(index) == null;
    }

    String text(int index) {
        if (values.get(index) instanceof String text) {
            return text;
        }
        throw malformed(index, "text");
    }

    /** Returns bytes, or the Latin-1 text that Python 2 and old protocols use for bytes. */
    byte[] bytes(int index) {
        return switch (values.get(index)) {
            case byte[] bytes -> bytes;
            case ByteArray array -> array.bytes();
            case String text -> latin1(index, text);
            case null, default -> throw malformed(index, "bytes");
        };
    }

    private byte[] latin1(int index, String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) > 0xff) {
                throw malformed(index, "bytes");
            }
        }
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    int integer(int index, int least, int most) {
        if (values.get(index) instanceof Integer number && number >= least && number <= most) {
            return number;
        }
        throw malformed(index, "an int of " + least + " to " + most);
    }

    BigInteger bigInteger(int index) {
        return switch (values.get(index)) {
            case Integer number -> BigInteger.valueOf(number);
            case Long number -> BigInteger.valueOf(number);
            case BigInteger number -> number;
            case null, default -> throw malformed(index, "an int");
        };
    }

    double number(int index) {
        if (values.get(index) instanceof Number number) {
            return number.doubleValue();
        }
        throw malformed(index, "a number");
    }

    Collection<? extends @Nullable Object> collection(int index) {
        return switch (values.get(index)) {
            case List<?> list -> list;
            case Set<?> set -> set;
            case null, default -> throw malformed(index, "a list, tuple or set");
        };
    }

    Global global(int index) {
        if (values.get(index) instanceof Global global) {
            return global;
        }
        throw malformed(index, "a class");
    }

    SerializationException malformed(int index, String wanted) {
        return new SerializationException("it calls " + callee.shownName() + " with a "
                + name(values.get(index)) + " as argument " + index + ", where " + wanted
                + " was expected");
    }

    /**
     * Returns a container for a value made from the arguments' elements.
     *
     * @param levelsLess how many levels of nesting disappear: one for the tuple of the arguments, another for a list in
     *         it
     */
    Part container(Object value, int levelsLess) {
        Part container = new Part(value);
        container.holdsAs(part, levelsLess);
        return container;
    }

    /** Returns what a user calls the type of a value. */
    static String name(@Nullable Object value) {
        return switch (value) {
            case null -> "None";
            case String text -> "text";
            case byte[] bytes -> "bytes";
            case ByteBuffer bytes -> "bytes";
            case Global global -> "class or function";
            case Map<?, ?> dict -> "dict";
            case Set<?> set -> "set";
            case Tuple tuple -> "tuple";
            case List<?> list -> "list";
            default -> value.getClass().getSimpleName();
        };
    }
}
