package io.jyro.types;

import java.nio.ByteBuffer;
import java.nio.DoubleBuffer;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import java.nio.LongBuffer;
import java.nio.ShortBuffer;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

import io.jyro.types.DType.Kind;
import org.jspecify.annotations.Nullable;

/**
 * numpy's array: elements of one {@link DType} in any number of dimensions. Pickle sends it as a numpy array;
 * {@code docs/numpy.md} describes its form in the other serializers.
 *
 * <pre>{@code
 * NdArray matrix = NdArray.of(new double[][]{{1, 2, 3}, {4, 5, 6}});
 * double last = matrix.getDouble(1, 2);
 * double[][] rows = matrix.toArray(double[][].class);
 * double[] all = matrix.toDoubleArray();
 * }</pre>
 *
 * <p>It has no method that changes it, the buffers that it returns are read-only, and it may be shared between threads.
 * But {@link #wrap} does not copy: a later change of the wrapped bytes changes the array. Methods that start with
 * {@code to} copy; those that start with {@code as}, and {@link #reshape}, {@link #slice} and {@link #transpose},
 * return views if the layout of the elements allows it.
 *
 * <p>Conversions to Java values do not lose information silently. An integer that is out of range, or has no exact
 * double, causes an {@link ArithmeticException}, and so does a fraction when an integer is requested; only the
 * conversion to {@code float} rounds. A boolean is not a number. A conversion that is never possible causes an
 * {@link UnsupportedOperationException}. Unsigned bytes ({@code u1}) become a {@code byte} with the same bits; times
 * become their number of units if a number is requested, and {@code NaT} becomes null if an object is requested.
 */
public final class NdArray {
    /** The order in which the elements are stored. */
    public enum Order {
        /** The last index varies fastest, as in C and Java. */
        C,
        /** The first index varies fastest, as in Fortran. */
        F
    }

    private static final int SHOWN = 8;
    private static final int HASHED = 64;
    private final DType dtype;
    private final Layout layout;
    private final ByteBuffer data;
    private final Elements elements;

    /** Creates an array over bytes whose byte order is already that of the type and whose layout has been checked. */
    private NdArray(DType dtype, Layout layout, ByteBuffer data) {
        this.dtype = dtype;
        this.layout = layout;
        this.data = data;
        this.elements = new Elements(dtype, data);
    }

    // Factories

    /**
     * Returns a copy of a Java array or list of any rank: {@code double[][]}, {@code int[]}, {@code String[]}, a list
     * of lists.
     *
     * <p>{@code boolean}, {@code byte}, {@code short}, {@code int}, {@code long}, {@code float}, {@code double} become
     * {@code b1}, {@code i1} to {@code i8}, {@code f4} and {@code f8}. Objects become the type that can represent all
     * of them: Booleans {@code b1}, whole numbers {@code i8} or if necessary {@code u8}, numbers with a Float or Double
     * among them {@code f8}, with a {@link Complex} among them {@code c16}; Strings {@code U} with the length of the
     * longest; LocalDate {@code M8[D]}, LocalDateTime and Instant (in UTC) {@code M8[us]}, Duration {@code m8[us]}, all
     * three in {@code ns} if an element has nanoseconds. All are little-endian. An empty list becomes {@code f8}.
     *
     * @throws IllegalArgumentException if rows have different lengths, or elements are null, of different kinds, or of
     *         a class without a dtype
     */
    public static NdArray of(Object array) {
        return new JavaElements(Objects.requireNonNull(array, "array")).copy();
    }

    /**
     * Returns a copy of the elements of a Java array or list in another shape: {@code NdArray.of(new double[6], 2, 3)}.
     *
     * @throws IllegalArgumentException as {@link #of(Object)} and {@link #reshape} do
     */
    public static NdArray of(Object array, int... shape) {
        return of(array).reshape(shape);
    }

    /**
     * Returns an array backed by the bytes between the position and the limit of the buffer, which are not copied.
     *
     * @param shape the length along each dimension, none for a single element
     * @throws IllegalArgumentException if the number of bytes does not match the shape, or the shape is invalid
     */
    public static NdArray wrap(ByteBuffer bytes, DType dtype, int... shape) {
        return wrap(bytes, dtype, Order.C, shape);
    }

    /** Returns an array backed by bytes, which are not copied; like {@link #wrap(ByteBuffer, DType, int...)}. */
    public static NdArray wrap(byte[] bytes, DType dtype, int... shape) {
        return wrap(ByteBuffer.wrap(bytes), dtype, Order.C, shape);
    }

    /**
     * Returns an array backed by bytes with the elements in the given order; like
     * {@link #wrap(ByteBuffer, DType, int...)}.
     */
    public static NdArray wrap(ByteBuffer bytes, DType dtype, Order order, int... shape) {
        Layout layout = Layout.of(shape.clone(), dtype.itemSize(), order);
        if (layout.byteSize() != bytes.remaining()) {
            throw new IllegalArgumentException("an array of shape " + layout + " and dtype " + dtype
                    + " takes " + layout.byteSize() + " bytes, but " + bytes.remaining()
                    + " were given");
        }
        return new NdArray(dtype, layout, bytes.slice().order(dtype.byteOrder()));
    }

    // Properties

    /** Returns the type of the elements. */
    public DType dtype() {
        return dtype;
    }

    /** Returns a copy of the length along each dimension; empty for a single element. */
    public int[] shape() {
        return layout.shape();
    }

    /** Returns the number of dimensions. */
    public int ndim() {
        return layout.dimensions();
    }

    /** Returns the number of elements. */
    public int size() {
        return layout.size();
    }

    /** Returns how many bytes the elements take. */
    public int byteSize() {
        return layout.byteSize();
    }

    /** Returns a copy of the strides: the distance in bytes from an element to the next one along each dimension. */
    public int[] strides() {
        return layout.strides();
    }

    /** Returns whether the elements are stored without gaps in the given order; small arrays may be in both orders. */
    public boolean isContiguous(Order order) {
        return layout.isContiguous(order);
    }

    /** Returns where the elements are. */
    Layout layout() {
        return layout;
    }

    // Single elements

    /**
     * Returns an element as an object, as the result of a call would arrive: Boolean, the smallest of Integer, Long and
     * BigInteger, Double, {@link Complex}, {@code byte[]}, String, LocalDate for times in days or more and
     * LocalDateTime for others, Duration; the number of units if these have no fixed length. Null for {@code NaT}.
     *
     * @param indices one for each dimension, from 0
     * @throws IndexOutOfBoundsException if one of them is too large or negative
     * @throws IllegalArgumentException if there are more or fewer indices than dimensions
     */
    public @Nullable Object get(int... indices) {
        return elements.item(layout.at(indices));
    }

    /** Returns an element as a double; see {@link #get} for the indices, and the class for the exceptions. */
    public double getDouble(int... indices) {
        return elements.floating(layout.at(indices));
    }

    /** Returns an element as a long, for times the number of units; see {@link #get} and the class. */
    public long getLong(int... indices) {
        return elements.integer(layout.at(indices));
    }

    /** Returns an element as an int; see {@link #get} and the class. */
    public int getInt(int... indices) {
        return Math.toIntExact(elements.integer(layout.at(indices)));
    }

    /** Returns an element that is a boolean; see {@link #get} and the class. */
    public boolean getBoolean(int... indices) {
        return elements.bool(layout.at(indices));
    }

    /** Returns an element, which may be a real number, as a complex number; see {@link #get} and the class. */
    public Complex getComplex(int... indices) {
        return elements.complex(layout.at(indices));
    }

    /** Returns an element that is text or ASCII bytes; see {@link #get} and the class. */
    public String getString(int... indices) {
        return elements.text(layout.at(indices));
    }

    /**
     * Returns an element that is a point in time, taken as UTC; null for {@code NaT}. See {@link #get} and the class.
     */
    public @Nullable Instant getInstant(int... indices) {
        return elements.instant(layout.at(indices));
    }

    /** Returns an element that is a point in time; null for {@code NaT}. See {@link #get} and the class. */
    public @Nullable LocalDateTime getLocalDateTime(int... indices) {
        return elements.dateTime(layout.at(indices));
    }

    /** Returns an element that is a duration; null for {@code NaT}. See {@link #get} and the class. */
    public @Nullable Duration getDuration(int... indices) {
        return elements.duration(layout.at(indices));
    }

    // Views

    /**
     * Returns a view of the part at some indices along the first dimensions, such as a row of a matrix.
     *
     * @param indices from 0, at most one for each dimension
     * @throws IndexOutOfBoundsException if one of them is too large or negative
     * @throws IllegalArgumentException if there are more indices than dimensions
     */
    public NdArray slice(int... indices) {
        return new NdArray(dtype, layout.slice(indices), data);
    }

    /**
     * Returns the same elements, in C order, in another shape; a view if they are stored in that order, otherwise a
     * copy.
     *
     * @param newShape one of its lengths may be -1, to be computed from the others
     * @throws IllegalArgumentException if the new shape has a different number of elements
     */
    public NdArray reshape(int... newShape) {
        int[] resolved = Shape.resolved(newShape.clone(), size());
        if (Shape.size(resolved, dtype.itemSize()) != size()) {
            throw new IllegalArgumentException("an array of shape " + layout + " has " + size()
                    + " elements and cannot be reshaped to " + Shape.text(newShape));
        }
        return wrap(inOrderOfC(), dtype, resolved);
    }

    /** Returns a view with the dimensions reversed. */
    public NdArray transpose() {
        int[] axes = new int[ndim()];
        for (int i = 0; i < axes.length; i++) {
            axes[i] = axes.length - 1 - i;
        }
        return transpose(axes);
    }

    /**
     * Returns a view with the dimensions in another order.
     *
     * @param axes each dimension once
     * @throws IllegalArgumentException if one is missing or occurs twice
     */
    public NdArray transpose(int... axes) {
        return new NdArray(dtype, layout.transpose(axes), data);
    }

    /**
     * Returns the bytes of the elements in C order, read-only and with the byte order of the type; a view if they are
     * stored in that order, otherwise a copy.
     */
    public ByteBuffer asByteBuffer() {
        return inOrderOfC().asReadOnlyBuffer().order(dtype.byteOrder());
    }

    private ByteBuffer inOrderOfC() {
        return isContiguous(Order.C)
                ? data.slice(layout.offset(), byteSize()).order(dtype.byteOrder())
                : ByteBuffer.wrap(toBytes()).order(dtype.byteOrder());
    }

    /**
     * Returns a read-only view of the elements.
     *
     * @throws UnsupportedOperationException if they are not {@code f8}, or not in C order
     */
    public DoubleBuffer asDoubleBuffer() {
        return view(Kind.FLOAT, Double.BYTES).asDoubleBuffer();
    }

    /**
     * Returns a read-only view of the elements.
     *
     * @throws UnsupportedOperationException if they are not {@code f4}, or not in C order
     */
    public FloatBuffer asFloatBuffer() {
        return view(Kind.FLOAT, Float.BYTES).asFloatBuffer();
    }

    /**
     * Returns a read-only view of the elements; for times of their numbers of units.
     *
     * @throws UnsupportedOperationException if they are not {@code i8}, {@code u8} or times, or not in C order
     */
    public LongBuffer asLongBuffer() {
        return (dtype.isTime() ? view(dtype.kind(), Long.BYTES) : integers(Long.BYTES))
                .asLongBuffer();
    }

    /**
     * Returns a read-only view of the elements.
     *
     * @throws UnsupportedOperationException if they are not {@code i4} or {@code u4}, or not in C order
     */
    public IntBuffer asIntBuffer() {
        return integers(Integer.BYTES).asIntBuffer();
    }

    /**
     * Returns a read-only view of the elements.
     *
     * @throws UnsupportedOperationException if they are not {@code i2} or {@code u2}, or not in C order
     */
    public ShortBuffer asShortBuffer() {
        return integers(Short.BYTES).asShortBuffer();
    }

    private ByteBuffer integers(int width) {
        return view(dtype.kind() == Kind.UINT ? Kind.UINT : Kind.INT, width);
    }

    private ByteBuffer view(Kind kind, int width) {
        if (!dtype.is(kind, width)) {
            throw new UnsupportedOperationException("elements of dtype " + dtype
                    + " cannot be seen as a buffer of another type; copy them with toArray");
        }
        if (!isContiguous(Order.C)) {
            throw new UnsupportedOperationException(
                    "the elements are not contiguous in C order; copy them"
                            + " with toArray");
        }
        return asByteBuffer();
    }

    /**
     * Returns the elements as nested lists of the objects that {@link #get} returns, like numpy's {@code tolist()}, but
     * as an unmodifiable view.
     *
     * @throws UnsupportedOperationException if this is a single element without dimensions
     * @throws IllegalArgumentException if an array with few or no elements would become very many lists
     */
    public List<@Nullable Object> asList() {
        if (ndim() == 0) {
            throw new UnsupportedOperationException(
                    "an array without dimensions is a single element, not a list");
        }
        Rows.check(layout);
        return new Rows(this);
    }

    // Copies

    /** Returns the bytes of the elements in C order. */
    public byte[] toBytes() {
        byte[] bytes = new byte[byteSize()];
        layout.forEachRun((at, stride, to, count) -> elements.copyBytes(at, stride, bytes,
                to * dtype.itemSize(), count));
        return bytes;
    }

    /** Returns the elements in C order; for {@code f8} as fast as copying memory. */
    public double[] toDoubleArray() {
        double[] array = new double[size()];
        copyTo(array);
        return array;
    }

    /** Returns the elements in C order; for {@code f4} as fast as copying memory. */
    public float[] toFloatArray() {
        float[] array = new float[size()];
        copyTo(array);
        return array;
    }

    /** Returns the elements in C order; for {@code i8} as fast as copying memory. */
    public long[] toLongArray() {
        long[] array = new long[size()];
        copyTo(array);
        return array;
    }

    /** Returns the elements in C order; for {@code i4} as fast as copying memory. */
    public int[] toIntArray() {
        int[] array = new int[size()];
        copyTo(array);
        return array;
    }

    private void copyTo(Object array) {
        ElementRuns runs = runs();
        layout.forEachRun((at, stride, to, count) -> runs.copy(at, stride, array, to, count));
    }

    private ElementRuns runs() {
        return new ElementRuns(dtype, data, elements);
    }

    /**
     * Returns the elements as a Java array with the same number of dimensions, such as {@code double[][].class} for a
     * matrix.
     *
     * <p>The element type is a primitive type, its box, BigInteger, {@link Complex}, String, LocalDateTime, Instant
     * (times are taken as UTC), LocalDate, Duration, {@code byte[]} (for {@code S}), or Object for the objects that
     * {@link #get} returns.
     *
     * @throws IllegalArgumentException if the array type has a different number of dimensions, or an array with few or
     *         no elements would take much memory: one of shape (1000000, 0) is a million arrays
     * @throws ArithmeticException if an element does not fit
     * @throws UnsupportedOperationException if elements cannot be converted to that type
     */
    public <T> T toArray(Class<T> arrayType) {
        return new NestedArrays(layout, dtype.kind(), runs()).copy(arrayType);
    }

    /**
     * Returns a copy with elements of another dtype, or of the same in another byte order.
     *
     * @throws ArithmeticException if an element does not fit; floating point numbers are rounded
     * @throws UnsupportedOperationException if numbers would have to become another kind, or another kind numbers; only
     *         integers and times are converted to each other, as numbers of units
     */
    public NdArray toType(DType type) {
        boolean isSized = type.kind() == Kind.TEXT || type.kind() == Kind.BYTES;
        if (isSized && !dtype.withByteOrder(type.byteOrder()).equals(type)) {
            throw new UnsupportedOperationException("elements of dtype " + dtype
                    + " cannot be converted to " + type);
        }
        int[] shape = layout.shape();
        int bytes = Shape.size(shape, type.itemSize()) * type.itemSize();
        ByteBuffer converted = ByteBuffer.allocate(bytes).order(type.byteOrder());
        ElementConversion conversion = new ElementConversion(dtype, data, elements, type,
                converted);
        layout.forEachRun((at, stride, to, count) -> conversion.run(at, stride, count));
        return wrap(converted.rewind(), type, shape);
    }

    // Methods of Object

    /** Compares the dtype, the shape, and the bytes of each element. */
    @Override
    public boolean equals(@Nullable Object other) {
        return this == other || other instanceof NdArray that && dtype.equals(that.dtype)
                && layout.hasSameShape(that.layout)
                && inOrderOfC().equals(that.inOrderOfC());
    }

    /** Depends on the dtype, the shape and the first elements. */
    @Override
    public int hashCode() {
        int hash = 31 * dtype.hashCode() + layout.hashOfShape();
        int[] indices = new int[ndim()];
        for (int i = 0; i < Math.min(size(), HASHED); i++) {
            hash = 31 * hash + elements.hash(layout.at(indices));
            layout.next(indices);
        }
        return hash;
    }

    /** Returns the dtype, the shape, and the first few elements. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder("NdArray of ").append(dtype).append(", shape ")
                .append(layout).append(':');
        int[] indices = new int[ndim()];
        for (int i = 0; i < Math.min(size(), SHOWN); i++) {
            text.append(i == 0 ? " " : ", ").append(shown(layout.at(indices)));
            layout.next(indices);
        }
        return text.append(size() > SHOWN ? ", ..." : "").toString();
    }

    private String shown(int at) {
        try {
            Object item = elements.item(at);
            return item instanceof byte[] bytes
                    ? Arrays.toString(bytes)
                    : item == null ? "NaT" : item.toString();
        } catch (ArithmeticException e) {
            return "?"; // a time beyond Java's range
        }
    }
}
