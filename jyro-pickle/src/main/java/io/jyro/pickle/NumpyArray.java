package io.jyro.pickle;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

import io.jyro.RemoteText;
import io.jyro.SerializationException;
import io.jyro.types.ByteArray;
import io.jyro.types.DType;
import io.jyro.types.NdArray;
import io.jyro.types.NdArray.Order;
import io.jyro.types.Tuple;
import org.jspecify.annotations.Nullable;

/**
 * A numpy array: created empty and filled by its state, or created from a buffer.
 *
 * <p>The state: version, shape, dtype, whether the elements are in Fortran order, and their bytes.
 */
final class NumpyArray extends Stateful {
    private static final String CLASS = "numpy.ndarray";
    private static final int VERSION = 1;
    private static final int PARTS = 4;

    private @Nullable NdArray array;

    private NumpyArray(ConstructorArguments arguments) {
        super(null);
        holdsAs(arguments.part(), 0);
        // the class in the arguments has been checked
        forgetGlobal();
    }

    static void addTo(Map<String, Constructor> table) {
        table.put("numpy.dtype", NumpyDType::called);
        table.put(CLASS, NumpyArray::made);
        for (String module : List.of("numpy.core.", "numpy._core.")) {
            table.put(module + "multiarray._reconstruct", NumpyArray::reconstructed);
            table.put(module + "multiarray.scalar", NumpyArray::scalar);
            table.put(module + "numeric._frombuffer", NumpyArray::ofBuffer);
        }
        table.put("dill._dill._create_array", NumpyArray::ofDill);
        table.put("dill.dill._create_array", NumpyArray::ofDill);
    }

    /** Takes a shape that the state will replace, or shape, dtype, bytes, offset, strides and order. */
    private static Object made(ConstructorArguments arguments) {
        arguments.expect(1, 6);
        if (arguments.count() == 1) {
            return new NumpyArray(arguments);
        }
        if (arguments.count() < 6 || !arguments.isNone(4)) {
            throw malformed("its constructor has arguments that Jyro never writes");
        }
        arguments.integer(3, 0, 0);
        return array(arguments.bytes(2), type(arguments.get(1)),
                arguments.text(5).equals("F") ? Order.F : Order.C, arguments.get(0));
    }

    /** Takes the class, and a shape and a type code that the state will replace. */
    private static NumpyArray reconstructed(ConstructorArguments arguments) {
        arguments.expectAlsoClasses(3, 3);
        checkClass(arguments.global(0));
        return new NumpyArray(arguments);
    }

    private static void checkClass(Global type) {
        if (!type.fullName().equals(CLASS)) {
            throw new SerializationException("it has an array of the class " + type.shownName()
                    + ", which only Python has; send numpy.asarray() of it");
        }
    }

    /** Takes the function that creates the array, its arguments, the state, and attributes. */
    private static NumpyArray ofDill(ConstructorArguments arguments) {
        arguments.expectAlsoClasses(4, 4);
        if (!arguments.global(0).fullName().endsWith("multiarray._reconstruct")
                || !(arguments.get(1) instanceof Tuple inner) || inner.isEmpty()
                || !(inner.get(0) instanceof Global type)) {
            throw arguments.malformed(1, "the constructor of a numpy array with its arguments");
        }
        checkClass(type);
        if (!arguments.isNone(3)) {
            throw arguments.malformed(3, "None");
        }
        NumpyArray made = new NumpyArray(arguments);
        made.build(arguments.get(2));
        return made;
    }

    /** Takes a dtype and the bytes of one element; returns its value. */
    private static @Nullable Object scalar(ConstructorArguments arguments) {
        arguments.expect(2, 2);
        DType type = type(arguments.get(0));
        byte[] bytes = arguments.bytes(1);
        if (type.itemSize() == 0 && bytes.length == 0) {
            return type.kind() == DType.Kind.TEXT ? "" : bytes;
        }
        try {
            return NdArray.wrap(bytes, type).get();
        } catch (IllegalArgumentException | ArithmeticException e) {
            throw unreadable(e);
        }
    }

    /** Takes bytes, a dtype, a shape, the order; for the order K also the axes of the transposition. */
    private static NdArray ofBuffer(ConstructorArguments arguments) {
        arguments.expect(4, 5);
        String order = arguments.text(3);
        NdArray made = array(arguments.bytes(0), type(arguments.get(1)),
                order.equals("F") ? Order.F : Order.C, arguments.get(2));
        if (arguments.count() == 4 || arguments.isNone(4) || !order.equals("K")) {
            return made;
        }
        try {
            return made.transpose(ints(arguments.get(4)));
        } catch (IllegalArgumentException e) {
            throw unreadable(e);
        }
    }

    @Override
    void build(@Nullable Object state) {
        if (!(state instanceof Tuple tuple) || tuple.size() < PARTS
                || tuple.size() > PARTS + 1) {
            throw malformed("its state is not a tuple of 5");
        }
        // the oldest pickles have no version
        int first = tuple.size() - PARTS;
        if (first == 1 && !Integer.valueOf(VERSION).equals(tuple.get(0))) {
            throw malformed("its state is not of version " + VERSION);
        }
        Object fortran = tuple.get(first + 2);
        boolean isFortran = Boolean.TRUE.equals(fortran) || Integer.valueOf(1).equals(fortran);
        array = array(bytes(tuple.get(first + 3)), type(tuple.get(first + 1)),
                isFortran ? Order.F : Order.C, tuple.get(first));
    }

    @Override
    Object value() {
        if (array == null) {
            throw malformed("its state is missing");
        }
        return array;
    }

    // Parts of the state

    private static NdArray array(byte[] bytes, DType type, Order order, @Nullable Object shape) {
        try {
            return NdArray.wrap(ByteBuffer.wrap(bytes), type, order, ints(shape));
        } catch (IllegalArgumentException e) {
            throw unreadable(e);
        }
    }

    private static DType type(@Nullable Object type) {
        if (type instanceof DType known) {
            return known;
        }
        throw malformed("its type is not a dtype");
    }

    private static int[] ints(@Nullable Object shape) {
        if (!(shape instanceof List<?> lengths)) {
            throw malformed("its shape is not a tuple");
        }
        int[] ints = new int[lengths.size()];
        for (int i = 0; i < ints.length; i++) {
            if (!(lengths.get(i) instanceof Integer length)) {
                throw malformed("its shape does not consist of ints of at most "
                        + Integer.MAX_VALUE);
            }
            ints[i] = length;
        }
        return ints;
    }

    /** Returns the bytes of the elements, which Python 2 writes as text if they are ASCII. */
    private static byte[] bytes(@Nullable Object data) {
        return switch (data) {
            case byte[] bytes -> bytes;
            case ByteArray bytes -> bytes.bytes();
            case String text when text.chars().allMatch(c -> c < Byte.MAX_VALUE + 1) ->
                text.getBytes(StandardCharsets.ISO_8859_1);
            case null, default -> throw malformed("its elements are not bytes");
        };
    }

    private static SerializationException malformed(String why) {
        return new SerializationException("it has an array of numpy that is malformed: " + why);
    }

    private static SerializationException unreadable(RuntimeException why) {
        return new SerializationException(
                "it has an array of numpy that cannot be read: " + RemoteText.message(why), why);
    }
}
