package io.jyro.interop.numpy;

import java.nio.ByteBuffer;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

import io.jyro.Expose;
import io.jyro.interop.ThingDaemon;
import io.jyro.types.Complex;
import io.jyro.types.NdArray;
import org.jspecify.annotations.Nullable;

/** Methods that take and give arrays of several types; some do what numpy would, for comparison. */
@Expose
public class Arrays {
    /** A value with arrays in it. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    public record Picture(String name, float[][] depth, NdArray pixels, byte[] checksum) {}

    static String registeredIn(ThingDaemon jyro) {
        jyro.daemon().register(new Arrays(), "arrays");
        return jyro.proxy("arrays");
    }

    public @Nullable Object echo(@Nullable Object value) {
        return value;
    }

    public NdArray array(NdArray array) {
        return array;
    }

    public String describe(NdArray array) {
        return array.dtype() + " " + List.of(java.util.Arrays.stream(array.shape()).boxed()
                .toArray()) + (array.isContiguous(NdArray.Order.C) ? " C" : "")
                + (array.isContiguous(NdArray.Order.F) ? " F" : "");
    }

    public double sum(double[] numbers) {
        return java.util.Arrays.stream(numbers).sum();
    }

    public double trace(double[][] matrix) {
        return IntStream.range(0, matrix.length).mapToDouble(i -> matrix[i][i]).sum();
    }

    public int[][] table(int[][] table) {
        return table;
    }

    public float last(float[][][] block) {
        return block[1][2][3];
    }

    public Complex[] conjugated(Complex[] numbers) {
        return java.util.Arrays.stream(numbers).map(c -> new Complex(c.re(), -c.im()))
                .toArray(Complex[]::new);
    }

    public double mean(List<Double> numbers) {
        return numbers.stream().mapToDouble(Double::doubleValue).average().orElse(0);
    }

    public long bytes(byte[] bytes, ByteBuffer buffer, Map<String, byte[]> more) {
        return bytes.length + 10L * buffer.remaining()
                + 100L * more.values().stream().mapToInt(each -> each.length).sum();
    }

    public Picture picture(Picture picture) {
        return picture;
    }

    public NdArray turned(NdArray array) {
        return array.transpose();
    }

    public Iterator<NdArray> rows(NdArray array) {
        return IntStream.range(0, array.shape()[0]).mapToObj(i -> array.slice(i)).iterator();
    }

    public String kind(double[] numbers) {
        return "double[]";
    }

    public String kind(double[][] numbers) {
        return "double[][]";
    }

    public String kind(NdArray array) {
        return "NdArray";
    }
}
